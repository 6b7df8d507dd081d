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
  | {
      readonly is: 'claimed'
      readonly by: string
      readonly before: Mark | null
      readonly nth: number
      readonly beside: boolean
    }
  | { readonly is: 'answered'; readonly sent: Sent }
  | { readonly is: 'told'; readonly told: Told }
  /** Time has passed without an answer. */
  | { readonly is: 'silent' }
  /** The tab that was sending it has gone. */
  | { readonly is: 'orphaned' }
  | { readonly is: 'heard'; readonly session: Session }
  /** Its session is no more. */
  | { readonly is: 'gone' }
  /** Of a picture: the session that it has become, or those that it may have become. */
  | { readonly is: 'found'; readonly code: string }
  | { readonly is: 'maybe'; readonly codes: readonly string[] }
  | { readonly is: 'held'; readonly reason: string; readonly until: 'online' | 'rest' | 'artist' }
  /** `anyway`: though its session is at work on something else. */
  | { readonly is: 'released'; readonly anyway: boolean }
  | { readonly is: 'online' }
  | { readonly is: 'taken' }
  | { readonly is: 'left' }
  /** Of one that was left: what becomes of it holds nothing back any more. */
  | { readonly is: 'given up' }

/** [JOB-1] After this long a job "takes longer than usual". */
export const SLOW_AFTER_MS = 15 * 60_000

/** [JOB-2] A session that was never seen at work and shows no new address is believed to be done after this long. */
const BELIEVE_AFTER_MS = 15_000

/** [JOB-6] A POST without an answer for this long is no longer waited for. Its answer counts all the same when it comes. */
export const ANSWER_WITHIN_MS = 60_000

/**
 * [JOB-10] For so long a request may still be on its way to the proxy, where a relay takes in all of it first: longer than
 * the page waits for it (`POST_WITHIN_MS`), and the server too.
 */
const ARRIVES_WITHIN_MS = { create: 180_000, preview: 15_000, refine: 15_000 }

/** Only as long as the proxy keeps intents does it say anything that it has not seen one; an hour is for clocks that differ. */
const NEVER_SEEN_COUNTS_MS = INTENT_KEPT_MS - 60 * 60_000

/** An answer that overtook the one after it, by the upstream's own clock. */
const isOlder = (session: Session, { updatedAt }: Mark): boolean =>
  Date.parse(session.updatedAt ?? '') < Date.parse(updatedAt ?? '')

/** Whether the session's state is this job's. A new time alone proves nothing: it may only say that the request was taken. */
function hasMoved(job: SessionJob, session: Session, nowMs: number): boolean {
  if (job.state.is === 'running') return true
  if (job.before === null) return false
  const { before } = job
  if (isOlder(session, before)) return false
  const after = markOf(session, job.kind)
  if (after.status !== before.status || after.mesh !== before.mesh) return true
  if (session.phase.state === 'going') return after.updatedAt !== before.updatedAt
  const silent = before.updatedAt === null || after.updatedAt !== before.updatedAt
  return silent && job.state.is === 'waiting' && nowMs - job.startedAtMs > BELIEVE_AFTER_MS
}

const done = ({ startedAtMs }: Job, nowMs: number, of: { code: string } | { mark: Mark }): State => ({
  is: 'done',
  afterMs: Math.max(0, nowMs - startedAtMs),
  endedAtMs: nowMs,
  taken: false,
  code: null,
  mark: null,
  ...of,
})

/** [JOB-8] A mesh that may be another request's is nobody's: it is shown as what the session has. */
const NOT_TOLD: State = {
  is: 'failed',
  reason: 'The session was busy with another request when this one was sent, so it is unclear whose mesh it has.',
}

const GONE = 'The session is gone: it was deleted, or the API no longer keeps it.'

const LOST: State = { is: 'failed', reason: `${GONE} What became of this request can no longer be found out.` }

const NOT_SENT: State = {
  is: 'refused',
  reason: `${GONE} This request was not sent.`,
  next: 'Open another session, or add the picture again.',
}

/** What the session shows of a job that has left the browser. */
function afterHearing(job: SessionJob, session: Session, nowMs: number): State {
  const { phase, message, meshes } = session
  if (phase.work === 'spins' || !hasMoved(job, session, nowMs)) return job.state
  const isOwnWork = job.kind === 'preview' || phase.work === job.kind
  if (job.beside && phase.state !== 'going') return NOT_TOLD
  if (phase.state === 'done' && isOwnWork && meshes[job.kind].glb)
    return done(job, nowMs, { mark: markOf(session, job.kind) })
  if (phase.state === 'failed' && isOwnWork)
    return { is: 'failed', reason: plainMessage(message) ?? 'The API gave no reason.' }
  if (phase.state !== 'going' || job.state.is === 'running') return job.state
  return { is: 'running', confirmed: job.state.is === 'waiting' }
}

