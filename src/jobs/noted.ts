import { readKept, writeKept } from '../ui/kept.ts'
import { isOfSession, readJob, type SessionJob } from './job.ts'

/**
 * [JOB-12] Requests of this very moment. The database has a job a moment after the click; a page that goes within it, by a reload
 * or a crash, would take the click with it.
 */
export interface Noted {
  /** Keeps a job until it is dropped, from now on and not later. */
  note(job: SessionJob): void
  drop(id: string): void
  /** What pages that have gone, or others that are just as far, have noted. */
  all(): readonly SessionJob[]
}

const PREFIX = 'plinth-noted-'

/** In the browser's storage that writes at once, a key for each, so that tabs do not write over each other. */
export const notedInBrowser: Noted = {
  note: (job) => writeKept(PREFIX + job.id, job),
  drop(id) {
    try {
      localStorage.removeItem(PREFIX + id)
    } catch {
      // Denied, so nothing was noted.
    }
  },
  all() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
      return keys.map((key) => readJob(readKept(key))).filter((job) => job !== null && isOfSession(job))
    } catch {
      return []
    }
  },
}
