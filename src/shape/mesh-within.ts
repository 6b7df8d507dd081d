/**
 * Chooses the grid's step so that a sheet is fine where it may be and the whole still fits its budget of triangles: it begins
 * as fine as is worth while and grows coarser until what is built fits. Sizing by the area alone was tried: an outline of many
 * thin parts then came out in steps of 17 pixels, since a flat face needs next to no triangles and the outline most of them.
 */
import { trianglesIn, type Part } from './close-surface.ts'
import { coverageGrid, maskArea, maskBounds } from './coverage-grid.ts'
import { silhouetteMesh, type Silhouette } from './silhouette.ts'
import type { Subject } from '../cutout/subject.ts'

/** Pixels of the smallest step: finer shows nothing more of a mask that is soft over a pixel or two. */
export const FINEST = 1.25

/** Builds on ever coarser silhouettes, from `step` pixels on, until `build` has what fits; it says null when it does not. */
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

/** Grid triangles per triangle asked for: enough that a collapse has a choice, few enough to be quick. */
const CHOICE = 1.7

/** Pixels of a step that fills `maxTriangles` with an even sheet. */
export function evenStep(subject: Subject, maxTriangles: number): number {
  return Math.sqrt((2 * maskArea(subject)) / (CHOICE * maxTriangles))
}

/** Steps along the longer side, per fourth root of the triangles asked for: a turntable's pixel for what a turntable is made of. */
const OUTLINE_STEPS = 29
/** Grid triangles per triangle at most, so that a subject that fills its picture takes no longer than others. */
const MOST_CHOICE = 4

/** Pixels of a step that draws a crisp outline, for sheets whose flat inside is left to the collapse. */
export function crispStep(subject: Subject, maxTriangles: number): number {
  const [left, top, right, bottom] = maskBounds(subject)
  const outline = Math.max(right - left, bottom - top) / (OUTLINE_STEPS * maxTriangles ** 0.25)
  return Math.max(outline, Math.sqrt((2 * maskArea(subject)) / (MOST_CHOICE * maxTriangles)))
}

/** Shares tried before a coarser grid is. */
const TRIES = 3

/** Gives the sheet of a body ever smaller shares of its triangles, until all its parts together keep the budget; null when they do not. */
export async function withinBudget(
  maxTriangles: number,
  share: number,
  build: (share: number) => Promise<Part[]>,
): Promise<Part[] | null> {
  for (let tries = 0, each = share; tries < TRIES; tries++) {
    const parts = await build(each)
    const excess = trianglesIn(parts) - maxTriangles
    if (excess <= 0) return parts
    each = Math.min(each, (parts[0]?.mesh.indices.length ?? 0) / 3) - excess
    if (each <= 0) return null
  }
  return null
}
