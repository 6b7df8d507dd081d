/**
 * A handle's drag as a function of the pointer's ray: where it began, and what it has become. The grip keeps its distance to
 * the pointer, so that nothing jumps on the first move.
 */
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { alongAxis, minus, onPlane, plus, unit, type Ray } from './ray.ts'

/** The axes a handle may move along: one, two, or all three in the plane of the screen. */
export type Freedom = readonly Axis[]

const AXIS_VECTORS: readonly [Vec3, Vec3, Vec3] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

/** Moves a point with the pointer; null where the view gives the pointer no meaning along this freedom. */
export type PointDrag = (ray: Ray) => Vec3 | null

/**
 * Starts a drag of `start` (stage metres). One axis moves along its line, two in their plane, three in the plane through the
 * point that faces the viewer.
 */
export function beginDrag(start: Vec3, freedom: Freedom, viewDirection: Vec3, grip: Ray): PointDrag {
  const [first, second, third] = freedom
  if (first === undefined) return () => null
  if (second === undefined) {
    const axis = AXIS_VECTORS[first]
    const held = alongAxis(grip, start, axis)
    return (ray) => {
      const now = alongAxis(ray, start, axis)
      if (now === null || held === null) return null
      return vec3((each) => start[each] + (each === first ? now - held : 0))
    }
  }
  const normal = third === undefined ? AXIS_VECTORS[AXES.find((axis) => !freedom.includes(axis)) ?? 0] : viewDirection
  const held = onPlane(grip, start, normal)
  return (ray) => {
    const now = onPlane(ray, start, normal)
    if (now === null || held === null) return null
    const moved = minus(now, held)
    return plus(
      start,
      vec3((axis) => (freedom.includes(axis) ? moved[axis] : 0)),
    )
  }
}

/** Below this sine to the line of sight an axis is seen end-on, and a plane edge-on: a drag would mean nothing, or far too much. */
const MIN_SEEN_SINE = 0.17

/** Whether a handle of this freedom is seen well enough to be dragged, along a line of sight. */
export function isSeen(freedom: Freedom, sight: Vec3): boolean {
  const [first, second, third] = freedom
  if (first === undefined) return false
  if (third !== undefined) return true
  const facing = unit(sight)
  if (second === undefined) return Math.hypot(...vec3((axis) => (axis === first ? 0 : facing[axis]))) > MIN_SEEN_SINE
  const normal = AXES.find((axis) => !freedom.includes(axis)) ?? 0
  return Math.abs(facing[normal]) > MIN_SEEN_SINE
}
