import { intentOf } from '../contract/preview-request.ts'
import { tableOf, type Table } from '../storage/storage.ts'
import { isOpen, jobSchema, type Job } from './job.ts'

/** The jobs kept in the browser, so that a reload finds them. */
export interface JobShelf {
  /** False when the browser keeps nothing (private window, full disk): jobs then live as long as the page. */
  keeps(): Promise<boolean>
  /** The newest job of a session. */
  newest(sessionCode: string): Promise<Job | null>
  put(job: Job): Promise<void>
  /** Puts a job unless one with the same request is still open, in this tab or another; returns whichever stands. */
  claim(job: Job): Promise<Job>
}

/** [JOB-3] A job older than this does not hold back a new one with the same request. */
const HOLDS_BACK_FOR_MS = 20 * 60_000

export const readJob = (row: unknown): Job | null => jobSchema.safeParse(row).data ?? null

const newestOf = (jobs: readonly Job[]): Job | null =>
  jobs.toSorted((one, other) => one.startedAtMs - other.startedAtMs).at(-1) ?? null

const holdsBack = (kept: Job, job: Job): boolean =>
  isOpen(kept) &&
  job.startedAtMs - kept.startedAtMs < HOLDS_BACK_FOR_MS &&
  intentOf(kept.request) === intentOf(job.request)

export function jobShelf(table: Table<Job> = tableOf('jobs', { read: readJob })): JobShelf {
  return {
    keeps: table.keeps,
    newest: async (code) => newestOf(await table.all(code)),
    put: (job) => table.put(job),
    async claim(job) {
      let stands = job
      // One transaction, so that of two tabs only one finds nothing there.
      await table.change((jobs) => {
        stands = jobs.find((kept) => holdsBack(kept, job)) ?? job
        return stands === job ? { put: [job] } : {}
      }, job.sessionCode)
      return stands
    },
  }
}
