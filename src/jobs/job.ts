import { z } from 'zod'
import { previewRequestSchema } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'

/** What a session looked like before a request was sent, so that an older mesh is never taken for the new one. */
const markSchema = z.object({ status: z.string(), updatedAt: z.string().nullable(), glbUrl: z.string().nullable() })

/** How the POST went. `unconfirmed` may have been accepted: the session is checked, and nothing is sent again by itself. */
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
  sent: sentSchema,
  end: endSchema.nullable(),
})

export type Job = z.output<typeof jobSchema>
export type JobEnd = z.output<typeof endSchema>
export type Sent = z.output<typeof sentSchema>
type Mark = z.output<typeof markSchema>

/** What the artist is told about a job. */
export type JobState =
  | { readonly is: 'sending' }
  | { readonly is: 'unconfirmed'; readonly reason: string }
  | { readonly is: 'running'; readonly status: string; readonly message: string; readonly percent: number | null; readonly slow: boolean }
  | { readonly is: 'done'; readonly afterMs: number }
  | { readonly is: 'failed'; readonly reason: string; readonly next: string }
  | { readonly is: 'left' }

/** [JOB-1] After this long a job "takes longer than usual". */
export const SLOW_AFTER_MS = 15 * 60_000

/** [JOB-2] An upstream that tells neither a time nor a new address for its mesh is believed to be done after this long. */
const BELIEVE_AFTER_MS = 15_000

export const markOf = (session: Session): Mark => ({
  status: session.status,
  updatedAt: session.updatedAt,
  glbUrl: session.meshes.preview.glb ?? null,
})

export function newJob(id: string, session: Session, request: Job['request'], nowMs: number): Job {
  return { id, sessionCode: session.code, request, startedAtMs: nowMs, before: markOf(session), sent: { is: 'sending' }, end: null }
}

/** Whether the session has moved since the request was sent: only then is its state the state of this job. */
function hasMoved(job: Job, session: Session, nowMs: number): boolean {
  const { before } = job
  const after = markOf(session)
  if (after.updatedAt !== before.updatedAt || after.glbUrl !== before.glbUrl || after.status !== before.status) return true
  return job.sent.is === 'accepted' && before.updatedAt === null && nowMs - job.startedAtMs > BELIEVE_AFTER_MS
}

/**
 * The truth about a job, from what was sent and what the session says now. Pure: the same job, session and time give the
 * same answer, after a reload too.
 */
export function jobState(job: Job, session: Session | null, nowMs: number): JobState {
  if (job.end?.is === 'done') return job.end
  if (job.end?.is === 'left') return job.end
  if (job.end?.is === 'failed') return { ...job.end, next: 'The same settings are still here: generate again, or try another spin.' }
  if (job.sent.is === 'refused') return { is: 'failed', reason: job.sent.reason, next: job.sent.next }
  const moved = session !== null && hasMoved(job, session, nowMs)
  const slow = nowMs - job.startedAtMs > SLOW_AFTER_MS
  if (moved && session.stage.of !== 'spins') {
    const { stage, status, message, percent } = session
    if (stage.is === 'done' && session.meshes.preview.glb) return { is: 'done', afterMs: nowMs - job.startedAtMs }
    if (stage.is === 'failed') return { is: 'failed', reason: message || `The API answered “${status}” without a reason.`, next: 'Generate again, or try another spin.' }
    return { is: 'running', status, message, percent, slow }
  }
  if (job.sent.is === 'sending') return { is: 'sending' }
  if (job.sent.is === 'unconfirmed') return { is: 'unconfirmed', reason: job.sent.reason }
  return { is: 'running', status: 'unprocessed', message: 'Waiting to start', percent: null, slow }
}

/** [JOB-4] A page that comes back to a request it was just sending cannot know whether it arrived. */
export const afterReload = (job: Job): Job =>
  job.sent.is === 'sending' ? { ...job, sent: { is: 'unconfirmed', reason: 'The page was left while the request was being sent.' } } : job

/** Whether the session has to be looked at for this job. */
export const isOpen = (job: Job | null): boolean => job !== null && job.end === null && job.sent.is !== 'refused'
