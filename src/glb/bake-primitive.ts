import type { Accessor, Document, mat4, Primitive, PrimitiveTarget } from '@gltf-transform/core'
import { cofactors, determinant, linearPart } from './affine.ts'
import { floatsOf } from './floats-of.ts'
import { TRIANGLES, trianglesOf } from './triangles-of.ts'

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

/** Directions: `l · v` for the first three numbers of every `width`; the rest of an element stays. */
function vectors(source: Float32Array, l: readonly number[], width: number): Float32Array {
  const out = source.slice()
  for (let i = 0; i < source.length; i += width) {
    const [x, y, z] = [source[i]!, source[i + 1]!, source[i + 2]!]
    for (let axis = 0; axis < 3; axis++) out[i + axis] = l[axis]! * x + l[axis + 3]! * y + l[axis + 6]! * z
  }
  return out
}

/** Unit vectors under a linear part, made unit length again. */
const directions = (values: Float32Array, l: readonly number[], width: number): Float32Array =>
  unitLength(vectors(values, l, width), values, width)

/** Makes vectors unit length in place; one that the matrix flattened to nothing becomes what it was in `source`. */
function unitLength(vectorsOut: Float32Array, source: Float32Array, width: number): Float32Array {
  for (let i = 0; i < vectorsOut.length; i += width) {
    const [x, y, z] = [vectorsOut[i]!, vectorsOut[i + 1]!, vectorsOut[i + 2]!]
    const length = Math.sqrt(x * x + y * y + z * z)
    for (let axis = 0; axis < 3; axis++)
      vectorsOut[i + axis] = length > 0 ? vectorsOut[i + axis]! / length : source[i + axis]!
  }
  return vectorsOut
}

/** Swaps each triangle's last two corners, so that a mirrored one faces outwards again. */
function flipped<T extends Uint16Array | Uint32Array>(triangles: T): T {
  for (let i = 0; i + 2 < triangles.length; i += 3)
    [triangles[i + 1], triangles[i + 2]] = [triangles[i + 2]!, triangles[i + 1]!]
  return triangles
}

/**
 * Whether a linear part only scales, and by the same along all axes: directions then stay as they are, byte for byte.
 */
function isEvenScale([a = 0, b, c, d, e = 0, f, g, h, i = 0]: readonly number[]): boolean {
  const even = a > 0 && Math.abs(e / a - 1) < 1e-9 && Math.abs(i / a - 1) < 1e-9
  return even && [b, c, d, f, g, h].every((value) => value === 0)
}

/** Bakes one primitive in place; nothing else may use it. */
export type Baker = (primitive: Primitive) => void

type Values = Float32Array | Uint16Array | Uint32Array

/**
 * Bakes a world matrix into primitives: positions by the matrix, normals by its inverse transpose, tangents and morph
 * targets by its linear part; a mirroring matrix also reverses the winding. Other attributes keep their accessors.
 * Primitives that shared an array share the baked one.
 */
export function createBaker(document: Document, m: mat4): Baker {
  const mirrors = determinant(m) < 0
  const linear = linearPart(m)
  const keepsDirections = isEvenScale(linear)
  // Under a mirroring matrix the cofactors point inwards.
  const normalPart = cofactors(m).map((value) => (mirrors ? -value : value))
  const done = new Map<string, Map<Accessor, Accessor>>()
  const write = (from: Accessor, values: Values): Accessor =>
    document
      .createAccessor(from.getName())
      .setType(from.getType())
      .setArray(values as Float32Array<ArrayBuffer>)
      .setBuffer(from.getBuffer())
  // By role as well: a unit ball's positions and normals may be one array.
  const once = (role: string, from: Accessor, make: () => Values): Accessor => {
    const known = done.get(role) ?? new Map<Accessor, Accessor>()
    const baked = known.get(from) ?? write(from, make())
    done.set(role, known.set(from, baked))
    return baked
  }

  const bakeTarget = (target: PrimitiveTarget, normal: Accessor | null, bakedNormal: Accessor | null): void => {
    for (const name of ['POSITION', 'TANGENT'] as const) {
      const deltas = target.getAttribute(name)
      if (deltas)
        target.setAttribute(
          name,
          once(`delta ${name}`, deltas, () => vectors(floatsOf(deltas), linear, 3)),
        )
    }
    const deltas = target.getAttribute('NORMAL')
    if (!deltas || !normal || !bakedNormal || keepsDirections) return
    // A delta leads from one unit normal to another, so its baked form depends on both of them baked.
    const [before, after] = [floatsOf(normal), floatsOf(bakedNormal)]
    const moved = floatsOf(deltas).map((delta, i) => delta + before[i]!)
    target.setAttribute(
      'NORMAL',
      write(
        deltas,
        directions(moved, normalPart, 3).map((value, i) => value - after[i]!),
      ),
    )
  }

  const reverseWinding = (primitive: Primitive): void => {
    const position = primitive.getAttribute('POSITION')
    const triangles = position && trianglesOf(primitive, position.getCount())
    if (!position || !triangles) return
    const indices = primitive.getIndices()
    const small = indices !== null && !(indices.getArray() instanceof Uint32Array)
    const baked = once(`indices ${primitive.getMode()}`, indices ?? position, () =>
      flipped(small ? Uint16Array.from(triangles) : triangles),
    )
    primitive.setIndices(baked.setType('SCALAR')).setMode(TRIANGLES)
  }

  return (primitive) => {
    const [position, normal, tangent] = ['POSITION', 'NORMAL', 'TANGENT'].map((name) => primitive.getAttribute(name))
    const bakedNormal =
      normal && keepsDirections
        ? normal
        : normal
          ? once('NORMAL', normal, () => directions(floatsOf(normal), normalPart, 3))
          : null
    for (const target of primitive.listTargets()) bakeTarget(target, normal ?? null, bakedNormal)
    if (mirrors) reverseWinding(primitive)
    if (position)
      primitive.setAttribute(
        'POSITION',
        once('POSITION', position, () => points(floatsOf(position), m)),
      )
    if (bakedNormal) primitive.setAttribute('NORMAL', bakedNormal)
    if (!tangent || keepsDirections) return
    primitive.setAttribute(
      'TANGENT',
      once('TANGENT', tangent, () => {
        const baked = directions(floatsOf(tangent), linear, 4)
        if (mirrors) for (let i = 3; i < baked.length; i += 4) baked[i] = -baked[i]!
        return baked
      }),
    )
  }
}
