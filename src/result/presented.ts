import { AS_IT_CAME, type RefitTarget } from './refit-target.ts'
import type { Result } from './result.ts'
import { chosenResult } from './result-choice.ts'

/** What a presentation shows in place of what the page shows: a mesh, or a spin that has none yet. */
export type Presented = { readonly result: Result } | { readonly result: null; readonly spin: number }

/** The mesh in the stage with its refit, and which of the session's spins is marked; null for none. */
export interface Staged {
  readonly result: Result | null
  readonly refit: RefitTarget
  readonly spin: number | null
}

/** What is on show: what is presented, else what the page itself has. */
export function stagedBy(presented: Presented | null, sessionCode: string, page: Staged): Staged {
  if (!presented) return page
  if (!presented.result) return { result: null, refit: AS_IT_CAME, spin: presented.spin }
  const { result } = presented
  return {
    result,
    refit: result.version === page.result?.version ? page.refit : AS_IT_CAME,
    spin: result.sessionCode === sessionCode ? (result.request.selected_spin_index ?? null) : null,
  }
}

/** The last mesh of a spin, or the spin itself. */
export function presentedSpin(results: readonly Result[], spin: number): Presented {
  const newest = chosenResult(results, spin, new Map())
  return newest ? { result: newest } : { result: null, spin }
}

/** Goes `step` items on, round and round; from an item that is not in the list the first step leads to the second. */
const stepped = <T>(items: readonly T[], current: T, step: number): T | undefined =>
  items[(Math.max(0, items.indexOf(current)) + step + items.length) % items.length]

/** Where an arrow leads: to the next mesh, or while there is none to the next spin; null where there is neither. */
export function nextPresented(
  {
    results,
    spins,
    page,
  }: { readonly results: readonly Result[]; readonly spins: readonly number[]; readonly page: Staged },
  current: Presented | null,
  step: 1 | -1,
): Presented | null {
  const version = stepped(
    results.map((result) => result.version),
    (current?.result ?? page.result)?.version ?? '',
    step,
  )
  const next = results.find((result) => result.version === version)
  if (next) return { result: next }
  const spin = stepped(spins, (current?.result === null ? current.spin : page.spin) ?? -1, step)
  return spin === undefined ? null : { result: null, spin }
}
