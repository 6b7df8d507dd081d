/**
 * Binary STL (3D Systems, 1989): triangles and nothing else. The format names neither unit nor up axis; this is the GLB's frame, metres
 * and Y up. Its text form was not chosen: five times the size, and rounded.
 */
import type { Model } from '../paint/model.ts'

const HEADER_BYTES = 80
const TRIANGLE_BYTES = 50

/** The model as binary STL, facet normals from the winding. */
export function writeStl({ positions, indices }: Model): Promise<Uint8Array> {
  const count = indices.length / 3
  const bytes = new Uint8Array(HEADER_BYTES + 4 + count * TRIANGLE_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('Plinth binary STL, metres, Y up, front +Z'))
  view.setUint32(HEADER_BYTES, count, true)
  for (let t = 0, at = HEADER_BYTES + 4; t < count; t++, at += TRIANGLE_BYTES) {
    const [a, b, c] = [indices[3 * t]! * 3, indices[3 * t + 1]! * 3, indices[3 * t + 2]! * 3]
    const u = [0, 1, 2].map((k) => positions[b + k]! - positions[a + k]!) as [number, number, number]
    const w = [0, 1, 2].map((k) => positions[c + k]! - positions[a + k]!) as [number, number, number]
    const n = [u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0]] as const
    const length = Math.hypot(...n) || 1
    for (let k = 0; k < 3; k++) {
      view.setFloat32(at + 4 * k, n[k]! / length, true)
      view.setFloat32(at + 12 + 4 * k, positions[a + k]!, true)
      view.setFloat32(at + 24 + 4 * k, positions[b + k]!, true)
      view.setFloat32(at + 36 + 4 * k, positions[c + k]!, true)
    }
  }
  return Promise.resolve(bytes)
}
