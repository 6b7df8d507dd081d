import { expect, test } from 'vitest'
import { readSession, type Session } from '../../src/contract/session.ts'
import { isActive, isOpen, newJob, readJob, type Job, type SessionJob, type State } from '../../src/jobs/job.ts'
import { jobState } from '../../src/jobs/job-state.ts'
import { ANSWER_WITHIN_MS, SLOW_AFTER_MS, step } from '../../src/jobs/step.ts'
import { DONE, sentJob } from '../fixtures/sent-job.ts'

const START_MS = 1_000_000

const session = (fields: Record<string, unknown>): Session => {
  const read = readSession({ session_code: 'S_1', spins: [{ image_url: 'https://x.test/0' }], ...fields })
  if (!read) throw new Error('not a session')
  return read
}

const ready = session({ status: 'spin_generate_done', updated_at: '1' })
const older = session({ status: 'preview_done', updated_at: '1', preview_mesh_url_glb: 'https://x.test/old.glb' })
const newer = session({ status: 'preview_done', updated_at: '2', preview_mesh_url_glb: 'https://x.test/new.glb' })

const job = (before: Session, state?: State): SessionJob =>
  sentJob('j1', before, { selected_spin_index: 0 }, START_MS, state)

const SENDING: State = { is: 'sending', sinceMs: START_MS, by: 'tab' }
const UNSURE = { is: 'unconfirmed', reason: 'It broke.', told: false, ended: true, maybe: [] } satisfies State
const REFUSED: State = { is: 'refused', reason: 'No.', next: 'Change it.' }

const heard = (one: SessionJob, now: Session, nowMs: number) => step(one, { is: 'heard', session: now }, nowMs)

/** What the artist is told once the session has been heard of. */
const shown = (one: SessionJob, now: Session, nowMs: number) => jobState(heard(one, now, nowMs), now, nowMs)

test('a mesh that was there before the request is never taken for the new one', () => {
  expect(shown(job(older), older, START_MS + 5000)).toMatchObject({ is: 'running', message: 'Waiting to start' })
  expect(shown(job(older), newer, START_MS + 5000)).toMatchObject({ is: 'done', afterMs: 5000 })
})

const at = (query: string, updated_at: string) =>
  session({ status: 'preview_done', updated_at, preview_mesh_url_glb: `https://x.test/mesh.glb?${query}` })

test('an old mesh whose link is only signed anew is not taken for the new one', () => {
  const signed = job(at('sig=1&se=10', '1'))
  expect(shown(signed, at('sig=2&se=11', '1'), START_MS + 60_000)).toMatchObject({
    is: 'running',
    message: 'Waiting to start',
  })
  expect(
    shown(signed, at('sig=2&se=11', '2'), START_MS + 5000),
    'a new time tells that the request was taken',
  ).toMatchObject({ is: 'running' })
  expect(shown(signed, at('sig=2&se=11&v=7', '2'), START_MS + 5000)).toMatchObject({ is: 'done' })
})

test('once the session was seen at work, the mesh that it ends with is the new one, under the old address too', () => {
  const end = session({ status: 'preview_done', updated_at: '3', preview_mesh_url_glb: 'https://x.test/old.glb' })
  const going = session({ status: 'training_preview', updated_at: '2', preview_mesh_url_glb: 'https://x.test/old.glb' })
  const begun = heard(job(older), going, START_MS + 1000)
  expect(begun.state).toEqual({ is: 'running', confirmed: true })
  expect(heard(begun, going, START_MS + 1500), 'nothing new, nothing written').toBe(begun)
  expect(heard(begun, end, START_MS + 5000).state).toMatchObject({ is: 'done', afterMs: 5000 })
  expect(heard(job(older), end, START_MS + 5000).state).toEqual({ is: 'waiting' })
  expect(heard(job(older), end, START_MS + 20_000).state).toMatchObject({ is: 'done' })
})

test('a refined mesh ends a job for one, and a preview does not', () => {
  const preview = { updated_at: '2', preview_mesh_url_glb: 'https://x.test/old.glb' }
  const refine: SessionJob = { ...job(older), kind: 'refine', request: {} }
  const before: SessionJob = { ...refine, before: { status: 'preview_done', updatedAt: '1', mesh: null } }
  const refining = session({ ...preview, status: 'training_refine', percentage: 30 })
  const refined = session({ ...preview, status: 'refine_done', mesh_url_glb: 'https://x.test/fine.glb' })
  expect(heard(before, newer, START_MS + 20_000).state).toEqual({ is: 'waiting' })
  const begun = heard(before, refining, START_MS + 1000)
  expect(begun.state).toMatchObject({ is: 'running' })
  expect(heard(begun, refined, START_MS + 9000).state).toMatchObject({ is: 'done', afterMs: 9000 })
})

