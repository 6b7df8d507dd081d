/**
 * Slab: the silhouette cut from a plate with a rounded bevel on both edges, holes and all. The bevel is a quarter
 * circle of the exact distance to the outline; parts narrower than two bevels meet in a soft ridge.
 * Offsetting the outline polygon inward was rejected: offsets of thin parts cross themselves, a distance cannot.
 */
import { SurfaceBuilder, wallBetween } from './close-surface.ts'
import { maskBounds } from './coverage-grid.ts'
import { meshWithin } from './mesh-within.ts'
import { nearestOutline } from './nearest-outline.ts'
import { bevelHeight, drawToRim, liftSheet } from './sheet.ts'
import type { Subject } from './subject.ts'
import type { Surface } from './surface.ts'

/** Thickness and bevel as parts of the subject's shorter side. */
export const SLAB_THICKNESS = 0.18
const SLAB_BEVEL = 0.045

/** A bevelled plate of at most `maxTriangles`. */
export async function buildSlab(subject: Subject, { maxTriangles }: { maxTriangles: number }): Promise<Surface> {
  const side = shorterSide(subject)
  const bevel = SLAB_BEVEL * side
  const rimDepth = (SLAB_THICKNESS / 2) * side - bevel
  const { silhouette, sheet } = await meshWithin(subject, maxTriangles / 3, (flat) => {
    const nearest = nearestOutline(flat, bevel)
    const planar = drawToRim(flat, nearest, () => (bevel > 2 * flat.grid.step ? bevel : 0))
    return liftSheet(flat, planar, (v) => rimDepth + bevelHeight(planar.distance[v]!, bevel), rimDepth)
  })
  const builder = new SurfaceBuilder()
  builder.add('front', sheet)
  builder.add('back', { ...sheet, positions: sheet.positions.map((value, k) => (k % 3 === 2 ? -value : value)) }, { turned: true })
  builder.add('side', wallBetween(silhouette, rimDepth, -rimDepth))
  return builder.finish()
}

/** The shorter side of the silhouette's bounds, in pixels. */
export function shorterSide(subject: Subject): number {
  const [left, top, right, bottom] = maskBounds(subject)
  return Math.min(right - left, bottom - top)
}
