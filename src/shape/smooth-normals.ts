/**
 * Vertex normals weighted by the angle each face spans at the vertex (Thürmer & Wüthrich 1998): unlike area weights
 * they do not depend on how a face happens to be cut into triangles, which shows on long bevel quads.
 * Vertices at one position share their normal when they are of one smoothing group, whatever their panel. Slivers count less: with
 * angles alone, one that a collapse had left in a calm dome turned the normals around it by 30°, a speck in the light.
 */
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'

/** Altitude, as a part of the longest edge, below which a face counts less and less. */
const SLIVER = 0.05

/** Unit normals per vertex; `groups` holds a smoothing group per vertex. */
export async function smoothNormals(
  positions: Float32Array,
  indices: Uint32Array,
  groups: Uint8Array,
): Promise<Float32Array> {
  await MeshoptSimplifier.ready
  const count = groups.length
  const welded = weldByGroup(positions, groups)
  const sums = new Float64Array(3 * count)
  for (let k = 0; k < indices.length; k += 3) addFace(sums, positions, welded, indices, k)
  const normals = new Float32Array(3 * count)
  for (let v = 0; v < count; v++) {
    const from = 3 * welded[v]!
    const length = Math.hypot(sums[from]!, sums[from + 1]!, sums[from + 2]!)
    for (let axis = 0; axis < 3; axis++)
      normals[3 * v + axis] = length > 0 ? sums[from + axis]! / length : axis === 2 ? 1 : 0
  }
  return normals
}

/** First vertex with the same position and group, per vertex. */
function weldByGroup(positions: Float32Array, groups: Uint8Array): Uint32Array {
  const remap = MeshoptSimplifier.generatePositionRemap(positions, 3)
  const apart = new Map<number, number>()
  return remap.map((first, v) => {
    if (groups[v] === groups[first]) return first
    const key = first * 256 + groups[v]!
    const kept = apart.get(key)
    if (kept !== undefined) return kept
    apart.set(key, v)
    return v
  })
}

function addFace(
  sums: Float64Array,
  positions: Float32Array,
  welded: Uint32Array,
  indices: Uint32Array,
  k: number,
): void {
  const [a, b, c] = [3 * indices[k]!, 3 * indices[k + 1]!, 3 * indices[k + 2]!]
  const ex = positions[b]! - positions[a]!
  const ey = positions[b + 1]! - positions[a + 1]!
  const ez = positions[b + 2]! - positions[a + 2]!
  const fx = positions[c]! - positions[a]!
  const fy = positions[c + 1]! - positions[a + 1]!
  const fz = positions[c + 2]! - positions[a + 2]!
  const [x, y, z] = [ey * fz - ez * fy, ez * fx - ex * fz, ex * fy - ey * fx]
  const double = Math.sqrt(x * x + y * y + z * z)
  if (double === 0) return
  const [ee, ff, ef] = [ex * ex + ey * ey + ez * ez, fx * fx + fy * fy + fz * fz, ex * fx + ey * fy + ez * fz]
  // A sliver's corner may be wide, and its normal point anywhere.
  const trust = Math.min(1, double / (SLIVER * Math.max(ee, ff, ee + ff - 2 * ef)))
  const atA = Math.atan2(double, ef)
  const atB = Math.atan2(double, ee - ef)
  const add = (corner: number, spanned: number) => {
    const angle = spanned * trust
    const at = 3 * welded[corner / 3]!
    sums[at]! += (x / double) * angle
    sums[at + 1]! += (y / double) * angle
    sums[at + 2]! += (z / double) * angle
  }
  add(a, atA)
  add(b, atB)
  add(c, Math.atan2(double, ff - ef))
}
