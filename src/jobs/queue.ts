/*
 * The jobs of one session run one after another, since the upstream keeps only a session's newest mesh; pictures, which
 * become sessions of their own, run side by side. Everything here takes the jobs as they are kept, and returns those
 * that change.
 */
import { intentOf } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import {
  hasEnded,
  isActive,
  isHeld,
  isOfSession,
  isUntaken,
  wishOf,
  type Job,
  type SessionJob,
  type Wish,
} from './job.ts'
import { markOf } from './mark.ts'
import { step, type JobEvent } from './step.ts'

/** [JOB-3] A job older than this does not hold back a new one with the same request. */
const HOLDS_BACK_FOR_MS = 20 * 60_000

/** The same picture within this time of arriving is the same wish: a key that is held down, or a drop that counts twice. */
const SAME_PICTURE_FOR_MS = 5000

const isLately = (sinceMs: number, nowMs: number, ms: number): boolean => Math.abs(nowMs - sinceMs) < ms

export const jobsOf = (jobs: readonly Job[], sessionCode: string): readonly SessionJob[] =>
  jobs.filter(isOfSession).filter((job) => job.sessionCode === sessionCode)

const isQueued = ({ state }: Job): boolean => state.is === 'queued'

const isHeldByArtist = ({ state }: Job): boolean => state.is === 'queued' && state.held?.until === 'artist'

const byPlace = (one: Job, other: Job): number => one.place - other.place || one.queuedAtMs - other.queuedAtMs

/** What is queued for a session, the next one first. */
export const queueOf = (jobs: readonly Job[], sessionCode: string): readonly SessionJob[] =>
  jobsOf(jobs, sessionCode).filter(isQueued).toSorted(byPlace)

/** The session's finished job whose mesh has to be fetched before the next request replaces it upstream. */
export const blockedBy = (jobs: readonly Job[], sessionCode: string): SessionJob | null =>
  jobsOf(jobs, sessionCode).find(isUntaken) ?? null

const isSameRequest = (one: SessionJob, other: SessionJob): boolean =>
  one.kind === other.kind && intentOf(one.request) === intentOf(other.request)

/** The session's next job, if it may leave now. */
export function nextToSend(jobs: readonly Job[], sessionCode: string): SessionJob | null {
  const own = jobsOf(jobs, sessionCode)
  if (own.some((job) => (isActive(job) && !job.left) || isUntaken(job))) return null
  return queueOf(own, sessionCode).find((job) => !isHeld(job)) ?? null
}

/** Whether the upstream may be at work on a job of the session that was left [JOB-9]. */
const isAtLeft = (jobs: readonly Job[], sessionCode: string): boolean =>
  jobsOf(jobs, sessionCode).some((job) => job.left && isActive(job))

/** The event of a job's leaving, with the session as it is known then. */
function claim(jobs: readonly Job[], job: SessionJob, by: string, session: Session): JobEvent {
  const before = markOf(session, job.kind)
  const isLike = (one: SessionJob) =>
    one.id !== job.id && isSameRequest(one, job) && JSON.stringify(one.before) === JSON.stringify(before)
  const nth = jobsOf(jobs, job.sessionCode).filter(isLike).length
  return { is: 'claimed', by, before, nth, beside: job.beside }
}

/** The pictures that may leave now. */
export const picturesToSend = (jobs: readonly Job[]): readonly Job[] =>
  jobs.filter((job) => !isOfSession(job) && isQueued(job) && !isHeld(job))

/** The job that a session is about: the one under way, or about to be, else the one that ended last. */
export function currentOf(jobs: readonly Job[], sessionCode: string): SessionJob | null {
  const own = jobsOf(jobs, sessionCode)
  const active = own.find((job) => isActive(job) && !job.left) ?? nextToSend(own, sessionCode)
  return (
    active ??
    own
      .filter((job) => hasEnded(job) || job.left)
      .toSorted((one, other) => one.startedAtMs - other.startedAtMs)
      .at(-1) ??
    null
  )
}

/** The job that a wish is already served by. */
export function sameWish(jobs: readonly Job[], wish: Wish, nowMs: number): Job | null {
  const isSame = (job: Job): boolean => {
    if (job.left) return false
    if (wish.kind === 'create') {
      if (job.kind !== 'create' || job.picture.digest !== wish.picture.digest) return false
      const { state } = job
      return !hasEnded(job) || (state.is === 'done' && isLately(state.endedAtMs, nowMs, SAME_PICTURE_FOR_MS))
    }
    if (job.kind !== wish.kind || job.sessionCode !== wish.sessionCode || hasEnded(job)) return false
    return isLately(job.queuedAtMs, nowMs, HOLDS_BACK_FOR_MS) && intentOf(job.request) === intentOf(wish.request)
  }
  return jobs.find(isSame) ?? null
}

