import { z } from 'zod'
import { SESSION_CODE } from '../contract/create-request.ts'
import { previewRequestSchema } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'

/** What a session looked like, as far as it tells one mesh from the next. */
const marksSchema = z.object({ status: z.string(), updatedAt: z.string().nullable(), mesh: z.string().nullable() })
export type Marks = z.output<typeof marksSchema>

const stateSchema = z.discriminatedUnion('is', [
  /** The POST has left, or is about to. */
  z.object({ is: z.literal('sending') }),
  /** It left and no answer came: it may have arrived, so it is never sent again by itself. */
  z.object({ is: z.literal('unconfirmed'), since: z.number() }),
  /** It arrived. `seen` once the session itself has shown this work and not the one before. */
  z.object({ is: z.literal('running'), since: z.number(), seen: z.boolean() }),
  z.object({ is: z.literal('done'), at: z.number() }),
  z.object({ is: z.literal('failed'), at: z.number(), what: z.string(), next: z.string() }),
])
export type JobState = z.output<typeof stateSchema>

/** A request that left the browser: one intent, one POST. */
export const jobSchema = z.object({
  id: z.string(),
  sessionCode: z.string().regex(SESSION_CODE),
  request: previewRequestSchema,
  startedAt: z.number(),
  before: marksSchema,
  state: stateSchema,
})
export type Job = z.output<typeof jobSchema>

/** A signed link's query changes by itself, but `v` of the local engine's own names the file. */
function meshMark(address: string | undefined): string | null {
  if (!address) return null
  const url = new URL(address)
  return `${url.origin}${url.pathname}${url.searchParams.get('v') ?? ''}`
}

export const marksOf = ({ status, updatedAt, meshes }: Session): Marks => ({ status, updatedAt, mesh: meshMark(meshes.preview.glb) })

/** Whether the job is still to be followed. */
export const isUnderWay = ({ state }: Job): boolean => state.is === 'sending' || state.is === 'running' || state.is === 'unconfirmed'

const UNUSUAL_MS = 15 * 60_000

/** [FOLLOW-4] Taking longer than any preview should. */
export const isOverdue = (job: Job, now: number): boolean => isUnderWay(job) && now - job.startedAt > UNUSUAL_MS
