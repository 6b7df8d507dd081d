import { z } from 'zod'
import { plainMessage } from '../contract/plain-message.ts'
import { previewRequestSchema } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'

/** A session before a request was sent, so that an older mesh is never taken for the new one. */
const markSchema = z.object({ status: z.string(), updatedAt: z.string().nullable(), mesh: z.string().nullable() })

/** How the POST went. `unconfirmed` may have been accepted, so the session is checked and nothing is sent again by itself. */
const sentSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('sending') }),
  z.object({ is: z.literal('accepted') }),
  z.object({ is: z.literal('unconfirmed'), reason: z.string() }),
  z.object({ is: z.literal('refused'), reason: z.string(), next: z.string() }),
])

const endSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('done'), afterMs: z.number() }),
  z.object({ is: z.literal('failed'), reason: z.string() }),
  z.object({ is: z.literal('left') }),
])

/** A request that left the browser, as it is kept across reloads. */
export const jobSchema = z.object({
  id: z.string(),
  sessionCode: z.string(),
  request: previewRequestSchema,
  startedAtMs: z.number(),
  before: markSchema,
  /** [JOB-5] The session has been seen at work on it, so what it ends with is this job's, even under the old address. */
  begun: z.boolean(),
  sent: sentSchema,
  end: endSchema.nullable(),
})

export type Job = z.output<typeof jobSchema>
export type Sent = z.output<typeof sentSchema>
type Mark = z.output<typeof markSchema>

/** What the artist is told about a job. */
export type JobState =
  | { readonly is: 'sending' }
  | { readonly is: 'unconfirmed'; readonly reason: string }
  | {
      readonly is: 'running'
      readonly status: string
      readonly message: string
      readonly percent: number | null
      readonly slow: boolean
    }
  | { readonly is: 'done'; readonly afterMs: number }
  | { readonly is: 'failed'; readonly reason: string; readonly next: string }
  | { readonly is: 'left' }

/** [JOB-1] After this long a job "takes longer than usual". */
export const SLOW_AFTER_MS = 15 * 60_000

/** [JOB-2] A session that was never seen at work and shows no new address is believed to be done after this long. */
const BELIEVE_AFTER_MS = 15_000

/** A mesh's address without what changes with every answer: of the query, which signs it anew, only the version counts. */
function placeOf(url: string | undefined): string | null {
  if (!url) return null
  const { origin, pathname, searchParams } = new URL(url)
  return `${origin}${pathname} ${searchParams.get('v') ?? ''}`.trim()
}

const markOf = ({ status, updatedAt, meshes }: Session): Mark => ({
  status,
  updatedAt,
  mesh: placeOf(meshes.preview.glb),
})

export function newJob(id: string, session: Session, request: Job['request'], nowMs: number): Job {
  return {
    id,
    sessionCode: session.code,
    request,
    startedAtMs: nowMs,
    before: markOf(session),
    begun: false,
    sent: { is: 'sending' },
    end: null,
  }
}

/** Whether the session's state is this job's. A new time alone proves nothing: it may only say that the request was taken. */
function hasMoved(job: Job, session: Session, nowMs: number): boolean {
  const { before } = job
  const after = markOf(session)
  if (job.begun || after.status !== before.status || after.mesh !== before.mesh) return true
  if (session.phase.state === 'going') return after.updatedAt !== before.updatedAt
  const silent = before.updatedAt === null || after.updatedAt !== before.updatedAt
  return silent && job.sent.is === 'accepted' && nowMs - job.startedAtMs > BELIEVE_AFTER_MS
}

/** Where a job is, from what was sent and what the session says now: the same after a reload. */
export function jobState(job: Job, session: Session | null, nowMs: number): JobState {
  if (job.end?.is === 'done') return job.end
  if (job.end?.is === 'left') return job.end
  if (job.end?.is === 'failed')
    return { ...job.end, next: 'The same settings are still here: generate again, or try another spin.' }
  if (job.sent.is === 'refused') return { is: 'failed', reason: job.sent.reason, next: job.sent.next }
  const moved = session !== null && hasMoved(job, session, nowMs)
  const slow = nowMs - job.startedAtMs > SLOW_AFTER_MS
  if (moved && session.phase.work !== 'spins') {
    const { phase, status, message, percent } = session
    if (phase.state === 'done' && session.meshes.preview.glb) return { is: 'done', afterMs: nowMs - job.startedAtMs }
    if (phase.state === 'failed')
      return {
        is: 'failed',
        reason: plainMessage(message) ?? 'The API gave no reason.',
        next: 'Generate again, or try another spin.',
      }
    return { is: 'running', status, message, percent, slow }
  }
  if (job.sent.is === 'sending') return { is: 'sending' }
  if (job.sent.is === 'unconfirmed') return { is: 'unconfirmed', reason: job.sent.reason }
  return { is: 'running', status: 'unprocessed', message: 'Waiting to start', percent: null, slow }
}

/** The job with what its session shows written down: that it has begun, or how it ended. The same object when nothing is new. */
export function progressed(job: Job, session: Session | null, nowMs: number): Job {
  const state = jobState(job, session, nowMs)
  if (state.is === 'done') return { ...job, end: state }
  if (state.is === 'failed' && job.sent.is !== 'refused') return { ...job, end: { is: 'failed', reason: state.reason } }
  const begun =
    session !== null &&
    session.phase.work !== 'spins' &&
    session.phase.state === 'going' &&
    hasMoved(job, session, nowMs)
  return begun && !job.begun ? { ...job, begun } : job
}

/** [JOB-4] After a reload in the middle of sending, nobody knows whether the request arrived. */
export const afterReload = (job: Job): Job =>
  job.sent.is === 'sending'
    ? { ...job, sent: { is: 'unconfirmed', reason: 'The page was left while the request was being sent.' } }
    : job

/** Whether the session has to be polled for this job. */
export const isOpen = (job: Job | null): boolean => job !== null && job.end === null && job.sent.is !== 'refused'