/** What a new job changes: it goes to the end of its queue. */
export function queued<J extends Job>(jobs: readonly Job[], job: J): readonly Job[] {
  if (job.kind === 'create') return [job]
  const own = jobsOf(jobs, job.sessionCode)
  return [{ ...job, place: Math.max(0, ...own.map(({ place }) => place)) + 1 }]
}

/** What was noted longer ago is not sent without being asked for again. */
const NOTED_FOR_MS = 60_000

/** What a job changes that was noted by a page that has gone since [JOB-12]. */
export function takenUp(jobs: readonly Job[], job: SessionJob, nowMs: number): readonly Job[] {
  const isKnown = jobs.some(({ id }) => id === job.id) || sameWish(jobs, wishOf(job), nowMs) !== null
  return isKnown || !isLately(job.queuedAtMs, nowMs, NOTED_FOR_MS) ? [] : queued(jobs, job)
}

const HOLD_BACK = 'The request before it did not end with a mesh, so this one waits for you.'

const AT_WORK =
  'The session is busy, so this one is sent afterwards. Sent now, it would be unclear whose mesh comes back.'

/**
 * What an event changes: the job itself and, [JOB-7] where it ends without a mesh or is left, those that wait behind it,
 * which would cost as much and may end alike. One that is sent all the same gives those up that were left before it.
 */
export function happened(jobs: readonly Job[], id: string, event: JobEvent, nowMs: number): readonly Job[] {
  const job = jobs.find((one) => one.id === id)
  if (!job) return []
  const next = step(job, event, nowMs)
  if (next === job) return []
  if (!isOfSession(job)) return [next]
  if (event.is === 'heard' && isQueued(job) && isAtLeft(jobs, job.sessionCode)) return []
  if (next.beside && !job.beside) {
    const left = jobsOf(jobs, job.sessionCode).filter((one) => one.left && isActive(one))
    return [next, ...left.map((one) => step(one, { is: 'given up' }, nowMs))]
  }
  // [JOB-11] It had arrived after all, so whoever sent the same again has what was wanted.
  if (job.left && next.state.is === 'done') {
    const same = queueOf(jobs, job.sessionCode).filter((one) => isSameRequest(one, job))
    return [next, ...same.map((one) => step(one, { is: 'left' }, nowMs))]
  }
  const failed = (hasEnded(next) && next.state.is !== 'done') || next.left
  if (!failed || !isActive(job) || job.left) return [next]
  const hold: JobEvent = { is: 'held', reason: HOLD_BACK, until: 'artist' }
  const waiting = queueOf(jobs, job.sessionCode).filter((one) => !isHeldByArtist(one))
  return [next, ...waiting.map((one) => step(one, hold, nowMs))]
}

/**
 * What the session's next job becomes, now that the session was looked at: it leaves if the session is at rest, or if the
 * artist said that it shall leave anyway.
 */
export function leaving(
  jobs: readonly Job[],
  session: Session,
  by: string,
  nowMs: number,
): { readonly job: SessionJob; readonly leaves: boolean } | null {
  const job = nextToSend(jobs, session.code)
  if (!job) return null
  const isAtRest = session.phase.state !== 'going' && !isAtLeft(jobs, session.code)
  const leaves = isAtRest || job.beside
  const event: JobEvent = leaves ? claim(jobs, job, by, session) : { is: 'held', reason: AT_WORK, until: 'rest' }
  return { job: step(job, event, nowMs), leaves }
}

/** What changes when a queued job goes before the one in front of it. */
export function sooner(jobs: readonly Job[], id: string): readonly Job[] {
  const job = jobs.find((one) => one.id === id)
  if (!job || !isOfSession(job) || !isQueued(job)) return []
  const queue = queueOf(jobs, job.sessionCode)
  const before = queue[queue.findIndex((one) => one.id === id) - 1]
  return before
    ? [
        { ...job, place: before.place },
        { ...before, place: job.place },
      ]
    : []
}

/** Ended jobs older than this are forgotten, apart from each session's newest. */
const REMEMBERED_FOR_MS = 30 * 24 * 60 * 60_000

/** Ids of the jobs that are of no use any more. */
export const forgettable = (jobs: readonly Job[], nowMs: number): readonly string[] =>
  jobs
    .filter((job) => (hasEnded(job) || job.left) && nowMs - job.startedAtMs > REMEMBERED_FOR_MS)
    .filter((job) => !isOfSession(job) || currentOf(jobs, job.sessionCode) !== job)
    .map(({ id }) => id)

const EARLIER = 'It has waited since an earlier visit.'

/** Requests that have waited so long that the artist may have forgotten them are not sent before they are confirmed. */
export const forgotten = (jobs: readonly Job[], nowMs: number): readonly Job[] =>
  jobs
    .filter((job) => isQueued(job) && !isHeldByArtist(job) && !isLately(job.queuedAtMs, nowMs, HOLDS_BACK_FOR_MS))
    .map((job) => step(job, { is: 'held', reason: EARLIER, until: 'artist' }, nowMs))
