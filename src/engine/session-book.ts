import type { SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'

/** All sessions in memory, written through to their folders; and how far the work of each is, which no restart needs. */
export interface SessionBook {
  get(code: string): SessionRecord | undefined
  /** Newest first. */
  all(): SessionRecord[]
  add(record: SessionRecord): Promise<void>
  /** Changes a record that is still there; a removed session stays removed. */
  update(code: string, change: (record: SessionRecord) => Partial<SessionRecord>): Promise<void>
  remove(code: string): Promise<void>
  percentOf(record: SessionRecord): number
  setPercent(code: string, percent: number): void
}

export function createSessionBook(store: SessionStore, loaded: readonly SessionRecord[], now: () => Date): SessionBook {
  const records = new Map(loaded.map((record) => [record.code, record]))
  const percents = new Map<string, number>()
  return {
    get: (code) => records.get(code),
    all: () => [...records.values()].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    async add(record) {
      await store.save(record)
      records.set(record.code, record)
    },
    async update(code, change) {
      const record = records.get(code)
      if (!record) return
      const changed = { ...record, ...change(record), updatedAt: now().toISOString() }
      records.set(code, changed)
      await store.save(changed)
    },
    async remove(code) {
      records.delete(code)
      percents.delete(code)
      await store.remove(code)
    },
    percentOf: (record) => (record.pending.length > 0 ? (percents.get(record.code) ?? 0) : 100),
    setPercent: (code, percent) => void percents.set(code, Math.min(99, Math.floor(percent))),
  }
}