test('what has ended stays as it ended, whatever is heard of its session or answered later', () => {
  for (const state of [REFUSED, DONE, { is: 'left' }, { is: 'failed', reason: 'No clay.' }] satisfies State[]) {
    const ended = job(ready, state)
    expect(heard(ended, newer, START_MS)).toBe(ended)
    expect(step(ended, { is: 'answered', sent: { is: 'accepted', code: null } }, START_MS)).toBe(ended)
    expect(isOpen(ended)).toBe(false)
  }
})

test('while the session works, its own words and its percentage are shown', () => {
  const going = session({ status: 'training_preview', updated_at: '2', percentage: 40, message: 'Generating Mesh' })
  expect(shown(job(ready), going, START_MS)).toEqual({
    is: 'running',
    status: 'training_preview',
    message: 'Generating Mesh',
    percent: 40,
    slow: false,
  })
})

test('an unknown status is shown as it is, and waited on', () => {
  const odd = session({ status: 'polishing', updated_at: '2' })
  expect(shown(job(ready), odd, START_MS)).toMatchObject({ is: 'running', status: 'polishing' })
})

test('a failure gives its reason and the next step', () => {
  const failed = session({ status: 'preview_failed', updated_at: '2', message: 'Out of clay.' })
  expect(shown(job(ready), failed, START_MS)).toMatchObject({
    is: 'failed',
    reason: 'Out of clay.',
    next: expect.stringMatching(/again/),
  })
})

test('a failure of the request before is not taken for this one’s', () => {
  const failed = session({ status: 'preview_failed', updated_at: '1', message: 'Out of clay.' })
  expect(shown(job(failed), failed, START_MS + 1000)).toMatchObject({ is: 'running' })
})

test('a POST that broke is shown as sent and not confirmed until the session moves', () => {
  const unsure = step(
    job(ready, SENDING),
    { is: 'answered', sent: { is: 'unconfirmed', reason: 'It broke.' } },
    START_MS + 10,
  )
  expect(shown(unsure, ready, START_MS + 60_000)).toMatchObject({ is: 'unconfirmed', reason: 'It broke.' })
  expect(shown(unsure, newer, START_MS + 60_000)).toMatchObject({ is: 'done' })
  expect(isOpen(unsure)).toBe(true)
})

test('a page that was left in the middle of sending says so, and looks at the session', () => {
  const back = step(job(ready, SENDING), { is: 'orphaned' }, START_MS)
  expect(shown(back, ready, START_MS)).toMatchObject({ is: 'unconfirmed', reason: expect.stringMatching(/left/) })
  expect(shown(back, newer, START_MS)).toMatchObject({ is: 'done' })
  expect(step(job(ready), { is: 'orphaned' }, START_MS)).toEqual(job(ready))
})

test('a POST that is not answered for a minute is waited for no longer, and its late answer counts', () => {
  const silent = (afterMs: number) => step(job(ready, SENDING), { is: 'silent' }, START_MS + afterMs)
  expect(silent(ANSWER_WITHIN_MS - 1).state).toEqual(SENDING)
  const late = silent(ANSWER_WITHIN_MS)
  expect(late.state).toMatchObject({ is: 'unconfirmed' })
  expect(step(late, { is: 'answered', sent: { is: 'accepted', code: null } }, START_MS + 90_000).state).toEqual({
    is: 'waiting',
  })
  expect(step(late, { is: 'answered', sent: { ...REFUSED } }, START_MS + 90_000).state).toEqual(REFUSED)
})

test('what the proxy says of an unconfirmed POST settles it, and what it has never seen is sent by the artist alone', () => {
  const unsure = job(ready, UNSURE)
  const told = (said: Parameters<typeof step>[1] & { is: 'told' }, afterMs = 1000) =>
    step(unsure, said, START_MS + afterMs).state
  expect(told({ is: 'told', told: { is: 'accepted', code: null } })).toEqual({ is: 'waiting' })
  expect(told({ is: 'told', told: { ...REFUSED } })).toEqual(REFUSED)
  expect(told({ is: 'told', told: { is: 'not known' } })).toEqual({ ...UNSURE, told: true })
  expect(told({ is: 'told', told: { is: 'unconfirmed', reason: 'Timed out.' } })).toEqual({
    ...UNSURE,
    reason: 'Timed out.',
    told: true,
  })
  expect(told({ is: 'told', told: { is: 'never seen' } })).toMatchObject({ is: 'queued', held: { until: 'artist' } })
  expect(told({ is: 'told', told: { is: 'never seen' } }, 24 * 60 * 60_000), 'the proxy forgets').toMatchObject({
    is: 'unconfirmed',
  })
})

