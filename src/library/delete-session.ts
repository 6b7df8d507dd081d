import { isGone } from '../contract/api-error.ts'
import { isSampleCode } from '../contract/sample.ts'
import { forgetSeen } from '../offline/seen.ts'
import { keptResults } from '../result/kept-results.ts'
import { settleNotKept } from '../result/mesh-query.ts'
import { UNDO_DELETE_MS } from '../result/mesh-shelf.ts'
import { deleteSession } from '../session/own-calls.ts'
import { sessionNotes, type SessionNote } from '../session/session-notes.ts'
import { createStore } from '../ui/store.ts'
import type { Entry } from './entry.ts'

/** Codes of those that were deleted for good in this visit: an older list still has them. */
export const goneForGood = createStore<ReadonlySet<string>>(new Set())

/** What was deleted in this visit and can be brought back, the last one first. */
export const deletedLately = createStore<readonly Entry[]>([])

export interface Deleting {
  /** Sessions are the local engine's, which deletes them for good. */
  readonly local: boolean
  /** Whether a request of the session waits or is under way. */
  readonly isInUse: (code: string) => boolean
}

const mark = (code: string, deletedAtMs: number | null) =>
  sessionNotes.change([code], (note) => ({ ...note, deletedAtMs }))

const forgetLately = (code: string) => deletedLately.set(deletedLately.get().filter((one) => one.code !== code))

/** Takes a session and its kept meshes out of sight. Until the time to undo it is over, `bringBack` undoes it. */
export async function deleteEntry(entry: Entry, deleting: Deleting): Promise<void> {
  const { code, results } = entry
  const ids = results.map(({ id }) => id)
  const nowMs = Date.now()
  await mark(code, nowMs)
  try {
    await keptResults.remove(ids, nowMs)
  } catch (error) {
    await mark(code, null)
    throw error
  }
  ids.forEach(settleNotKept)
  if (!isSampleCode(code)) void forgetSeen(code).catch(() => {})
  forgetLately(code)
  deletedLately.set([entry, ...deletedLately.get()])
  setTimeout(() => forgetLately(code), UNDO_DELETE_MS)
  // The dialog may be closed by then.
  setTimeout(() => void sweepDeleted(deleting).catch(() => {}), UNDO_DELETE_MS + 1000)
}

export async function bringBack({ code, results }: Entry): Promise<void> {
  await keptResults.restore(results.map(({ id }) => id))
  await mark(code, null)
  forgetLately(code)
}

/** The note on a session that was deleted long enough ago, as of now: it may have been brought back meanwhile. */
async function dueNote(code: string, nowMs: number): Promise<SessionNote | null> {
  const note = (await sessionNotes.all()).find((one) => one.code === code)
  if (!note || note.deletedAtMs === null) return null
  return Math.abs(nowMs - note.deletedAtMs) > UNDO_DELETE_MS ? note : null
}

/** Whether a mesh was made of a session since it was deleted. */
const isMadeAgain = async ({ code, deletedAtMs }: SessionNote): Promise<boolean> =>
  (await keptResults.list(code)).some(({ madeAtMs }) => madeAtMs > (deletedAtMs ?? 0))

/**
 * Deletes for good what was deleted long enough ago. One of which a mesh was made since stays, and one that is at work waits
 * for what comes of that. An upstream that deletes nothing goes on to list its sessions, so this browser's note on them stays.
 */
export async function sweepDeleted(deleting: Deleting, nowMs = Date.now()): Promise<void> {
  await keptResults.sweep(nowMs)
  for (const { code } of await sessionNotes.all()) {
    const note = await dueNote(code, nowMs)
    if (!note || deleting.isInUse(code)) continue
    if (await isMadeAgain(note)) await mark(code, null)
    else if (deleting.local) {
      if (!isSampleCode(code))
        await deleteSession(code).catch((error: unknown) => {
          if (!isGone(error)) throw error
        })
      goneForGood.set(new Set([...goneForGood.get(), code]))
      await sessionNotes.forget([code])
    }
  }
}
