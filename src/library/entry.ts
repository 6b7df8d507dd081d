import type { DiskUse } from '../contract/disk-use.ts'
import type { Session } from '../contract/session.ts'
import type { KeptResult } from '../result/kept-result.ts'
import type { SessionNote } from '../session/session-notes.ts'

/** A session as the library lists it, with what the browser keeps of it. */
export interface Entry {
  readonly code: string
  readonly name: string
  readonly starred: boolean
  /** Null where the upstream has forgotten it, or does not answer. */
  readonly session: Session | null
  /** Newest first. */
  readonly results: readonly KeptResult[]
  readonly createdAtMs: number | null
  /** When something last came of it. */
  readonly changedAtMs: number
  /** In the browser and on the engine's disk together. */
  readonly bytes: number
}

export interface Sources {
  readonly sessions: readonly Session[]
  readonly kept: readonly KeptResult[]
  readonly notes: readonly SessionNote[]
  readonly disk: DiskUse | null
  readonly nameOf: (code: string) => string
}

const timeOf = (text: string | null | undefined): number | null => {
  const ms = text ? Date.parse(text) : NaN
  return Number.isFinite(ms) ? ms : null
}

/** Values by their session's code, in their order. */
function bySession<T>(values: readonly T[], codeOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(codeOf(value))
    if (group) group.push(value)
    else groups.set(codeOf(value), [value])
  }
  return groups
}

/** What the upstream lists and what the browser keeps, as one list. Deleted sessions are not in it. */
export function entriesOf({ sessions, kept, notes, disk, nameOf }: Sources): readonly Entry[] {
  const noted = new Map(notes.map((note) => [note.code, note]))
  const known = new Map(sessions.map((session) => [session.code, session]))
  const results = bySession(
    kept.toSorted((one, other) => other.madeAtMs - one.madeAtMs),
    (one) => one.sessionCode,
  )
  const codes = new Set([...known.keys(), ...results.keys()])
  return [...codes].flatMap((code) => {
    const note = noted.get(code)
    const own = results.get(code) ?? []
    // Whoever makes another mesh of it has it again.
    if (note && note.deletedAtMs !== null && (own[0]?.madeAtMs ?? 0) <= note.deletedAtMs) return []
    const session = known.get(code) ?? null
    const createdAtMs = timeOf(session?.createdAt)
    const changedAtMs = Math.max(timeOf(session?.updatedAt) ?? 0, createdAtMs ?? 0, own[0]?.madeAtMs ?? 0)
    const bytes = own.reduce((sum, one) => sum + one.bytes, disk?.sessions[code] ?? 0)
    const starred = note?.starred ?? false
    return [{ code, name: nameOf(code), starred, session, results: own, createdAtMs, changedAtMs, bytes }]
  })
}
