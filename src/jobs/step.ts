import { INTENT_KEPT_MS } from '../contract/intent.ts'
import { plainMessage } from '../contract/plain-message.ts'
import type { Session } from '../contract/session.ts'
import { hasEnded, isOfSession, type Job, type SessionJob, type State } from './job.ts'
import { markOf, type Mark } from './mark.ts'

/** How a POST ended, as far as the page can tell. */
export type Sent =
  /** `code` is that of the session that a picture has become. */
  | { readonly is: 'accepted'; readonly code: string | null }
  | { readonly is: 'unconfirmed'; readonly reason: string }
  | { readonly is: 'refused'; readonly reason: string; readonly next: string }
  /** Nothing has left the browser. */
  | { readonly is: 'never left'; readonly reason: string }

/** What the proxy says about an intent, when it is asked. */
export type Told = Sent | { readonly is: 'never seen' } | { readonly is: 'not known' }

export type JobEvent =
  /** A tab takes it to send it. */
  | { readonly is: 'claimed'; readonly by: string; readonly before: Mark | null; readonly nth: number }
  | { readonly is: 'answered'; readonly sent: Sent }
  | { readonly is: 'told'; readonly told: Told }
  /** Time has passed without an answer. */
  | { readonly is: 'silent' }
  /** The tab that was sending it has gone. */
  | { readonly is: 'orphaned' }
  | { readonly is: 'heard'; readonly session: Session }
  /** Of a picture: the session that it has become, or those that it may have become. */
  | { readonly is: 'found'; readonly code: string }
  | { readonly is: 'maybe'; readonly codes: readonly string[] }
  | { readonly is: 'held'; readonly reason: string }
  | { readonly is: 'released' }
  | { readonly is: 'online' }
  | { readonly is: 'taken' }
  | { readonly is: 'left' }

/** [JOB-2] A session that was never seen at work and shows no new address is believed to be done after this long. */
const BELIEVE_AFTER_MS = 15_000

/** [JOB-6] A POST without an answer for this long is no longer waited for. Its answer counts all the same when it comes. */
export const ANSWER_WITHIN_MS = 60_000

/** Only as long as the proxy keeps intents does it say anything that it has not seen one; an hour is for clocks that differ. */
const NEVER_SEEN_COUNTS_MS = INTENT_KEPT_MS - 60 * 60_000

/** Whether the session's state is this job's. A new time alone proves nothing: it may only say that the request was taken. */
function hasMoved(job: SessionJob, session: Session, nowMs: number): boolean {
  if (job.state.is === 'running') return true
  if (job.before === null) return false
  const { before } = job
  const after = markOf(session, job.kind)
  if (after.status !== before.status || after.mesh !== before.mesh) return true
  if (session.phase.state === 'going') return after.updatedAt !== before.updatedAt
  const silent = before.updatedAt === null || after.updatedAt !== before.updatedAt
  return silent && job.state.is === 'waiting' && nowMs - job.startedAtMs > BELIEVE_AFTER_MS
}

const done = ({ startedAtMs }: Job, nowMs: number, code: string | null): State => ({
  is: 'done',
  afterMs: Math.max(0, nowMs - startedAtMs),
  endedAtMs: nowMs,
  taken: false,
  code,
})

/** What the session shows of a job that has left the browser. */
function afterHearing(job: SessionJob, session: Session, nowMs: number): State {
  const { phase, message, meshes } = session
  if (phase.work === 'spins' || !hasMoved(job, session, nowMs)) return job.state
  const isOwnWork = job.kind === 'preview' || phase.work === job.kind
  if (phase.state === 'done' && isOwnWork && meshes[job.kind].glb) return done(job, nowMs, null)
  if (phase.state === 'failed' && isOwnWork)
    return { is: 'failed', reason: plainMessage(message) ?? 'The API gave no reason.' }
  if (phase.state !== 'going' || job.state.is === 'running') return job.state
  return { is: 'running', confirmed: job.state.is === 'waiting' }
}

