import { vec3, type Vec3 } from '../contract/vec3.ts'
import type { Freedom } from './drag.ts'

const STOPS = [-0.5, 0, 0.5] as const

/** The 27 points of a box that artists aim for: corners, middles of edges and faces, and the centre; normalised. */
export const LATTICE: readonly Vec3[] = STOPS.flatMap((x) => STOPS.flatMap((y) => STOPS.map((z): Vec3 => [x, y, z])))

export const SNAP_PX = 8

/** A place on the screen, CSS pixels. */
export interface ScreenPoint {
  readonly x: number
  readonly y: number
}

/**
 * Moves the pivot to the lattice point that is nearest on the screen, if one is within `SNAP_PX`. Only the axes of its
 * freedom move: a drag along one axis snaps to that axis' stops. `project` returns null for what lies behind the eye.
 */
export function snap(pivot: Vec3, freedom: Freedom, project: (pivotNormalised: Vec3) => ScreenPoint | null): Vec3 {
  const at = project(pivot)
  if (!at) return pivot
  let best = pivot
  let bestPx: number = SNAP_PX
  const tried = new Set<string>()
  for (const point of LATTICE) {
    const candidate = vec3((axis) => (freedom.includes(axis) ? point[axis] : pivot[axis]))
    const key = candidate.join()
    if (tried.has(key)) continue
    tried.add(key)
    const there = project(candidate)
    const px = there ? Math.hypot(there.x - at.x, there.y - at.y) : Infinity
    if (px < bestPx) [best, bestPx] = [candidate, px]
  }
  return best
}

const PLACES = {
  x: ['left', '', 'right'],
  y: ['bottom', '', 'top'],
  z: ['back', '', 'front'],
} as const

/** For example `bottom centre` or `left top back corner`; null off the lattice. */
export function latticeName(pivot: Vec3): string | null {
  const stops = pivot.map((value) => STOPS.indexOf(value as (typeof STOPS)[number])) as [number, number, number]
  if (stops.includes(-1)) return null
  const words = [PLACES.x[stops[0]], PLACES.y[stops[1]], PLACES.z[stops[2]]].filter(Boolean)
  if (words.length === 3) return `${words.join(' ')} corner`
  return [...words, 'centre'].join(' ')
}

/** What a screen reader says, for example `Pivot: bottom centre, 0, -0.5, 0`. */
export function spokenPivot(pivot: Vec3): string {
  const name = latticeName(pivot)
  const numbers = pivot.map((value) => String(Number(value.toFixed(3)))).join(', ')
  return name ? `Pivot: ${name}, ${numbers}` : `Pivot: ${numbers}`
}
