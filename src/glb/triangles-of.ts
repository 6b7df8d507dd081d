import type { Primitive } from '@gltf-transform/core'

/** Modes of a primitive, glTF 2.0 §5.24.4. */
export const [TRIANGLES, STRIP, FAN] = [4, 5, 6] as const

/** Indices of a primitive's triangles, strips and fans taken apart; null for points and lines. glTF 2.0 §3.7.2.1. */
export function trianglesOf(primitive: Primitive, vertices: number): Uint32Array | null {
  const mode = primitive.getMode()
  const indices = primitive.getIndices()?.getArray()
  if (mode === TRIANGLES)
    return indices
      ? Uint32Array.from(indices).subarray(0, indices.length - (indices.length % 3))
      : Uint32Array.from({ length: vertices - (vertices % 3) }, (_, i) => i)
  if (mode !== STRIP && mode !== FAN) return null
  const corner = (i: number): number => (indices ? indices[i]! : i)
  const count = Math.max(0, (indices?.length ?? vertices) - 2)
  const out = new Uint32Array(count * 3)
  for (let t = 0; t < count; t++) {
    // Every other triangle of a strip is wound the other way round.
    const [a, b, c] = mode === FAN ? [t + 1, t + 2, 0] : [t, t + 1 + (t % 2), t + 2 - (t % 2)]
    out.set([corner(a), corner(b), corner(c)], t * 3)
  }
  return out
}
