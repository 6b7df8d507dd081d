import { expect, test } from 'vitest'
import { readSession, type Session } from '../../src/contract/session.ts'
import { SLOW_AFTER_MS, afterReload, isOpen, jobState, newJob, progressed, type Job } from '../../src/jobs/job.ts'
import { jobShelf, readJob } from '../../src/jobs/job-shelf.ts'
import { tableOf } from '../../src/storage/storage.ts'
import { tablesInMemory } from '../../src/storage/tables-in-memory.ts'

const START_MS = 1_000_000

const session = (fields: Record<string, unknown>): Session => {
  const read = readSession({ session_code: 'S_1', spins: [{ image_url: 'https://x.test/0' }], ...fields })
  if (!read) throw new Error('not a session')
  return read
}

const ready = session({ status: 'spin_generate_done', updated_at: '1' })
const older = session({ status: 'preview_done', updated_at: '1', preview_mesh_url_glb: 'https://x.test/old.glb' })
const newer = session({ status: 'preview_done', updated_at: '2', preview_mesh_url_glb: 'https://x.test/new.glb' })

const job = (before: Session, sent: Job['sent'] = { is: 'accepted' }): Job => ({
  ...newJob('j1', before, { selected_spin_index: 0 }, START_MS),
  sent,
})

test('a mesh that was there before the request is never taken for the new one', () => {
  expect(jobState(job(older), older, START_MS + 5000)).toMatchObject({ is: 'running', message: 'Waiting to start' })
  expect(jobState(job(older), newer, START_MS + 5000)).toEqual({ is: 'done', afterMs: 5000 })
})

const at = (query: string, updated_at: string) =>
  session({ status: 'preview_done', updated_at, preview_mesh_url_glb: `https://x.test/mesh.glb?${query}` })

test('an old mesh whose link is only signed anew is not taken for the new one', () => {
  const signed = job(at('sig=1&se=10', '1'))
  expect(jobState(signed, at('sig=2&se=11', '1'), START_MS + 60_000)).toMatchObject({
    is: 'running',
    message: 'Waiting to start',
  })
  expect(
    jobState(signed, at('sig=2&se=11', '2'), START_MS + 5000),
    'a new time tells that the request was taken',
  ).toMatchObject({ is: 'running' })
  expect(jobState(signed, at('sig=2&se=11&v=7', '2'), START_MS + 5000)).toMatchObject({ is: 'done' })
})

test('once the session was seen at work, the mesh that it ends with is the new one, under the old address too', () => {
  const end = session({ status: 'preview_done', updated_at: '3', preview_mesh_url_glb: 'https://x.test/old.glb' })
  const going = session({ status: 'training_preview', updated_at: '2', preview_mesh_url_glb: 'https://x.test/old.glb' })
  const begun = progressed(job(older), going, START_MS + 1000)
  expect(begun).toMatchObject({ begun: true, end: null })
  expect(progressed(begun, going, START_MS + 1500), 'nothing new, nothing written').toBe(begun)
  expect(progressed(begun, end, START_MS + 5000)).toMatchObject({ end: { is: 'done', afterMs: 5000 } })
  expect(progressed(job(older), end, START_MS + 5000)).toMatchObject({ begun: false, end: null })
  expect(progressed(job(older), end, START_MS + 20_000)).toMatchObject({ end: { is: 'done' } })
})

test('a refused request begins nothing and is not followed, whatever the session does', () => {
  const refused = job(ready, { is: 'refused', reason: 'No.', next: 'Change it.' })
  expect(progressed(refused, ready, START_MS)).toBe(refused)
})

test('while the session works, its own words and its percentage are shown', () => {
  const going = session({ status: 'training_preview', updated_at: '2', percentage: 40, message: 'Generating Mesh' })
  expect(jobState(job(ready), going, START_MS)).toEqual({
    is: 'running',
    status: 'training_preview',
    message: 'Generating Mesh',
    percent: 40,
    slow: false,
  })
})

test('an unknown status is shown as it is, and waited on', () => {
  const odd = session({ status: 'polishing', updated_at: '2' })
  expect(jobState(job(ready), odd, START_MS)).toMatchObject({ is: 'running', status: 'polishing' })
})

