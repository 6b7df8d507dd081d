import { AS_IT_CAME, type RefitTarget } from './refit-target.ts'
import type { Result } from './result.ts'
import type { Kept } from './shelf.ts'

/** What a presentation shows in place of what the page shows: a mesh of the visit, or a spin that has none yet. */
export type Presented = { readonly kept: Kept } | { readonly kept: null; readonly spin: number }

/** The mesh in the stage with its refit, and which of the session's spins is marked; null for none. */
export interface Staged {
  readonly result: Result | null
  readonly refit: RefitTarget
  readonly spin: number | null
}

/** What is on show: what is presented, else what the page itself has. */
export function stagedBy(presented: Presented | null, sessionCode: string, page: Staged): Staged {
  if (!presented) return page
  if (!presented.kept) return { result: null, refit: AS_IT_CAME, spin: presented.spin }
  const { result } = presented.kept
  return {
    result,
    refit: result.version === page.result?.version ? page.refit : AS_IT_CAME,
    spin: result.sessionCode === sessionCode ? (result.request.selected_spin_index ?? null) : null,
  }
}

/** The last mesh of a spin, or the spin itself. */
export function presentedSpin(kept: readonly Kept[], sessionCode: string, spin: number): Presented {
  const newest = kept.findLast(
    ({ result }) => result.sessionCode === sessionCode && result.request.selected_spin_index === spin,
  )
  return newest ? { kept: newest } : { kept: null, spin }
}

/** Goes `step` items on, round and round; from an item that is not in the list the first step leads to the second. */
const stepped = <T>(items: readonly T[], current: T, step: number): T | undefined =>
  items[(Math.max(0, items.indexOf(current)) + step + items.length) % items.length]

/** Where an arrow leads: to the next mesh of the visit, or while there is none to the next spin; null where there is neither. */
export function nextPresented(
  { kept, spins, page }: { readonly kept: readonly Kept[]; readonly spins: readonly number[]; readonly page: Staged },
  current: Presented | null,
  step: 1 | -1,
): Presented | null {
  const version = stepped(
    kept.map(({ result }) => result.version),
    (current?.kept?.result ?? page.result)?.version ?? '',
    step,
  )
  const next = kept.find(({ result }) => result.version === version)
  if (next) return { kept: next }
  const spin = stepped(spins, (current?.kept === null ? current.spin : page.spin) ?? -1, step)
  return spin === undefined ? null : { kept: null, spin }
}