test('that the proxy has not seen a request says nothing while it may still be on its way', () => {
  const neverSeen = (one: Job, afterMs: number) =>
    step(one, { is: 'told', told: { is: 'never seen' } }, START_MS + afterMs).state.is
  const picture = { name: 'duck', digest: 'd', file: new Blob(['duck']) }
  const upload: Job = {
    ...newJob('c1', { kind: 'create', sessionCode: null, picture } as const, START_MS),
    sends: 1,
    state: SENDING,
  }
  const silent = step(upload, { is: 'silent' }, START_MS + ANSWER_WITHIN_MS)
  expect(neverSeen(silent, 61_000), 'it takes long, and a relay takes in all of it first').toBe('unconfirmed')
  const broken = step(silent, { is: 'answered', sent: { is: 'unconfirmed', reason: 'It broke.' } }, START_MS + 90_000)
  expect(neverSeen(broken, 91_000), 'its sender knows that it is on its way no more').toBe('queued')
  expect(neverSeen(silent, 181_000), 'nobody waits for it any longer').toBe('queued')
  expect(neverSeen(step(job(ready, SENDING), { is: 'orphaned' }, START_MS), 16_000), 'a small one').toBe('queued')
})

test('a click that never left the computer is not called sent, and waits for the network', () => {
  const offline = { is: 'answered', sent: { is: 'never left', reason: 'You are offline.' } } as const
  const waits = step(job(ready, SENDING), offline, START_MS)
  expect(jobState(waits, ready, START_MS)).toEqual({ is: 'held', reason: 'You are offline.', until: 'online' })
  expect(step(waits, { is: 'online' }, START_MS).state).toEqual({ is: 'queued', held: null })
})

test('a refused request is over, with the reason and what to do', () => {
  expect(shown(job(ready, REFUSED), ready, START_MS)).toEqual({ is: 'failed', reason: 'No.', next: 'Change it.' })
  const moved = job(ready, { is: 'running', confirmed: false })
  const refused = { is: 'answered', sent: { ...REFUSED } } as const
  expect(step(moved, refused, START_MS).state, 'the session was at work on another request').toEqual(REFUSED)
  const confirmed = job(ready, { is: 'running', confirmed: true })
  expect(step(confirmed, refused, START_MS)).toBe(confirmed)
})

test('after a quarter of an hour it says that this takes longer than usual', () => {
  const going = session({ status: 'training_preview', updated_at: '2' })
  expect(shown(job(ready), going, START_MS + SLOW_AFTER_MS)).toMatchObject({ slow: false })
  expect(shown(job(ready), going, START_MS + SLOW_AFTER_MS + 1)).toMatchObject({ slow: true })
})

test('a session without times that keeps its mesh’s address is believed after a while', () => {
  const silent = session({ status: 'preview_done', preview_mesh_url_glb: 'https://x.test/same.glb' })
  expect(shown(job(silent), silent, START_MS + 2000)).toMatchObject({ is: 'running' })
  expect(shown(job(silent), silent, START_MS + 20_000)).toMatchObject({ is: 'done' })
})

test('a clock that was set back makes no time negative', () => {
  expect(heard(job(older), newer, START_MS - 60_000).state).toMatchObject({ is: 'done', afterMs: 0 })
})

const OLD_ROW = {
  id: 'j1',
  sessionCode: 'S_1',
  request: { selected_spin_index: 0 },
  startedAtMs: START_MS,
  before: { status: 'spin_generate_done', updatedAt: '1', mesh: null },
  begun: false,
  sent: { is: 'accepted' },
  end: null,
}

