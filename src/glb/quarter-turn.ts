import type { mat4 } from '@gltf-transform/core'
import { vec3, type Axis, type Box, type Vec3 } from '../contract/vec3.ts'

/** A turn by 90°, right-handed about an axis or its opposite: `-X` brings what points along +Z to +Y. */
export type QuarterTurn = '+X' | '+Y' | '+Z' | '-X' | '-Y' | '-Z'

const ABOUT: Readonly<Record<string, Axis>> = { X: 0, Y: 1, Z: 2 }

const aboutOf = (turn: QuarterTurn): Axis => ABOUT[turn[1] ?? ''] ?? 0

/** The two axes that a turn exchanges: `from` turns into `to`, and `to` into the opposite of `from`. */
function exchanged(turn: QuarterTurn): readonly [from: Axis, to: Axis] {
  const [next, last] = [((aboutOf(turn) + 1) % 3) as Axis, ((aboutOf(turn) + 2) % 3) as Axis]
  return turn.startsWith('+') ? [next, last] : [last, next]
}

/** The turn as a matrix; the identity for null. */
export function quarterTurn(turn: QuarterTurn | null): mat4 {
  const m: mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
  if (turn === null) return m
  const [from, to] = exchanged(turn)
  m[from * 4 + from] = m[to * 4 + to] = 0
  m[from * 4 + to] = 1
  m[to * 4 + from] = -1
  return m
}

/** The turn as a quaternion. */
export function turnQuaternion(turn: QuarterTurn | null): [number, number, number, number] {
  if (turn === null) return [0, 0, 0, 1]
  const sine = turn.startsWith('+') ? Math.SQRT1_2 : -Math.SQRT1_2
  return [...vec3((axis) => (axis === aboutOf(turn) ? sine : 0)), Math.SQRT1_2]
}

/** Sizes or scales per axis, after the turn. */
export function turnedSizes(turn: QuarterTurn | null, sizes: Vec3): Vec3 {
  if (turn === null) return sizes
  const [from, to] = exchanged(turn)
  return vec3((axis) => (axis === from ? sizes[to] : axis === to ? sizes[from] : sizes[axis]))
}

/** A box after the turn. */
export function turnedBox(turn: QuarterTurn | null, { min, max }: Box): Box {
  if (turn === null) return { min, max }
  const [from, to] = exchanged(turn)
  return {
    min: vec3((axis) => (axis === from ? -max[to] : axis === to ? min[from] : min[axis])),
    max: vec3((axis) => (axis === from ? -min[to] : axis === to ? max[from] : max[axis])),
  }
}
