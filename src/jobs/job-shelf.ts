import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { intentOf } from '../contract/preview-request.ts'
import { isOpen, jobSchema, type Job } from './job.ts'

interface JobsDb extends DBSchema {
  jobs: { key: string; value: unknown }
}

/** The newest job of each session, kept in the browser so that a reload finds it. */
export interface JobShelf {
  /** False when the browser keeps nothing (private window, full disk): jobs then live as long as the page. */
  readonly keeps: boolean
  get(sessionCode: string): Promise<Job | null>
  put(job: Job): Promise<void>
  /** Puts a job unless one with the same request is still open, in this tab or another; returns whichever stands. */
  claim(job: Job): Promise<Job>
}

const DB_NAME = 'plinth'
const DB_VERSION = 1

/** [JOB-3] A job older than this does not hold back a new one with the same request. */
const HOLDS_BACK_FOR_MS = 20 * 60_000

const read = (value: unknown): Job | null => jobSchema.safeParse(value).data ?? null

const holdsBack = (kept: Job | null, job: Job): kept is Job =>
  kept !== null &&
  isOpen(kept) &&
  job.startedAtMs - kept.startedAtMs < HOLDS_BACK_FOR_MS &&
  intentOf(kept.request) === intentOf(job.request)

/** Opens the shelf; where IndexedDB is denied, one in memory. Rows that cannot be read are left alone and count as none. */
export async function openJobShelf(): Promise<JobShelf> {
  try {
    return shelfIn(
      await openDB<JobsDb>(DB_NAME, DB_VERSION, {
        upgrade: (db) => void db.createObjectStore('jobs'),
      }),
    )
  } catch {
    return shelfInMemory()
  }
}

function shelfIn(db: IDBPDatabase<JobsDb>): JobShelf {
  return {
    keeps: true,
    get: async (code) => read(await db.get('jobs', code)),
    put: async (job) => void (await db.put('jobs', job, job.sessionCode)),
    async claim(job) {
      // One transaction, so that of two tabs only one finds nothing there.
      const transaction = db.transaction('jobs', 'readwrite')
      const kept = read(await transaction.store.get(job.sessionCode))
      const first = holdsBack(kept, job) ? kept : job
      if (first === job) await transaction.store.put(job, job.sessionCode)
      await transaction.done
      return first
    },
  }
}

export function shelfInMemory(): JobShelf {
  const jobs = new Map<string, Job>()
  return {
    keeps: false,
    get: async (code) => jobs.get(code) ?? null,
    put: async (job) => void jobs.set(job.sessionCode, job),
    async claim(job) {
      const kept = jobs.get(job.sessionCode) ?? null
      if (holdsBack(kept, job)) return kept
      jobs.set(job.sessionCode, job)
      return job
    },
  }
}
