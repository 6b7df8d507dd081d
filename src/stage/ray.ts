/**
 * Where the pointer's ray meets axes and planes. Pure, in any one frame, without three.js. After Ericson, Real-Time
 * Collision Detection, §5.1.9 and §5.3.1.
 */
import { vec3, type Vec3 } from '../contract/vec3.ts'

export interface Ray {
  readonly origin: Vec3
  /** Need not be of unit length. */
  readonly direction: Vec3
}

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
export const minus = (a: Vec3, b: Vec3): Vec3 => vec3((axis) => a[axis] - b[axis])
export const plus = (a: Vec3, b: Vec3): Vec3 => vec3((axis) => a[axis] + b[axis])
export const times = (a: Vec3, factor: number): Vec3 => vec3((axis) => a[axis] * factor)
export const unit = (a: Vec3): Vec3 => times(a, 1 / Math.hypot(...a))

/** Below this sine the ray runs nearly along the axis, and a pixel would mean metres. */
const MIN_AXIS_SINE = 0.06
const MIN_PLANE_SINE = 0.04

/**
 * How far along an axis, in units of its length, the ray passes closest; null when the axis is seen end-on or the
 * closest point lies behind the eye.
 */
export function alongAxis(ray: Ray, origin: Vec3, axis: Vec3): number | null {
  const direction = unit(ray.direction)
  const length = Math.hypot(...axis)
  const along = times(axis, 1 / length)
  const cosine = dot(direction, along)
  const sineSquared = 1 - cosine * cosine
  if (sineSquared < MIN_AXIS_SINE * MIN_AXIS_SINE) return null
  const between = minus(origin, ray.origin)
  const onRay = (dot(between, direction) - cosine * dot(between, along)) / sineSquared
  if (onRay <= 0) return null
  return (cosine * dot(between, direction) - dot(between, along)) / sineSquared / length
}

/** Where the ray meets the plane through `point`; null when the plane is seen edge-on or lies behind the eye. */
export function onPlane(ray: Ray, point: Vec3, normal: Vec3): Vec3 | null {
  const direction = unit(ray.direction)
  const facing = dot(direction, unit(normal))
  if (Math.abs(facing) < MIN_PLANE_SINE) return null
  const distance = dot(minus(point, ray.origin), unit(normal)) / facing
  return distance > 0 ? plus(ray.origin, times(direction, distance)) : null
}
