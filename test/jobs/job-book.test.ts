import { expect, it } from 'vitest'
import { newJob, readJob, type Job } from '../../src/jobs/job.ts'
import { JobBook } from '../../src/jobs/job-book.ts'
import { tableOf } from '../../src/storage/storage.ts'
import { tablesInMemory } from '../../src/storage/tables-in-memory.ts'

const job = newJob('j1', { kind: 'preview', sessionCode: 'S_1', request: { selected_spin_index: 0 } }, 1000)

const full = () => Promise.reject(new DOMException('The disk is full.', 'QuotaExceededError'))

/** Adds the job unless it is there: what was shown before it is kept would decide that nothing is to be done. */
const adding = (jobs: readonly Job[]): readonly Job[] => (jobs.some(({ id }) => id === job.id) ? [] : [job])

it('a job that a full disk does not take stays on the page, through the moves that follow', async () => {
  const tables = tablesInMemory()
  let isFull = true
  const table = tableOf('jobs', {
    read: readJob,
    storage: async () => ({
      ...tables,
      keeps: true,
      table: (name) => {
        const raw = tables.table(name)
        return { ...raw, change: (decide, group) => (isFull ? full() : raw.change(decide, group)) }
      },
    }),
  })
  const book = new JobBook(table, () => {})
  await book.open()
  await book.moveAtOnce(adding, 'S_1')
  expect([book.list.map(({ id }) => id), book.jobs.get().kept]).toEqual([['j1'], false])
  isFull = false
  await book.move((jobs) => jobs.map((one) => ({ ...one, place: 7 })), 'S_1')
  expect(book.list.map(({ id, place }) => [id, place])).toEqual([['j1', 7]])
  expect((await table.all()).map(({ id, place }) => [id, place])).toEqual([['j1', 7]])
})
