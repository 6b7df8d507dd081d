/**
 * Fewer triangles where the surface is calm, by quadric collapse (Garland & Heckbert 1997, meshoptimizer's code).
 *
 * A sheet is simplified before its halves are joined, with the rim and the first ring inside it locked: the rim stays
 * the very same points for every sheet that shares it, and no inner edge can come to join two rim vertices. Collapsing
 * the closed mesh instead did both, and left edges with four triangles where parts are thin.
 */
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'
import type { Sheet } from './sheet.ts'

/** A collapse this small, in pixels, is taken even when there are triangles to spare: it cannot be seen. */
const UNSEEN_PIXELS = 0.06

/** The sheet with at most `maxTriangles`, or as near to it as the locked rim allows. */
export async function simplifySheet(sheet: Sheet, rimStart: number, maxTriangles: number): Promise<Sheet> {
  await MeshoptSimplifier.ready
  const locked = lockRim(sheet, rimStart)
  const collapse = (indices: Uint32Array, triangles: number, error: number) =>
    MeshoptSimplifier.simplifyWithAttributes(
      indices, sheet.positions, 3, sheet.texels, 2, [0, 0], locked, 3 * Math.floor(triangles), error, ['ErrorAbsolute'],
    )[0]
  const calm = collapse(sheet.indices, Math.min(maxTriangles, 2000), UNSEEN_PIXELS)
  const indices = calm.length <= 3 * maxTriangles ? calm : collapse(calm, maxTriangles, 1e9)
  return { ...sheet, indices: indices.slice() }
}

function lockRim({ indices, positions }: Sheet, rimStart: number): Uint8Array {
  const locked = new Uint8Array(positions.length / 3)
  for (let k = 0; k < indices.length; k += 3) {
    const corners = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
    if (corners.some((corner) => corner >= rimStart)) for (const corner of corners) locked[corner] = 1
  }
  return locked
}
