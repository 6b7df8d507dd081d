import type { KeptResult } from './kept-result.ts'

/** What has to go so that a new mesh fits. */
export interface RoomFor {
  /** Not starred, least recently used first. */
  readonly remove: readonly string[]
  /** Starred ones that would have to go besides; the artist is asked for these. */
  readonly askFor: readonly string[]
}

type Weighed = Pick<KeptResult, 'id' | 'bytes' | 'starred' | 'usedAtMs' | 'deletedAtMs'>

/**
 * Which of the kept results make room for `bytes` more within `budget`: those that are deleted already, then those that were not used for
 * longest, and starred ones only where those are not enough. Null when no room can be made: the new one alone is too large.
 */
export function roomFor(bytes: number, kept: readonly Weighed[], budget: number): RoomFor | null {
  if (bytes > budget) return null
  const rank = ({ deletedAtMs, starred }: Weighed) => (deletedAtMs !== null ? 0 : starred ? 2 : 1)
  // What was forgotten has no bytes to give, and its row must stay.
  const order = kept
    .filter((one) => one.bytes > 0)
    .toSorted((one, other) => rank(one) - rank(other) || one.usedAtMs - other.usedAtMs)
  let over = bytes + kept.reduce((sum, one) => sum + one.bytes, 0) - budget
  const going: Weighed[] = []
  for (const one of order) {
    if (over <= 0) break
    going.push(one)
    over -= one.bytes
  }
  const ids = (starred: boolean) => going.filter((one) => (rank(one) === 2) === starred).map(({ id }) => id)
  return { remove: ids(false), askFor: ids(true) }
}
