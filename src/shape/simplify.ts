/**
 * Fewer triangles where the surface is calm, by quadric collapse (Garland & Heckbert 1997, meshoptimizer's code).
 *
 * A sheet is simplified before its halves are joined. Where the halves meet in the rim, it and the first ring inside it are
 * locked: the rim stays the very same points for both, and no inner edge can come to join two rim vertices. Collapsing
 * the closed mesh instead does both, and leaves edges with four triangles where parts are thin. Where a wall stands between
 * the halves, the rim is simplified as well: locked, it took most of a spin's triangles, and the outline had to be coarse.
 * Collapsing by error alone folded calm domes into specks; a little regularisation and the repair below do not.
 */
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'
import { rimOf } from './rim.ts'
import type { Sheet } from './sheet.ts'

/** How often a collapse is repeated, with the spots locked where it folded the sheet. */
const REPAIRS = 3
/** A bevel is upright at the rim, and a chord of the rim may pass inside of its first ring: facing back by so much shows nowhere. */
const OVERHANG = -0.4

/** What a collapse must leave in place: the rim and the ring inside it, the rim alone, or nothing. */
export type Lock = 'ring' | 'rim' | 'none'

/** The sheet with at most `maxTriangles`, or as near to it as what is locked allows. */
export async function simplifySheet(sheet: Sheet, rimStart: number, maxTriangles: number, lock: Lock): Promise<Sheet> {
  if (sheet.indices.length <= 3 * maxTriangles) return sheet
  await MeshoptSimplifier.ready
  const locked = new Uint8Array(sheet.positions.length / 3)
  if (lock !== 'none') lockRim(sheet, rimStart, locked, lock)
  const collapse = () =>
    MeshoptSimplifier.simplifyWithAttributes(
      sheet.indices,
      sheet.positions,
      3,
      sheet.texels,
      2,
      [0, 0],
      locked,
      3 * Math.floor(maxTriangles),
      1e9,
      ['ErrorAbsolute', 'RegularizeLight'],
    )[0]
  const lean = lock === 'none' ? OVERHANG : 0
  let indices = collapse()
  for (let repair = 1; repair <= REPAIRS; repair++) {
    const faulty = lock === 'ring' ? [] : rimOf({ ...sheet, indices }).faults
    const spots = [...faulty, ...foldsOf(sheet, indices, lean)]
    if (spots.length === 0) return { ...sheet, indices: indices.slice() }
    lockAround(sheet.indices, spots, repair, locked)
    indices = collapse()
  }
  // A pinched sheet cannot be closed, so it is made again with more of it locked; a fold that remains is a mere speck.
  if (lock !== 'ring' && rimOf({ ...sheet, indices }).faults.length > 0)
    return simplifySheet(sheet, rimStart, maxTriangles, 'ring')
  return { ...sheet, indices: indices.slice() }
}

/** A sheet faces the front everywhere: the corners of triangles that lean back by more than `lean`, a part of their normal. */
function foldsOf({ positions }: Sheet, indices: Uint32Array, lean: number): number[] {
  const folds: number[] = []
  for (let k = 0; k < indices.length; k += 3) {
    const [a, b, c] = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
    const [ax, ay, az] = [positions[3 * a]!, positions[3 * a + 1]!, positions[3 * a + 2]!]
    const [ux, uy, uz] = [positions[3 * b]! - ax, positions[3 * b + 1]! - ay, positions[3 * b + 2]! - az]
    const [vx, vy, vz] = [positions[3 * c]! - ax, positions[3 * c + 1]! - ay, positions[3 * c + 2]! - az]
    const facing = ux * vy - vx * uy
    if (facing <= 0 && facing <= lean * Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, facing)) folds.push(a, b, c)
  }
  return folds
}

/** Locks vertices, and those that are up to `rings` edges away: a locked vertex alone does not keep others from collapsing into it. */
function lockAround(indices: Uint32Array, spots: readonly number[], rings: number, locked: Uint8Array): void {
  const near = new Uint8Array(locked.length)
  for (const vertex of spots) near[vertex] = 1
  for (let ring = 1; ring <= rings; ring++)
    for (let k = 0; k < indices.length; k += 3) {
      const [a, b, c] = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
      if (inRing(near[a]!, ring) || inRing(near[b]!, ring) || inRing(near[c]!, ring))
        for (const corner of [a, b, c]) near[corner] ||= ring + 1
    }
  for (let v = 0; v < locked.length; v++) if (near[v] !== 0) locked[v] = 1
}

const inRing = (mark: number, ring: number): boolean => mark > 0 && mark <= ring

function lockRim({ indices }: Sheet, rimStart: number, locked: Uint8Array, lock: Lock): void {
  locked.fill(1, rimStart)
  if (lock === 'rim') return
  for (let k = 0; k < indices.length; k += 3) {
    const corners = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
    if (corners.some((corner) => corner >= rimStart)) for (const corner of corners) locked[corner] = 1
  }
}
