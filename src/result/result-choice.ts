import { spinOf, type Result } from './result.ts'

/** Which mesh of a spin the artist chose, and among which ones: when a newer one comes, that is shown. */
export interface Pick {
  readonly version: string
  readonly among: readonly string[]
}

/** By spin. */
export type Picks = ReadonlyMap<number | null, Pick>

/** The meshes that a spin can show: its own, and those of which nobody says whose they are. Oldest first, as they are given. */
const shownBy = (results: readonly Result[], spin: number | null): readonly Result[] =>
  results.filter((result) => spinOf(result) === spin || spinOf(result) === null)

/** Of these, the newest of the spin's own; where it has none, the newest of the others. */
const newestOf = (shown: readonly Result[], spin: number | null): Result | null =>
  shown.findLast((result) => spinOf(result) === spin) ?? shown.at(-1) ?? null

/** [TRUTH-1] What is selected is what is shown, measured and downloaded: of the chosen spin, the mesh that was picked, else the newest. */
export function chosenResult(results: readonly Result[], spin: number | null, picks: Picks): Result | null {
  const shown = shownBy(results, spin)
  const newest = newestOf(shown, spin)
  const pick = picks.get(spin)
  const holds = newest !== null && pick !== undefined && pick.among.includes(newest.version)
  return (holds ? shown.find(({ version }) => version === pick.version) : null) ?? newest
}

/** The picks with one more: a mesh that a spin can show, in place of the newest that it has now. */
export const withPick = (picks: Picks, results: readonly Result[], spin: number | null, { version }: Result): Picks =>
  new Map([...picks, [spin, { version, among: shownBy(results, spin).map((one) => one.version) }]])
