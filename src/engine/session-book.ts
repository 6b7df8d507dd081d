/*
 * A change is told only once it is on disk, and changes of one session wait for one another (a chain of promises each), so that
 * none starts from a state that is about to be replaced. Progress alone stays in memory. A lock over all sessions was not chosen:
 * one slow write would hold up every other session.
 */
import type { SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'

type Change = (record: SessionRecord) => Partial<SessionRecord>

/** All sessions in memory, written through to their folders; and how far the work of each is, which no restart needs. */
export interface SessionBook {
  get(code: string): SessionRecord | undefined
  /** Newest first. */
  all(): SessionRecord[]
  add(record: SessionRecord): Promise<void>
  /** Changes a record that is still there, once the change is on disk: what is told to anyone survives a restart. */
  update(code: string, change: Change): Promise<void>
  /** The same, but the change holds in memory though it could not be written: a failure must be told on a full disk too. */
  insist(code: string, change: Change): Promise<void>
  remove(code: string): Promise<void>
  percentOf(record: SessionRecord): number
  setPercent(code: string, percent: number): void
}

export function createSessionBook(store: SessionStore, loaded: readonly SessionRecord[], now: () => Date): SessionBook {
  const records = new Map(loaded.map((record) => [record.code, record]))
  const percents = new Map<string, number>()
  /** The last change of each session that is under way; the next one starts from what it leaves. */
  const turns = new Map<string, Promise<void>>()

  function inTurn(code: string, work: () => Promise<void>): Promise<void> {
    const done = (turns.get(code) ?? Promise.resolve()).then(work)
    const over = done
      .catch(() => {})
      .then(() => {
        if (turns.get(code) === over) turns.delete(code)
      })
    turns.set(code, over)
    return done
  }

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
    // Reversed first: of two made in the same millisecond, the one that came later is the newer.
    all: () => [...records.values()].toReversed().toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    async add(record) {
      await store.save(record)
      records.set(record.code, record)
    },
    update: (code, change) => inTurn(code, () => make(code, change, 'dropped')),
    insist: (code, change) => inTurn(code, () => make(code, change, 'kept')),
    async remove(code) {
      records.delete(code)
      percents.delete(code)
      // A write under way would make the folder again.
      await turns.get(code)
      await store.remove(code)
    },
    percentOf: ({ code, pending, status }) =>
      pending.length > 0 || status.endsWith('_failed') ? (percents.get(code) ?? 0) : 100,
    setPercent: (code, percent) => void percents.set(code, Math.min(99, Math.floor(percent))),
  }
}
