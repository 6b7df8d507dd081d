/** Where the eye stands and what it looks at, and how the hand moves them. Pure; stage metres. */
import type { Vec3 } from '../contract/vec3.ts'
import { minus, plus, times } from './ray.ts'

export interface Stand {
  readonly eye: Vec3
  readonly target: Vec3
}

export interface Reach {
  readonly min: number
  readonly max: number
}

/** The eye never enters the middle of the box, and the box never becomes a speck; in box radii. */
const NEAREST = 0.3
const FARTHEST = 100

export const reachAround = (boxRadiusMetres: number): Reach => ({
  min: NEAREST * boxRadiusMetres,
  max: FARTHEST * boxRadiusMetres,
})

/** `factor` times as near, about a point that keeps its place in the picture; within the reach. */
export function zoomed({ eye, target }: Stand, about: Vec3, factor: number, { min, max }: Reach): Stand {
  const distance = Math.hypot(...minus(eye, target))
  const scale = Math.min(max, Math.max(min, distance / factor)) / distance
  const towards = (point: Vec3): Vec3 => plus(about, times(minus(point, about), scale))
  return { eye: towards(eye), target: towards(target) }
}
