/**
 * Round: the silhouette inflated like a balloon. Depth is √u with Δu = −4 inside the outline and u = 0 on it, as in
 * "Repoussé" (Joshi & Carr 2008) and "Ink-and-Ray" (Sýkora et al. 2014, whose √ of a Poisson solution this is): a disc becomes a ball,
 * a bar an elliptic tube (√2 as deep as it is half wide, before ROUND_FRONT), and the surface z² = u(x, y) is smooth through the rim because ∇u does not vanish there.
 * Depth from the distance to the outline was passed over: it ridges along every medial axis.
 * The picture's shading adds no relief here: baked light read as form makes cheeks out of highlights; relief does that.
 */
import { deepened, joinParts } from './close-surface.ts'
import { nearestOutline, type NearestOutline } from './nearest-outline.ts'
import { poissonSlopes, solvePoisson, type Slopes } from './poisson.ts'
import { drawToRim, liftSheet, type Planar, type Sheet } from './sheet.ts'
import type { Silhouette } from './silhouette.ts'
import { evenStep, meshWithin, withinBudget } from './mesh-within.ts'
import { simplifySheet } from './simplify.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Surface } from './surface.ts'

/** Depth ÷ √u in front and behind. A ball would be 1 and 1, but houses and cars then look blown up; 0.85 still did. */
export const ROUND_FRONT = 0.7
export const ROUND_BACK = 0.58

/** Rings of the grid that are drawn towards the rim. */
const BAND_STEPS = 10

/** An inflated body of at most `maxTriangles`. */
export async function buildRound(subject: Subject, { maxTriangles }: { maxTriangles: number }): Promise<Surface> {
  const share = maxTriangles / 2
  const parts = await meshWithin(subject, evenStep(subject, share), async (silhouette) => {
    if (silhouette.next.length > RIM_SHARE * share) return null
    const inflated = inflate(silhouette)
    return withinBudget(maxTriangles, share, async (most) => {
      const sheet = await simplifySheet(inflated, silhouette.rimStart, most, 'ring')
      return [
        { panel: 'front', mesh: deepened(sheet, ROUND_FRONT) },
        { panel: 'back', mesh: deepened(sheet, -ROUND_BACK), turned: true },
      ]
    })
  })
  return joinParts(parts)
}

/** The outline's vertices may be this share of a half's triangles, so that most are left to the inside. */
const RIM_SHARE = 1 / 4

/** The half ball over the silhouette, its depth exactly √u. */
export function inflate(silhouette: Silhouette): Sheet {
  const { grid } = silhouette
  const { u } = solvePoisson(grid)
  const slopes = poissonSlopes(silhouette, u)
  const nearest = nearestOutline(silhouette, BAND_STEPS * grid.step)
  const planar = drawToRim(silhouette, nearest, (v) => Math.min(BAND_STEPS * grid.step, slopes.halfWidth[v]!))
  return liftSheet(
    silhouette,
    planar,
    (v) => Math.sqrt(Math.max(1e-3, movedHeight(silhouette, nearest, planar, slopes, v))),
    0,
  )
}

/** u where a vertex has moved to: the parabola through 0 at the outline with u and its slope at the grid vertex. */
export function movedHeight(
  silhouette: Silhouette,
  nearest: NearestOutline,
  planar: Planar,
  slopes: Slopes,
  v: number,
): number {
  const [u, part] = [slopes.u[v]!, planar.part[v]!]
  if (part >= 1) return u * part
  const rise = slopes.x[v]! * (silhouette.x[v]! - nearest.x[v]!) + slopes.y[v]! * (silhouette.y[v]! - nearest.y[v]!)
  const linear = Math.min(2 * u, Math.max(u, 2 * u - rise))
  return part * (linear + (u - linear) * part)
}
