import type { mat4 } from '@gltf-transform/core'
import { vec3, type Axis, type Box, type Vec3 } from '../contract/vec3.ts'

/** The two axes that a quarter turn about a third exchanges: y becomes z and z becomes -y about x, and so on round. */
const others = (about: Axis): readonly [Axis, Axis] => [((about + 1) % 3) as Axis, ((about + 2) % 3) as Axis]

/** A turn by 90° about an axis, right-handed; null turns nothing. */
export function quarterTurn(about: Axis | null): mat4 {
  const m: mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
  if (about === null) return m
  const [from, to] = others(about)
  m[from * 4 + from] = m[to * 4 + to] = 0
  m[from * 4 + to] = 1
  m[to * 4 + from] = -1
  return m
}

/** The same turn as a quaternion. */
export function turnQuaternion(about: Axis | null): [number, number, number, number] {
  const half = Math.SQRT1_2
  return about === null ? [0, 0, 0, 1] : [about === 0 ? half : 0, about === 1 ? half : 0, about === 2 ? half : 0, half]
}

/** What a triple of sizes or scales becomes when its axes turn. */
export function turnedSizes(about: Axis | null, sizes: Vec3): Vec3 {
  if (about === null) return sizes
  const [a, b] = others(about)
  return vec3((axis) => (axis === a ? sizes[b] : axis === b ? sizes[a] : sizes[axis]))
}

/** A box after the turn. */
export function turnedBox(about: Axis | null, { min, max }: Box): Box {
  if (about === null) return { min, max }
  const [a, b] = others(about)
  return {
    min: vec3((axis) => (axis === a ? -max[b] : axis === b ? min[a] : min[axis])),
    max: vec3((axis) => (axis === a ? -min[b] : axis === b ? max[a] : max[axis])),
  }
}
