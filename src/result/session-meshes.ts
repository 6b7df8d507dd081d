import { isSameMesh, resultOfKept, type KeptResult } from './kept-result.ts'
import { chosenResult, withPick, type Picks } from './result-choice.ts'
import type { ResultItem } from './result-item.ts'
import { spinOf, type Result } from './result.ts'

export interface SessionMeshes {
  /** Every mesh that can be shown, oldest first. */
  readonly items: readonly ResultItem[]
  /** The one that has just come and is not kept yet. */
  readonly fresh: Result | null
}

/** Only of its newest mesh has a session more files than the GLB that is kept. */
const resultNow = (kept: KeptResult, delivered: Result | null): Result =>
  delivered && isSameMesh(kept, delivered) ? resultOfKept(kept) : { ...resultOfKept(kept), formats: ['glb'] }

/**
 * The meshes of a session, from what the browser keeps of it, deleted ones among them, and the mesh that the session itself has to give. While
 * it is not known yet what is kept, nothing is fresh; and a deleted mesh does not come back for being the session's newest.
 */
export function sessionMeshes(kept: readonly KeptResult[] | null, delivered: Result | null): SessionMeshes {
  const rows = kept ?? []
  const isKept = delivered !== null && rows.some((one) => isSameMesh(one, delivered))
  const fresh = kept === null || isKept ? null : delivered
  const items = rows
    .filter(({ deletedAtMs }) => deletedAtMs === null)
    .map((one) => ({ result: resultNow(one, delivered), kept: one }))
  return { items: [...items, ...(fresh ? [{ result: fresh, kept: null }] : [])], fresh }
}

/** The artist's choices among the meshes of a session. */
export interface Choices {
  readonly picks: Picks
  /** Of the mesh that was chosen last, for where no session says what there is to choose from. */
  readonly spin: number | null | undefined
}

export const NO_CHOICES: Choices = { picks: new Map(), spin: undefined }

/** The spin whose meshes can be shown. `spin` is the draft's; undefined where no session says what there is to choose from. */
function spinAt(results: readonly Result[], spin: number | null | undefined, choices: Choices) {
  const newest = results.at(-1)
  return spin ?? choices.spin ?? (spin === undefined && newest ? spinOf(newest) : spin)
}

/** [TRUTH-1] The mesh that is staged, measured and downloaded. */
export function shownMesh(
  results: readonly Result[],
  spin: number | null | undefined,
  choices: Choices,
): Result | null {
  const at = spinAt(results, spin, choices)
  return at === undefined ? null : chosenResult(results, at, choices.picks)
}

/** The choices with one more: a mesh, among those of its spin. */
export function withChoice(
  choices: Choices,
  results: readonly Result[],
  spin: number | null | undefined,
  result: Result,
): Choices {
  const of = spinOf(result) ?? spinAt(results, spin, choices) ?? null
  return { picks: withPick(choices.picks, results, of, result), spin: of }
}