test('a failure gives its reason and the next step', () => {
  const failed = session({ status: 'preview_failed', updated_at: '2', message: 'Out of clay.' })
  expect(jobState(job(ready), failed, START_MS)).toMatchObject({
    is: 'failed',
    reason: 'Out of clay.',
    next: expect.stringMatching(/again/),
  })
})

test('a failure of the request before is not taken for this one’s', () => {
  const failed = session({ status: 'preview_failed', updated_at: '1', message: 'Out of clay.' })
  expect(jobState(job(failed), failed, START_MS + 1000)).toMatchObject({ is: 'running' })
})

test('a POST that broke is shown as sent and not confirmed until the session moves', () => {
  const unsure = job(ready, { is: 'unconfirmed', reason: 'It broke.' })
  expect(jobState(unsure, ready, START_MS + 60_000)).toEqual({ is: 'unconfirmed', reason: 'It broke.' })
  expect(jobState(unsure, newer, START_MS + 60_000)).toMatchObject({ is: 'done' })
  expect(isOpen(unsure)).toBe(true)
})

test('a page that was left in the middle of sending says so, and looks at the session', () => {
  const back = afterReload(job(ready, { is: 'sending' }))
  expect(jobState(back, ready, START_MS)).toEqual({ is: 'unconfirmed', reason: expect.stringMatching(/left/) })
  expect(jobState(back, newer, START_MS)).toMatchObject({ is: 'done' })
  expect(afterReload(job(ready))).toEqual(job(ready))
})

test('a refused request is over, with the reason and what to do', () => {
  const refused = job(ready, { is: 'refused', reason: 'At pivot_point[1]: too high.', next: 'Change it.' })
  expect(jobState(refused, ready, START_MS)).toEqual({
    is: 'failed',
    reason: 'At pivot_point[1]: too high.',
    next: 'Change it.',
  })
  expect(isOpen(refused)).toBe(false)
})

test('after a quarter of an hour it says that this takes longer than usual', () => {
  const going = session({ status: 'training_preview', updated_at: '2' })
  expect(jobState(job(ready), going, START_MS + SLOW_AFTER_MS)).toMatchObject({ slow: false })
  expect(jobState(job(ready), going, START_MS + SLOW_AFTER_MS + 1)).toMatchObject({ slow: true })
})

test('a session without times that keeps its mesh’s address is believed after a while', () => {
  const silent = session({ status: 'preview_done', preview_mesh_url_glb: 'https://x.test/same.glb' })
  expect(jobState(job(silent), silent, START_MS + 2000)).toMatchObject({ is: 'running' })
  expect(jobState(job(silent), silent, START_MS + 20_000)).toMatchObject({ is: 'done' })
})

const inMemory = () => {
  const tables = tablesInMemory()
  return jobShelf(tableOf('jobs', { read: readJob, storage: async () => tables }))
}

test('of two tabs with the same request, the first one’s job stands; another request is another job', async () => {
  const shelf = inMemory()
  const first = job(ready)
  const second = { ...first, id: 'j2' }
  const other = { ...first, id: 'j3', request: { selected_spin_index: 1 } }
  expect((await shelf.claim(first)).id).toBe('j1')
  expect((await shelf.claim(second)).id).toBe('j1')
  expect((await shelf.claim(other)).id).toBe('j3')
})

test('two tabs with differently signed links of the same spin have the same request', async () => {
  const shelf = inMemory()
  const first = { ...job(ready), request: { selected_spin_index: 0, selected_spin: 'https://x.test/0?sig=1' } }
  await shelf.claim(first)
  expect(
    (
      await shelf.claim({
        ...first,
        id: 'j2',
        request: { selected_spin: 'https://x.test/0?sig=2', selected_spin_index: 0 },
      })
    ).id,
  ).toBe('j1')
})

test('a job that has ended holds back no new one', async () => {
  const shelf = inMemory()
  await shelf.put({ ...job(ready), end: { is: 'done', afterMs: 1 } })
  expect((await shelf.claim({ ...job(ready), id: 'j2' })).id).toBe('j2')
})
