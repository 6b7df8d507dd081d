import { readKept, writeKept } from '../ui/kept.ts'

/** What a first visit explains, in this order, one at a time. */
export const HINT_IDS = ['spin', 'size', 'pivot', 'generate'] as const

export type HintId = (typeof HINT_IDS)[number]

const KEY = 'plinth.hints'

/** The hints that this browser has not shown to their end. */
export function hintsLeft(): readonly HintId[] {
  const seen = readKept(KEY)
  return Array.isArray(seen) ? HINT_IDS.filter((id) => !seen.includes(id)) : HINT_IDS
}

/** Keeps for good that all but these are seen. */
export const keepHintsLeft = (left: readonly HintId[]): void =>
  writeKept(
    KEY,
    HINT_IDS.filter((id) => !left.includes(id)),
  )
