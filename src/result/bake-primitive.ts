import type { Accessor, Document, mat4, Primitive, PrimitiveTarget } from '@gltf-transform/core'
import { cofactors, determinant, linearPart } from './affine.ts'
import { floatsOf } from './floats-of.ts'

/** Points: `m · p`. */
function points(source: Float32Array, m: mat4): Float32Array {
  const out = new Float32Array(source.length)
  for (let i = 0; i < source.length; i += 3) {
    const [x, y, z] = [source[i]!, source[i + 1]!, source[i + 2]!]
    out[i] = m[0] * x + m[4] * y + m[8] * z + m[12]
    out[i + 1] = m[1] * x + m[5] * y + m[9] * z + m[13]
    out[i + 2] = m[2] * x + m[6] * y + m[10] * z + m[14]
  }
  return out
}

/** Vectors of three in elements of `width`; what follows them in an element stays. */
function vectors(source: Float32Array, l: readonly number[], width: number): Float32Array {
  const out = source.slice()
  for (let i = 0; i < source.length; i += width) {
    const [x, y, z] = [source[i]!, source[i + 1]!, source[i + 2]!]
    for (let axis = 0; axis < 3; axis++) out[i + axis] = l[axis]! * x + l[axis + 3]! * y + l[axis + 6]! * z
  }
  return out
}

/** Unit length, where there is any. */
function unitLength(vectorsOut: Float32Array, width: number): Float32Array {
  for (let i = 0; i < vectorsOut.length; i += width) {
    const length = Math.hypot(vectorsOut[i]!, vectorsOut[i + 1]!, vectorsOut[i + 2]!)
    if (length > 0) for (let axis = 0; axis < 3; axis++) vectorsOut[i + axis]! /= length
  }
  return vectorsOut
}

/** The third corner before the second: a mirrored triangle faces outwards again. */
function flipped(indices: Uint16Array | Uint32Array): Uint16Array | Uint32Array {
  const out = indices.slice()
  for (let i = 0; i + 2 < out.length; i += 3) [out[i + 1], out[i + 2]] = [out[i + 2]!, out[i + 1]!]
  return out
}

const TRIANGLES = 4

/**
 * Bakes a world matrix into a primitive that nothing else uses: positions by the matrix, normals by its inverse transpose, tangents and morph
 * targets by its linear part; a mirroring matrix turns triangles round. Other attributes keep their accessors.
 */
export function bakePrimitive(document: Document, primitive: Primitive, m: mat4): void {
  const mirrors = determinant(m) < 0
  const linear = linearPart(m)
  // Cofactors point inwards under a mirror, as the turned triangles would not.
  const normalPart = cofactors(m).map((each) => (mirrors ? -each : each))
  const write = (like: Accessor, array: Float32Array | Uint16Array | Uint32Array): Accessor =>
    document.createAccessor(like.getName()).setType(like.getType()).setArray(array as Float32Array<ArrayBuffer>).setBuffer(like.getBuffer())

  const normal = primitive.getAttribute('NORMAL')
  const before = normal && floatsOf(normal)
  const after = before && unitLength(vectors(before, normalPart, 3), 3)
  for (const target of primitive.listTargets()) bakeTarget(target, { linear, normalPart, before, after, write })

  const position = primitive.getAttribute('POSITION')
  if (position) primitive.setAttribute('POSITION', write(position, points(floatsOf(position), m)))
  if (normal && after) primitive.setAttribute('NORMAL', write(normal, after))
  const tangent = primitive.getAttribute('TANGENT')
  if (tangent) {
    const baked = unitLength(vectors(floatsOf(tangent), linear, 4), 4)
    if (mirrors) for (let i = 3; i < baked.length; i += 4) baked[i] = -baked[i]!
    primitive.setAttribute('TANGENT', write(tangent, baked))
  }
  if (!mirrors || primitive.getMode() !== TRIANGLES) return
  const indices = primitive.getIndices()
  const count = position?.getCount() ?? 0
  const own = indices?.getArray()
  const turned = flipped(own ? (own instanceof Uint32Array ? own : Uint16Array.from(own)) : Uint32Array.from({ length: count }, (_, index) => index))
  primitive.setIndices(indices ? write(indices, turned) : document.createAccessor().setType('SCALAR').setArray(turned as Uint32Array<ArrayBuffer>).setBuffer(position?.getBuffer() ?? null))
}

interface TargetBake {
  readonly linear: readonly number[]
  readonly normalPart: readonly number[]
  readonly before: Float32Array | null
  readonly after: Float32Array | null
  readonly write: (like: Accessor, array: Float32Array) => Accessor
}

/** Deltas: positions and tangents are linear; a normal's delta is between unit normals, before and after. */
function bakeTarget(target: PrimitiveTarget, { linear, normalPart, before, after, write }: TargetBake): void {
  for (const name of ['POSITION', 'TANGENT'] as const) {
    const deltas = target.getAttribute(name)
    if (deltas) target.setAttribute(name, write(deltas, vectors(floatsOf(deltas), linear, 3)))
  }
  const deltas = target.getAttribute('NORMAL')
  if (!deltas || !before || !after) return
  const moved = floatsOf(deltas).map((delta, i) => delta + before[i]!)
  const baked = unitLength(vectors(moved, normalPart, 3), 3)
  target.setAttribute('NORMAL', write(deltas, baked.map((value, i) => value - after[i]!)))
}
