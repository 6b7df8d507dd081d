import type { SessionBook } from './session-book.ts'
import type { Job, SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'
import type { WorkerPool } from './worker-pool.ts'

/** What a session says while all threads work for others. */
export const WAITING = 'Waiting for the work before it'

/** What the work on a job needs. */
export interface JobTools {
  readonly store: SessionStore
  readonly book: SessionBook
  readonly newId: () => string
  /** Sets a session's percent by the share of a job that is done, 0…1. */
  setProgress(code: string, job: Job, share: number): void
  /** The pool's, but for no session that is being cancelled. */
  readonly run: WorkerPool['run']
  /** Ends the threads that work for a session. */
  readonly cancel: WorkerPool['cancel']
}

export const without = (record: SessionRecord, job: Job): Job[] => record.pending.filter(({ key }) => key !== job.key)

/** Puts `message` into the session at the first call. If it cannot be written, the job's own next write says so. */
export function onceBegun({ book }: JobTools, code: string, message: string): () => void {
  let said = false
  return () => {
    if (!said) book.update(code, () => ({ message })).catch(() => {})
    said = true
  }
}

/** Waits for all. The first failure ends the rest, and is thrown once nothing of it can write any more. */
export async function allOrNone({ cancel }: JobTools, code: string, tasks: readonly Promise<void>[]): Promise<void> {
  try {
    await Promise.all(tasks)
  } catch (error) {
    await cancel(code)
    await Promise.allSettled(tasks)
    throw error
  }
}