test('a job kept by an earlier Plinth is read with all that it holds', () => {
  expect(readJob(OLD_ROW)).toEqual({ ...job(ready), place: 0 })
  const states = [
    [{ begun: true }, { is: 'running', confirmed: true }],
    // Its request bore no mark by which the proxy could tell what came of it.
    [{ sent: { is: 'unconfirmed', reason: 'It broke.' } }, { ...UNSURE, told: true }],
    [{ sent: { is: 'sending' } }, expect.objectContaining({ is: 'unconfirmed', told: true })],
    [{ sent: REFUSED }, REFUSED],
    [{ end: { is: 'done', afterMs: 5 } }, { ...DONE, afterMs: 5, endedAtMs: START_MS + 5 }],
    [{ end: { is: 'left' } }, { is: 'left' }],
  ] as const
  for (const [fields, state] of states) expect(readJob({ ...OLD_ROW, ...fields })?.state).toEqual(state)
  expect(readJob({ ...OLD_ROW, request: 'corrupt' })).toBeNull()
  expect(readJob(job(ready, DONE)), 'and one of today as it is').toEqual(job(ready, DONE))
})

test('nothing but an answer ends a job: time that passes without one changes only how long it has taken', () => {
  const silent = session({ status: 'preview_done', preview_mesh_url_glb: 'https://x.test/same.glb' })
  const waits = heard(job(silent), silent, START_MS + 2000)
  expect(jobState(waits, silent, START_MS + 60_000)).toMatchObject({ is: 'running' })
  expect(shown(waits, silent, START_MS + 60_000)).toMatchObject({ is: 'done' })
})

const secondsOn = (seconds: number) => new Date(1_800_000_000_000 + 1000 * seconds).toISOString()

test('an answer that overtook a newer one tells nothing of the job', () => {
  const before = session({
    status: 'preview_done',
    updated_at: secondsOn(9),
    preview_mesh_url_glb: 'https://x.test/9.glb',
  })
  const late = session({ status: 'training_preview', updated_at: secondsOn(5) })
  const begun = session({ status: 'training_preview', updated_at: secondsOn(10) })
  expect(heard(job(before), late, START_MS + 1000).state).toEqual({ is: 'waiting' })
  expect(heard(job(before), begun, START_MS + 1000).state).toMatchObject({ is: 'running' })
})

const GOING = session({ status: 'training_preview', updated_at: '2' })

test('of a job that was left only its mesh counts, and until none can come it is still under way', () => {
  const left = (state: State) => step(job(ready, state), { is: 'left' }, START_MS)
  const running = left({ is: 'running', confirmed: true })
  expect([running.left, running.state.is, isActive(running), isOpen(running)]).toEqual([true, 'running', true, false])
  expect(jobState(running, GOING, START_MS)).toEqual({ is: 'left' })
  expect(heard(running, newer, START_MS + 9000)).toMatchObject({ left: true, state: { is: 'done', taken: false } })
  const failed = session({ status: 'preview_failed', updated_at: '3' })
  expect(heard(running, failed, START_MS + 9000).state).toEqual({ is: 'left' })
  expect(heard(left(UNSURE), ready, START_MS).state, 'the proxy has not told').toEqual(UNSURE)
  expect(heard(left({ ...UNSURE, told: true }), ready, START_MS).state).toEqual({ is: 'left' })
  expect(heard(left({ is: 'waiting' }), ready, START_MS + 60_000).state, 'it was accepted').toEqual({ is: 'waiting' })
  expect(heard(left({ is: 'waiting' }), ready, START_MS + SLOW_AFTER_MS + 1).state).toEqual({ is: 'left' })
  expect(left({ is: 'queued', held: null }).state).toEqual({ is: 'left' })
})

test('of a job that was sent beside another one nobody can tell which mesh is its own', () => {
  const beside = { ...job(GOING), beside: true }
  const begun = heard(beside, session({ status: 'training_preview', updated_at: '3' }), START_MS + 1000)
  expect(begun.state.is).toBe('running')
  expect(shown(begun, session({ ...newer, status: 'preview_done', updated_at: '4' }), START_MS + 5000)).toMatchObject({
    is: 'failed',
    reason: expect.stringMatching(/it is unclear whose mesh/),
  })
})

const gone = (state: State) => step(job(ready, state), { is: 'gone' }, START_MS).state

test('a session that is gone ends what was sent, and what waits is not sent', () => {
  expect(gone({ is: 'running', confirmed: true })).toMatchObject({
    is: 'failed',
    reason: expect.stringMatching(/gone/),
  })
  expect(gone({ is: 'queued', held: null })).toMatchObject({
    is: 'refused',
    reason: expect.stringMatching(/not sent\.$/),
  })
  expect(gone(DONE)).toEqual(DONE)
})
