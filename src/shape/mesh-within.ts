/**
 * Chooses the finest grid whose surface fits its budget of triangles: begins at the smallest step that is worth while, and
 * makes it coarser until the surface fits. Sizing by area alone was tried: an outline of many thin parts then came out in
 * steps of 17 pixels, since a flat face needs next to no triangles and the outline most of them.
 */
import { trianglesIn, type Part } from './close-surface.ts'
import { coverageGrid, maskArea, maskBounds } from './coverage-grid.ts'
import { silhouetteMesh, type Silhouette } from './silhouette.ts'
import type { Subject } from '../cutout/subject.ts'

/** Pixels of the smallest step: finer shows nothing more of a mask that is soft over a pixel or two. */
export const FINEST = 1.25

/** Builds on ever coarser silhouettes, from `step` pixels on, until `build` returns something; null means that it does not fit. */
export async function meshWithin<T>(
  subject: Subject,
  step: number,
  build: (silhouette: Silhouette) => Promise<T | null>,
): Promise<T> {
  for (let tried = Math.max(FINEST, step); ; tried *= 1.25) {
    const built = await build(silhouetteMesh(coverageGrid(subject, tried)))
    if (built) return built
  }
}

/** Grid triangles per triangle of the budget: enough that a collapse has a choice, few enough to be quick. */
const CHOICE = 1.7

/** Pixels of a step that fills `maxTriangles` with an even sheet. */
export function evenStep(subject: Subject, maxTriangles: number): number {
  return Math.sqrt((2 * maskArea(subject)) / (CHOICE * maxTriangles))
}

/** Steps along the longer side per fourth root of the budget: with a turntable's budget, a step is about one of its pixels. */
const OUTLINE_STEPS = 29
/** Most grid triangles per triangle of the budget, so that a subject that fills its picture takes no longer than others. */
const MOST_CHOICE = 4

/** Pixels of a step that draws a crisp outline, for sheets whose flat inside is left to the collapse. */
export function crispStep(subject: Subject, maxTriangles: number): number {
  const [left, top, right, bottom] = maskBounds(subject)
  const outline = Math.max(right - left, bottom - top) / (OUTLINE_STEPS * maxTriangles ** 0.25)
  return Math.max(outline, Math.sqrt((2 * maskArea(subject)) / (MOST_CHOICE * maxTriangles)))
}

/** How many shares are tried before the grid is made coarser. */
const TRIES = 3

/** Builds a body's parts with an ever smaller share of triangles for the first, until all together keep the budget; null when they do not. */
export async function withinBudget(
  maxTriangles: number,
  share: number,
  build: (share: number) => Promise<Part[]>,
): Promise<Part[] | null> {
  for (let tries = 0, current = share; tries < TRIES; tries++) {
    const parts = await build(current)
    const excess = trianglesIn(parts) - maxTriangles
    if (excess <= 0) return parts
    current = Math.min(current, (parts[0]?.mesh.indices.length ?? 0) / 3) - excess
    if (current <= 0) return null
  }
  return null
}
