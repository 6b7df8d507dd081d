/*
 * A change shows only once it is on disk, and changes of one session take turns, so that none starts from a state that
 * is about to be replaced. Only progress stays in memory. A lock over all sessions was not chosen: one slow write would
 * hold up every other session.
 */
import type { SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'
import { createTurns } from './turns.ts'

type Change = (record: SessionRecord) => Partial<SessionRecord>

/** All sessions in memory, written through to their folders, and the progress of their work. */
export interface SessionBook {
  get(code: string): SessionRecord | undefined
  /** Newest first. */
  all(): SessionRecord[]
  add(record: SessionRecord): Promise<void>
  /** Changes a record, if it is still there, once the change is on disk: whatever was answered survives a restart. */
  update(code: string, change: Change): Promise<void>
  /**
   * The same, but the change holds in memory even if it cannot be written: a failure has to show on a full disk too.
   */
  insist(code: string, change: Change): Promise<void>
  remove(code: string): Promise<void>
  percentOf(record: SessionRecord): number
  setPercent(code: string, percent: number): void
}

export function createSessionBook(store: SessionStore, loaded: readonly SessionRecord[], now: () => Date): SessionBook {
  const records = new Map(loaded.map((record) => [record.code, record]))
  const percents = new Map<string, number>()
  const changes = createTurns()

  async function make(code: string, change: Change, unwritten: 'dropped' | 'kept'): Promise<void> {
    const record = records.get(code)
    if (!record) return
    const changed = { ...record, ...change(record), updatedAt: now().toISOString() }
    const hold = () => {
      if (records.has(code)) records.set(code, changed)
    }
    try {
      await store.save(changed)
    } catch (error) {
      if (unwritten === 'kept') hold()
      throw error
    }
    hold()
  }

  return {
    get: (code) => records.get(code),
    // Reversed first: of two made in the same millisecond, the later one is the newer.
    all: () => [...records.values()].toReversed().toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    async add(record) {
      await store.save(record)
      records.set(record.code, record)
    },
    update: (code, change) => changes.take(code, () => make(code, change, 'dropped')),
    insist: (code, change) => changes.take(code, () => make(code, change, 'kept')),
    async remove(code) {
      const record = records.get(code)
      // From here on, no change to it is written any more: that would make its folder again.
      records.delete(code)
      await changes.over(code)
      try {
        await store.remove(code)
        percents.delete(code)
      } catch (error) {
        if (record) records.set(code, record)
        throw error
      }
    },
    percentOf: ({ code, pending, status }) =>
      pending.length > 0 || status.endsWith('_failed') ? (percents.get(code) ?? 0) : 100,
    setPercent: (code, percent) => void percents.set(code, Math.min(99, Math.floor(percent))),
  }
}
