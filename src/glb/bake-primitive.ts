import type { Accessor, Document, mat4, Primitive, PrimitiveTarget } from '@gltf-transform/core'
import { cofactors, determinant, linearPart } from './affine.ts'
import { floatsOf } from './floats-of.ts'
import { trianglesOf } from './triangles-of.ts'

const TRIANGLES = 4

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

/** Vectors of unit length under a linear part, whatever their length becomes by it. */
const directions = (values: Float32Array, l: readonly number[], width: number): Float32Array =>
  unitLength(vectors(values, l, width), values, width)

/** Unit length; what a matrix has flattened to nothing stays as it was. */
function unitLength(vectorsOut: Float32Array, source: Float32Array, width: number): Float32Array {
  for (let i = 0; i < vectorsOut.length; i += width) {
    const [x, y, z] = [vectorsOut[i]!, vectorsOut[i + 1]!, vectorsOut[i + 2]!]
    const length = Math.sqrt(x * x + y * y + z * z)
    for (let axis = 0; axis < 3; axis++)
      vectorsOut[i + axis] = length > 0 ? vectorsOut[i + axis]! / length : source[i + axis]!
  }
  return vectorsOut
}

/** The third corner before the second: a mirrored triangle faces outwards again. */
function flipped<T extends Uint16Array | Uint32Array>(triangles: T): T {
  for (let i = 0; i + 2 < triangles.length; i += 3)
    [triangles[i + 1], triangles[i + 2]] = [triangles[i + 2]!, triangles[i + 1]!]
  return triangles
}

/** Whether a linear part scales alike along all axes and does nothing else, so that directions stay as they are, to the byte. */
function isEvenScale([a = 0, b, c, d, e = 0, f, g, h, i = 0]: readonly number[]): boolean {
  const even = a > 0 && Math.abs(e / a - 1) < 1e-9 && Math.abs(i / a - 1) < 1e-9
  return even && [b, c, d, f, g, h].every((each) => each === 0)
}

/** Bakes one primitive that nothing else uses. */
export type Baker = (primitive: Primitive) => void

type Values = Float32Array | Uint16Array | Uint32Array

/**
 * Bakes a world matrix into primitives: positions by the matrix, normals by its inverse transpose, tangents and morph targets by its linear
 * part; a mirroring matrix turns triangles round. Other attributes keep their accessors. Primitives that share an array share what comes of it.
 */
export function createBaker(document: Document, m: mat4): Baker {
  const mirrors = determinant(m) < 0
  const linear = linearPart(m)
  const keepsDirections = isEvenScale(linear)
  // Cofactors point inwards under a mirror, as the turned triangles would not.
  const normalPart = cofactors(m).map((each) => (mirrors ? -each : each))
  const done = new Map<string, Map<Accessor, Accessor>>()
  const write = (from: Accessor, values: Values): Accessor =>
    document
      .createAccessor(from.getName())
      .setType(from.getType())
      .setArray(values as Float32Array<ArrayBuffer>)
      .setBuffer(from.getBuffer())
  // By role as well: one array may be a ball's positions and its normals.
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
    // A normal's delta lies between unit normals, before and after, and so hangs on both.
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

  const turnRound = (primitive: Primitive): void => {
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
    if (mirrors) turnRound(primitive)
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
