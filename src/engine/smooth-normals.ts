/**
 * Vertex normals weighted by the angle each face spans at the vertex (Thürmer & Wüthrich 1998): unlike area weights
 * they do not depend on how a face happens to be cut into triangles, which shows on long bevel quads.
 * Vertices at one position share their normal when they are of one smoothing group, whatever their panel.
 */
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'

/** Unit normals per vertex; `groups` holds a smoothing group per vertex. */
export async function smoothNormals(positions: Float32Array, indices: Uint32Array, groups: Uint8Array): Promise<Float32Array> {
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

function addFace(sums: Float64Array, positions: Float32Array, welded: Uint32Array, indices: Uint32Array, k: number): void {
  const corners = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
  const point = (corner: number, axis: number) => positions[3 * corners[corner % 3]! + axis]!
  const edges = [0, 1, 2].map((c) => [0, 1, 2].map((axis) => point(c + 1, axis) - point(c, axis)))
  const [e, f, g] = edges as [number[], number[], number[]]
  const normal = [e[1]! * f[2]! - e[2]! * f[1]!, e[2]! * f[0]! - e[0]! * f[2]!, e[0]! * f[1]! - e[1]! * f[0]!]
  const double = Math.hypot(normal[0]!, normal[1]!, normal[2]!)
  if (double === 0) return
  const along = (p: number[], q: number[]) => p[0]! * q[0]! + p[1]! * q[1]! + p[2]! * q[2]!
  const angles = [-along(g, e), -along(e, f), -along(f, g)].map((cosine) => Math.atan2(double, cosine))
  for (let c = 0; c < 3; c++)
    for (let axis = 0; axis < 3; axis++)
      sums[3 * welded[corners[c]!]! + axis]! += (normal[axis]! / double) * angles[c]!
}