function afterAnswer(job: Job, sent: Sent, nowMs: number): State {
  const { state } = job
  switch (sent.is) {
    case 'accepted':
      if (job.kind === 'create') return sent.code === null ? state : done(job, nowMs, { code: sent.code })
      return state.is === 'running' ? { ...state, confirmed: true } : { is: 'waiting' }
    case 'refused':
      return state.is === 'waiting' || (state.is === 'running' && state.confirmed) ? state : sent
    case 'unconfirmed':
      if (state.is === 'unconfirmed') return { ...state, ended: true }
      return state.is === 'sending' ? { ...sent, told: false, ended: true, maybe: [] } : state
    case 'never left':
      return state.is === 'sending' || state.is === 'unconfirmed'
        ? { is: 'queued', held: { reason: sent.reason, until: 'online' } }
        : state
  }
}

function afterTold(job: Job, told: Told, nowMs: number): State {
  const { state } = job
  if (state.is !== 'unconfirmed') return state
  const mayArrive = !state.ended && nowMs - job.startedAtMs < ARRIVES_WITHIN_MS[job.kind]
  if (told.is === 'never seen' && mayArrive) return state
  if (told.is === 'never seen' && nowMs - job.startedAtMs < NEVER_SEEN_COUNTS_MS)
    return {
      is: 'queued',
      held: { reason: 'It never reached Plinth’s server, so nothing was made and it costs nothing.', until: 'artist' },
    }
  if (told.is === 'unconfirmed') return { ...state, reason: told.reason, told: true }
  if (told.is === 'never seen' || told.is === 'not known') return { ...state, told: true }
  return afterAnswer(job, told, nowMs)
}

const released = (state: State): State => (state.is === 'queued' && state.held ? { ...state, held: null } : state)

const isHeldUntil = ({ state }: Job, until: 'online' | 'rest'): boolean =>
  state.is === 'queued' && state.held?.until === until

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
        ? { is: 'unconfirmed', reason: 'No answer came within a minute.', told: false, ended: false, maybe: [] }
        : state
    case 'orphaned':
      return state.is === 'sending'
        ? {
            is: 'unconfirmed',
            reason: 'The page was left while the request was being sent.',
            told: false,
            ended: false,
            maybe: [],
          }
        : state
    case 'heard':
      if (state.is !== 'queued') return isOfSession(job) ? afterHearing(job, event.session, nowMs) : state
      return isHeldUntil(job, 'rest') && event.session.phase.state !== 'going' ? released(state) : state
    case 'gone':
      return state.is === 'queued' ? NOT_SENT : LOST
    case 'found':
      return job.kind === 'create' && job.sends > 0 ? done(job, nowMs, { code: event.code }) : state
    case 'maybe':
      return state.is === 'unconfirmed' ? { ...state, maybe: [...event.codes] } : state
    case 'held':
      return state.is === 'queued' && (state.held === null || event.until === 'artist')
        ? { is: 'queued', held: { reason: event.reason, until: event.until } }
        : state
    case 'released':
      return isHeldUntil(job, 'rest') && !event.anyway ? state : released(state)
    case 'online':
      return isHeldUntil(job, 'online') ? released(state) : state
    case 'taken':
    case 'left':
      return state
    case 'given up':
      return job.left ? { is: 'left' } : state
  }
}

/**
 * [JOB-9] Of one that was left only a mesh counts. Until it is known that none comes, its session is not free: what it ends
 * with would pass for the next one's.
 */
function ofLeft(job: Job, state: State, event: JobEvent, nowMs: number): State {
  const isAtRest = event.is === 'heard' && event.session.phase.state !== 'going'
  if (!isOfSession(job) && state.is !== 'done') return { is: 'left' }
  switch (state.is) {
    case 'sending':
    case 'running':
    case 'done':
      return state
    case 'unconfirmed':
      return state.told && isAtRest ? { is: 'left' } : state
    case 'waiting':
      return isAtRest && nowMs - job.startedAtMs > SLOW_AFTER_MS ? { is: 'left' } : state
    case 'queued':
    case 'failed':
    case 'refused':
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
  const left = job.left || event.is === 'left'
  const own = nextState(job, event, nowMs)
  const state = left ? ofLeft(job, own, event, nowMs) : own
  if (left === job.left && isSame(state, job.state)) return job
  const next = { ...job, state, left }
  if (event.is === 'released' && isHeldUntil(job, 'rest')) return { ...next, beside: true }
  if (event.is === 'claimed') {
    const { before, nth, beside } = event
    return { ...next, startedAtMs: nowMs, sends: job.sends + 1, before, nth, beside }
  }
  // What has ended needs its picture no more.
  return next.kind === 'create' && hasEnded(next) ? { ...next, picture: { ...next.picture, file: null } } : next
}
