import { ApiError } from '../contract/api-error.ts'
import { isSampleCode } from '../contract/sample.ts'
import { readKeptResult, type KeptResult } from '../result/kept-result.ts'
import { keptResults, UNDO_DELETE_MS } from '../result/kept-results.ts'
import { deleteSession } from '../session/own-calls.ts'
import { sessionNotes } from '../session/session-notes.ts'
import { tableOf } from '../storage/storage.ts'
import { createStore } from '../ui/store.ts'
import type { Entry } from './entry.ts'

/** Codes of those that were deleted for good in this visit: an older list still has them. */
export const goneForGood = createStore<ReadonlySet<string>>(new Set())

export interface Deleting {
  /** Sessions are the local engine's, which deletes them for good. */
  readonly local: boolean
}

const records = tableOf('results', { read: readKeptResult })

/** All of a session's in one transaction: one by one, a hundred would be a hundred readings of the whole list. */
async function markDeleted({ code, results }: Pick<Entry, 'code' | 'results'>, deletedAtMs: number | null) {
  const ids = new Set(results.map(({ id }) => id))
  const marked = (kept: KeptResult): KeptResult => ({ ...kept, deletedAtMs })
  await records.change((rows) => ({ put: rows.filter(({ id }) => ids.has(id)).map(marked) }), code)
}

/** Takes a session and its kept meshes out of sight. Until the time to undo it is over, `bringBack` undoes it. */
export async function deleteEntry({ code, results }: Entry, { local }: Deleting): Promise<void> {
  await sessionNotes.change([code], (note) => ({ ...note, deletedAtMs: Date.now() }))
  await markDeleted({ code, results }, Date.now())
  // The dialog may be closed by then.
  setTimeout(() => void sweepDeleted({ local }).catch(() => {}), UNDO_DELETE_MS + 1000)
}

export async function bringBack({ code, results }: Entry): Promise<void> {
  await markDeleted({ code, results }, null)
  await sessionNotes.change([code], (note) => ({ ...note, deletedAtMs: null }))
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.kind === 'not_found'

/**
 * Deletes for good what was deleted long enough ago. An upstream that deletes nothing goes on to list its sessions, so
 * this browser's note on them stays.
 */
export async function sweepDeleted({ local }: Deleting, nowMs = Date.now()): Promise<void> {
  await keptResults.sweep(nowMs)
  if (!local) return
  for (const { code, deletedAtMs } of await sessionNotes.all()) {
    if (deletedAtMs === null || Math.abs(nowMs - deletedAtMs) <= UNDO_DELETE_MS) continue
    if (!isSampleCode(code))
      await deleteSession(code).catch((error: unknown) => {
        if (!isGone(error)) throw error
      })
    goneForGood.set(new Set([...goneForGood.get(), code]))
    await sessionNotes.forget([code])
  }
}