function afterAnswer(job: Job, sent: Sent, nowMs: number): State {
  const { state } = job
  switch (sent.is) {
    case 'accepted':
      if (job.kind === 'create') return sent.code === null ? state : done(job, nowMs, sent.code)
      return state.is === 'running' ? { ...state, confirmed: true } : { is: 'waiting' }
    case 'refused':
      return state.is === 'waiting' || (state.is === 'running' && state.confirmed) ? state : sent
    case 'unconfirmed':
      return state.is === 'sending' ? { ...sent, told: false, maybe: [] } : state
    case 'never left':
      return state.is === 'sending' || state.is === 'unconfirmed'
        ? { is: 'queued', held: { reason: sent.reason, until: 'online' } }
        : state
  }
}

function afterTold(job: Job, told: Told, nowMs: number): State {
  const { state } = job
  if (state.is !== 'unconfirmed') return state
  if (told.is === 'never seen' && nowMs - job.startedAtMs < NEVER_SEEN_COUNTS_MS)
    return {
      is: 'queued',
      held: { reason: 'It never reached Plinth’s server, so nothing was made and nothing is owed.', until: 'artist' },
    }
  if (told.is === 'unconfirmed') return { ...state, reason: told.reason, told: true }
  if (told.is === 'never seen' || told.is === 'not known') return { ...state, told: true }
  return afterAnswer(job, told, nowMs)
}

const released = (state: State): State => (state.is === 'queued' && state.held ? { ...state, held: null } : state)

function nextState(job: Job, event: JobEvent, nowMs: number): State {
  const { state } = job
  switch (event.is) {
    case 'claimed':
      return state.is === 'queued' && state.held === null ? { is: 'sending', sinceMs: nowMs, by: event.by } : state
    case 'answered':
      return job.sends === 0 ? state : afterAnswer(job, event.sent, nowMs)
    case 'told':
      return afterTold(job, event.told, nowMs)
    case 'silent':
      return state.is === 'sending' && nowMs - state.sinceMs >= ANSWER_WITHIN_MS
        ? { is: 'unconfirmed', reason: 'No answer came within a minute.', told: false, maybe: [] }
        : state
    case 'orphaned':
      return state.is === 'sending'
        ? {
            is: 'unconfirmed',
            reason: 'The page was left while the request was being sent.',
            told: false,
            maybe: [],
          }
        : state
    case 'heard':
      return isOfSession(job) && state.is !== 'queued' ? afterHearing(job, event.session, nowMs) : state
    case 'found':
      return job.kind === 'create' && job.sends > 0 ? done(job, nowMs, event.code) : state
    case 'maybe':
      return state.is === 'unconfirmed' ? { ...state, maybe: [...event.codes] } : state
    case 'held':
      return state.is === 'queued' && state.held === null
        ? { is: 'queued', held: { reason: event.reason, until: 'artist' } }
        : state
    case 'released':
      return released(state)
    case 'online':
      return state.is === 'queued' && state.held?.until === 'online' ? released(state) : state
    case 'taken':
      return state
    case 'left':
      return { is: 'left' }
  }
}

/** Whether two states say the same. */
const isSame = (one: State, other: State): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The job after an event; the same object when that changes nothing. What has ended stays as it ended. */
export function step<J extends Job>(job: J, event: JobEvent, nowMs: number): J {
  if (hasEnded(job)) {
    const { state } = job
    return event.is === 'taken' && state.is === 'done' && !state.taken
      ? { ...job, state: { ...state, taken: true } }
      : job
  }
  const state = nextState(job, event, nowMs)
  if (isSame(state, job.state)) return job
  const next = { ...job, state }
  if (event.is === 'claimed')
    return { ...next, startedAtMs: nowMs, sends: job.sends + 1, before: event.before, nth: event.nth }
  // What has ended needs its picture no more.
  return next.kind === 'create' && hasEnded(next) ? { ...next, picture: { ...next.picture, file: null } } : next
}
