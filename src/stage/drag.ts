/**
 * Dragging a handle as a function of the pointer's ray. The handle keeps its distance from the pointer, so nothing
 * jumps on the first move.
 */
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { alongAxis, minus, onPlane, plus, unit, type Ray } from './ray.ts'

/** The axes that a handle may move along: one, two, or all three, which means in the plane of the screen. */
export type Freedom = readonly Axis[]

const AXIS_VECTORS: readonly [Vec3, Vec3, Vec3] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

/** Where the point is for a ray of the pointer; null where the view gives the pointer no meaning for this freedom. */
export type PointDrag = (ray: Ray) => Vec3 | null

/**
 * Starts a drag of `start` (stage metres). One axis moves along its line, two in their plane, three in the plane
 * through the point that faces the viewer.
 */
export function beginDrag(start: Vec3, freedom: Freedom, viewDirection: Vec3, grip: Ray): PointDrag {
  const [first, second, third] = freedom
  if (first === undefined) return () => null
  if (second === undefined) {
    const direction = AXIS_VECTORS[first]
    const gripped = alongAxis(grip, start, direction)
    return (ray) => {
      const now = alongAxis(ray, start, direction)
      if (now === null || gripped === null) return null
      return vec3((axis) => start[axis] + (axis === first ? now - gripped : 0))
    }
  }
  const normal = third === undefined ? AXIS_VECTORS[AXES.find((axis) => !freedom.includes(axis)) ?? 0] : viewDirection
  const gripped = onPlane(grip, start, normal)
  return (ray) => {
    const now = onPlane(ray, start, normal)
    if (now === null || gripped === null) return null
    const moved = minus(now, gripped)
    return plus(
      start,
      vec3((axis) => (freedom.includes(axis) ? moved[axis] : 0)),
    )
  }
}

/**
 * Sine of the angle to the line of sight below which an axis is seen end-on and a plane edge-on: a drag there means
 * nothing, or far too much.
 */
const MIN_SEEN_SINE = 0.17

/** Whether a handle of this freedom, seen in the direction `sight`, can be dragged sensibly. */
export function isSeen(freedom: Freedom, sight: Vec3): boolean {
  const [first, second, third] = freedom
  if (first === undefined) return false
  if (third !== undefined) return true
  const facing = unit(sight)
  if (second === undefined) return Math.hypot(...vec3((axis) => (axis === first ? 0 : facing[axis]))) > MIN_SEEN_SINE
  const normal = AXES.find((axis) => !freedom.includes(axis)) ?? 0
  return Math.abs(facing[normal]) > MIN_SEEN_SINE
}
