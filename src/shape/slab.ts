/**
 * Slab: the silhouette cut from a plate with a rounded bevel on both edges, holes and all. The bevel is a quarter
 * circle of the exact distance to the outline; parts narrower than two bevels meet in a soft ridge.
 * Offsetting the outline polygon inward was rejected: offsets of thin parts cross themselves, a distance cannot.
 */
import { deepened, joinParts, wallBetween } from './close-surface.ts'
import { maskBounds } from './coverage-grid.ts'
import { crispStep, meshWithin, withinBudget } from './mesh-within.ts'
import { nearestOutline } from './nearest-outline.ts'
import { bevelHeight, drawToRim, liftSheet, swayed } from './sheet.ts'
import { simplifySheet } from './simplify.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Surface } from './surface.ts'

/** Thickness and bevel as parts of the subject's shorter side. */
export const SLAB_THICKNESS = 0.18
export const SLAB_BEVEL = 0.045

/** A bevelled plate of at most `maxTriangles`. */
export async function buildSlab(subject: Subject, { maxTriangles }: { maxTriangles: number }): Promise<Surface> {
  const side = shorterSide(subject)
  const bevel = SLAB_BEVEL * side
  const rimDepth = (SLAB_THICKNESS / 2) * side - bevel
  const parts = await meshWithin(subject, crispStep(subject, maxTriangles), async (flat) => {
    const nearest = nearestOutline(flat, bevel)
    const planar = drawToRim(flat, nearest, () => (bevel > 2 * flat.grid.step ? bevel : 0))
    const lifted = liftSheet(
      flat,
      swayed(flat, planar, bevel),
      (v) => rimDepth + bevelHeight(planar.distance[v]!, bevel),
      rimDepth,
    )
    return withinBudget(maxTriangles, 0.4 * maxTriangles, async (share) => {
      const sheet = await simplifySheet(lifted, flat.rimStart, share, 'none')
      return [
        { panel: 'front', mesh: sheet },
        { panel: 'back', mesh: deepened(sheet, -1), turned: true },
        { panel: 'side', mesh: wallBetween(sheet, flat, rimDepth, -rimDepth) },
      ]
    })
  })
  return joinParts(parts)
}

/** The shorter side of the silhouette's bounds, in pixels. */
export function shorterSide(subject: Subject): number {
  const [left, top, right, bottom] = maskBounds(subject)
  return Math.min(right - left, bottom - top)
}
