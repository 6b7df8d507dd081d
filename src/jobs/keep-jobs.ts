import { openDB } from 'idb'
import { jobSchema, type Job } from './job.ts'

/** Where jobs outlive the page. */
export interface JobKeep {
  load(): Promise<Job[]>
  save(job: Job): Promise<void>
  remove(sessionCode: string): Promise<void>
}

const STORE = 'jobs'

/** IndexedDB, one row per session. Rejects when the browser denies it. A row that cannot be read is left out, and the rest loads. */
export async function openJobKeep(name = 'plinth'): Promise<JobKeep> {
  const db = await openDB(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore(STORE)
    },
    // A newer page in another tab must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
  return {
    load: async () => (await db.getAll(STORE)).flatMap((row: unknown) => jobSchema.safeParse(row).data ?? []),
    save: async (job) => {
      await db.put(STORE, job, job.sessionCode)
    },
    remove: (sessionCode) => db.delete(STORE, sessionCode),
  }
}
