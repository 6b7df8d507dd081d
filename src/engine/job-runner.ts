/**
 * Does the jobs in the records: those of one session one after another, in the order of the requests, those of
 * different sessions side by side, the samples' spins after all else. A job leaves its record only when it is done or
 * has failed, so that a restart takes up whatever was cut off.
 */
import { ApiError } from '../contract/api-error.ts'
import { isSampleCode } from '../contract/sample.ts'
import { without, type JobTools } from './job-tools.ts'
import { makeMesh } from './make-mesh.ts'
import { makeSpins } from './make-spins.ts'
import { percentOfWork } from './progress.ts'
import { reasonOf } from './reason-of.ts'
import type { SessionBook } from './session-book.ts'
import type { Job, SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'
import { TaskError, type WorkerPool } from './worker-pool.ts'

export interface JobRunnerOptions {
  readonly store: SessionStore
  readonly book: SessionBook
  readonly pool: WorkerPool
  readonly newId: () => string
  readonly warn: (message: string) => void
}

export interface JobRunner {
  /** Starts on a session's pending jobs, unless it has been started on them. */
  wake(code: string): void
  /** Ends the session's work and everything it has waiting. */
  cancel(code: string): Promise<void>
  close(): Promise<void>
}

const FAILED = { spins: 'spin_generate_failed', preview: 'preview_failed', refine: 'refine_failed' } as const

/** Whoever was told that a mesh is in the making waits for the mesh to fail, and for nothing else [CREATE-5]. */
const failedStatus = ({ kind }: Job, { goOnToMesh }: SessionRecord) =>
  FAILED[kind === 'spins' && goOnToMesh ? 'preview' : kind]

/** Spins that could not be made again leave the choice as it was. */
const choiceBefore = (job: Job, { enclosed }: SessionRecord): Partial<SessionRecord> =>
  job.kind === 'spins' && job.before && enclosed ? { enclosed: { ...enclosed, choice: job.before } } : {}

export function createJobRunner({ store, book, pool, newId, warn }: JobRunnerOptions): JobRunner {
  const working = new Map<string, Promise<void>>()
  /** Sessions that are being cancelled: no more work is begun for them. */
  const stopped = new Set<string>()
  let closing = false

  const run: WorkerPool['run'] = async (code, ...task) => {
    if (stopped.has(code)) throw new TaskError('Cancelled.', true)
    return pool.run(code, ...task)
  }
  const setProgress: JobTools['setProgress'] = (code, job, share) => {
    const record = book.get(code)
    if (record) book.setPercent(code, percentOfWork(record, job, share))
  }
  const tools: JobTools = { store, book, newId, setProgress, run, cancel: pool.cancel }

  async function fail(code: string, job: Job, error: unknown): Promise<void> {
    warn(`Session ${code}, ${job.kind}: ${reasonOf(error)}`)
    await book
      .insist(code, (record) => {
        const pending = without(record, job)
        // Whoever follows the waiting one must not take this failure for its own; the log has the reason.
        if (pending.some(({ kind }) => kind === job.kind)) return { pending }
        return { status: failedStatus(job, record), message: messageOf(error), pending, ...choiceBefore(job, record) }
      })
      .catch((unwritten: unknown) => warn(`Session ${code}: ${reasonOf(unwritten)}`))
  }

  async function work(code: string): Promise<void> {
    for (;;) {
      const job = book.get(code)?.pending[0]
      if (!job || closing || stopped.has(code)) {
        // Before anything is awaited, so that the next job finds nobody working and starts a new round.
        working.delete(code)
        return
      }
      setProgress(code, job, 0)
      try {
        await (job.kind === 'spins' ? makeSpins(tools, code, job, isSampleCode(code)) : makeMesh(tools, code, job))
      } catch (error) {
        if (!closing && !stopped.has(code) && book.get(code)) await fail(code, job, error)
      }
    }
  }

  return {
    wake(code) {
      if (closing || working.has(code) || !book.get(code)?.pending.length) return
      const done = work(code).catch((error: unknown) => {
        working.delete(code)
        warn(`Session ${code} stopped: ${reasonOf(error)}`)
      })
      working.set(code, done)
    },
    async cancel(code) {
      stopped.add(code)
      await pool.cancel(code)
      await working.get(code)
      stopped.delete(code)
    },
    async close() {
      closing = true
      await pool.close()
      await Promise.all(working.values())
    },
  }
}

/** What the artist reads: the reason itself where it was written for one. */
function messageOf(error: unknown): string {
  const reason = reasonOf(error)
  if ((error instanceof TaskError && error.forArtist) || error instanceof ApiError) return reason
  const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`
  return `The engine failed on this: ${sentence} Try again; if it fails again, try another image.`
}
