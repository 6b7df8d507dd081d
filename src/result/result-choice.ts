import { spinOf, type Result } from './result.ts'

/** Which mesh of a spin the artist chose, and over which newest one: when a newer one comes, that is shown. */
export interface Pick {
  readonly version: string
  readonly over: string
}

/** By spin. */
export type Picks = ReadonlyMap<number | null, Pick>

/** The meshes that a spin has: its own, or while it has none those of which nobody says whose they are. Oldest first, as they are given. */
export function resultsOfSpin(results: readonly Result[], spin: number | null): readonly Result[] {
  const own = results.filter((result) => spinOf(result) === spin)
  return own.length > 0 ? own : results.filter((result) => spinOf(result) === null)
}

/** [TRUTH-1] What is selected is what is shown, measured and downloaded: of the chosen spin, the mesh that was picked, else the newest. */
export function chosenResult(results: readonly Result[], spin: number | null, picks: Picks): Result | null {
  const own = resultsOfSpin(results, spin)
  const newest = own.at(-1) ?? null
  const pick = picks.get(spin)
  return (pick?.over === newest?.version ? own.find(({ version }) => version === pick?.version) : null) ?? newest
}

/** The picks with one more: a mesh of a spin, in place of the newest that it has now. */
export function withPick(picks: Picks, results: readonly Result[], spin: number | null, { version }: Result): Picks {
  const newest = resultsOfSpin(results, spin).at(-1)
  return newest ? new Map([...picks, [spin, { version, over: newest.version }]]) : picks
}
