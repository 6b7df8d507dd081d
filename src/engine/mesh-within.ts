/** Chooses the grid's step so that a sheet is fine where it may be and still fits its share of the triangles. */
import { coverageGrid, maskArea } from './coverage-grid.ts'
import type { Sheet } from './sheet.ts'
import { silhouetteMesh, type Silhouette } from './silhouette.ts'
import { simplifySheet } from './simplify.ts'
import type { Subject } from './subject.ts'

/** Grid triangles per triangle asked for: enough that a collapse has a choice, few enough to be quick. */
const CHOICE = 1.7

/** Pixels of the smallest step: finer shows nothing more of a mask that is soft over a pixel or two. */
export const FINEST = 1.25

/** Lifts the silhouette and simplifies it to `maxTriangles`, with a grid coarse enough for the rim to leave most of them to the inside. */
export async function meshWithin(
  subject: Subject,
  maxTriangles: number,
  lift: (silhouette: Silhouette) => Sheet,
): Promise<{ silhouette: Silhouette; sheet: Sheet }> {
  for (let step = Math.max(FINEST, Math.sqrt((2 * maskArea(subject)) / (CHOICE * maxTriangles))); ; step *= 1.25) {
    const silhouette = silhouetteMesh(coverageGrid(subject, step))
    if (silhouette.next.length > maxTriangles / 6) continue
    // oxlint-disable-next-line no-await-in-loop -- a coarser step is only worth a try once this one has not fitted
    const sheet = await simplifySheet(lift(silhouette), silhouette.rimStart, maxTriangles)
    if (sheet.indices.length <= 3 * maxTriangles) return { silhouette, sheet }
  }
}
