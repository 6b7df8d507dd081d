/**
 * Fewer triangles where the surface is calm, by quadric collapse (Garland & Heckbert 1997, meshoptimizer's code).
 *
 * A sheet is simplified before its halves are joined, with the rim and the first ring inside it locked: the rim stays
 * the very same points for every sheet that shares it, and no inner edge can come to join two rim vertices. Collapsing
 * the closed mesh instead does both, and leaves edges with four triangles where parts are thin.
 * Collapsing by error alone folded calm domes into specks; a little regularisation and the repair below do not.
 */
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'
import type { Sheet } from './sheet.ts'

/** Times a collapse is repeated with the spots locked where it folded the sheet. */
const REPAIRS = 2

/** The sheet with at most `maxTriangles`, or as near to it as the locked rim allows. */
export async function simplifySheet(sheet: Sheet, rimStart: number, maxTriangles: number): Promise<Sheet> {
  if (sheet.indices.length <= 3 * maxTriangles) return sheet
  await MeshoptSimplifier.ready
  const locked = lockRim(sheet, rimStart)
  const collapse = () =>
    MeshoptSimplifier.simplifyWithAttributes(
      sheet.indices, sheet.positions, 3, sheet.texels, 2, [0, 0], locked, 3 * Math.floor(maxTriangles), 1e9, ['ErrorAbsolute', 'RegularizeLight'],
    )[0]
  let indices = collapse()
  for (let repair = 0; repair < REPAIRS && lockFolds(sheet, indices, locked) > 0; repair++) indices = collapse()
  return { ...sheet, indices: indices.slice() }
}

/** A sheet faces the front everywhere; where a triangle does not, its corners are locked. How many did not. */
function lockFolds({ positions }: Sheet, indices: Uint32Array, locked: Uint8Array): number {
  let folds = 0
  for (let k = 0; k < indices.length; k += 3) {
    const [a, b, c] = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
    const [ax, ay] = [positions[3 * a]!, positions[3 * a + 1]!]
    const area =
      (positions[3 * b]! - ax) * (positions[3 * c + 1]! - ay) - (positions[3 * c]! - ax) * (positions[3 * b + 1]! - ay)
    if (area > 0) continue
    folds++
    for (const corner of [a, b, c]) locked[corner] = 1
  }
  return folds
}

function lockRim({ indices, positions }: Sheet, rimStart: number): Uint8Array {
  const locked = new Uint8Array(positions.length / 3)
  for (let k = 0; k < indices.length; k += 3) {
    const corners = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
    if (corners.some((corner) => corner >= rimStart)) for (const corner of corners) locked[corner] = 1
  }
  return locked
}
