import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { intentOf } from '../contract/preview-request.ts'
import { isOpen, jobSchema, type Job } from './job.ts'

interface JobsDb extends DBSchema {
  jobs: { key: string; value: unknown }
}

/** The newest job of each session, kept in the browser, so that a reload finds it where it really is. */
export interface JobShelf {
  /** False when the browser keeps nothing (private window, full disk): jobs then live as long as the page. */
  readonly keeps: boolean
  get(sessionCode: string): Promise<Job | null>
  put(job: Job): Promise<void>
  /** Puts a job unless one that asks for the same is still open, in this tab or another; returns the one that holds. */
  claim(job: Job): Promise<Job>
}

const DB_NAME = 'plinth'
const DB_VERSION = 1

/** [JOB-3] An intent that nothing was heard of for this long does not hold up a new one. */
const HOLDS_FOR_MS = 20 * 60_000

const read = (value: unknown): Job | null => jobSchema.safeParse(value).data ?? null

const holds = (held: Job | null, job: Job): held is Job =>
  held !== null &&
  isOpen(held) &&
  job.startedAtMs - held.startedAtMs < HOLDS_FOR_MS &&
  intentOf(held.request) === intentOf(job.request)

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
      const held = read(await transaction.store.get(job.sessionCode))
      if (!holds(held, job)) await transaction.store.put(job, job.sessionCode)
      await transaction.done
      return holds(held, job) ? held : job
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
      const held = jobs.get(job.sessionCode) ?? null
      if (holds(held, job)) return held
      jobs.set(job.sessionCode, job)
      return job
    },
  }
}
