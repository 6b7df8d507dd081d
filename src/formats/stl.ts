import { frameText, inFrame, type FileFrame } from './file-frame.ts'
import type { MeshGeometry } from './mesh-part.ts'

const HEADER_BYTES = 80
const FACET_BYTES = 50

/** Unit normal of a facet by its winding, to three places of `out`; zero for one without an area. */
function facetNormal(corners: Float32Array, out: Float32Array): void {
  const [ux, uy, uz] = [corners[3]! - corners[0]!, corners[4]! - corners[1]!, corners[5]! - corners[2]!]
  const [vx, vy, vz] = [corners[6]! - corners[0]!, corners[7]! - corners[1]!, corners[8]! - corners[2]!]
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
  const length = Math.hypot(x, y, z) || 1
  out.set([x / length, y / length, z / length])
}

/** Slicers take the numbers of an STL for millimetres and Z for up, and so do Blender and CAD for its up. */
export const STL_FRAME: FileFrame = { unit: 'mm', up: 'Z' }

/**
 * Binary STL (3D Systems, 1989): facets and nothing else. The format names neither unit nor up axis, so the header says which these are.
 * The text form would be five times the size, and rounded.
 */
export function writeStl(parts: readonly MeshGeometry[], frame = STL_FRAME): Uint8Array<ArrayBuffer> {
  const facets = parts.reduce((sum, { indices }) => sum + indices.length / 3, 0)
  const bytes = new Uint8Array(HEADER_BYTES + 4 + facets * FACET_BYTES)
  const view = new DataView(bytes.buffer)
  // A header that began with "solid" would pass for a text STL.
  bytes.set(new TextEncoder().encode(`Plinth, ${frameText(frame)}`).subarray(0, HEADER_BYTES))
  view.setUint32(HEADER_BYTES, facets, true)
  const [corners, normal] = [new Float32Array(9), new Float32Array(3)]
  let at = HEADER_BYTES + 4
  for (const part of parts) {
    const { positions, indices } = inFrame(part, frame)
    for (let t = 0; t < indices.length; t += 3, at += FACET_BYTES) {
      for (let k = 0; k < 9; k++) corners[k] = positions[indices[t + ((k / 3) | 0)]! * 3 + (k % 3)]!
      facetNormal(corners, normal)
      for (let k = 0; k < 3; k++) view.setFloat32(at + 4 * k, normal[k]!, true)
      for (let k = 0; k < 9; k++) view.setFloat32(at + 12 + 4 * k, corners[k]!, true)
    }
  }
  return bytes
}
