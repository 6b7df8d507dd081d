import type { Session } from '../contract/session.ts'
import { marksOf, type Job, type JobState } from './job.ts'

/** How long an accepted job may leave the session looking as before, until what it holds is taken for the job's own. */
const UNMARKED_MS = 60_000

/**
 * [FOLLOW-1] A session that still tells of the mesh before is not this job's answer: something must have changed since the POST.
 * [FOLLOW-2] Work seen going on is this job's, so its end is as well.
 * [FOLLOW-3] An upstream may replace a mesh and change no mark at all. An accepted job then ends after a minute of stillness; one that was
 *            never confirmed does not, because stillness is also what a lost request looks like.
 */
function belongs(job: Job, session: Session, now: number): boolean {
  const { state, before } = job
  if (state.is === 'running' && state.seen) return true
  const after = marksOf(session)
  if (after.status !== before.status || after.updatedAt !== before.updatedAt) return true
  if (after.mesh !== before.mesh && after.mesh !== null) return true
  return state.is === 'running' && now - state.since > UNMARKED_MS
}

const failed = (now: number, session: Session): JobState => ({
  is: 'failed',
  at: now,
  what: session.message || 'The mesh could not be made, and the upstream gave no reason.',
  next: 'Try again with the same settings, or choose another spin.',
})

function nextState(job: Job, session: Session, now: number): JobState {
  const { state } = job
  if (state.is !== 'running' && state.is !== 'unconfirmed') return state
  if (!belongs(job, session, now)) return state
  const { of, is } = session.stage
  if (of === 'spins') return state
  if (is === 'going') return state.is === 'running' && state.seen ? state : { is: 'running', since: state.since, seen: true }
  if (is === 'failed') return failed(now, session)
  return session.meshes.preview.glb || of === 'preview' ? { is: 'done', at: now } : state
}

/** Where a job is, told by its session as it is now. The same job when nothing new is known. */
export function follow(job: Job, session: Session, now: number): Job {
  if (session.code !== job.sessionCode) return job
  const state = nextState(job, session, now)
  return state === job.state ? job : { ...job, state }
}
