import * as z from 'zod/mini'
import { withDefault } from '../contract/otherwise.ts'
import { previewRequestSchema, refineRequestSchema, type PreviewRequest } from '../contract/preview-request.ts'
import { markSchema } from './mark.ts'

/** Why a queued job is not sent: until the browser is online again, its session is at rest, or the artist says so. */
const heldSchema = z.object({ reason: z.string(), until: z.enum(['online', 'rest', 'artist']) })

/** The one state machine of requests that leave the browser; `step` moves it. */
const stateSchema = z.discriminatedUnion('is', [
  /** Waits for its turn, or is held. */
  z.object({ is: z.literal('queued'), held: z.nullable(heldSchema) }),
  /** Its POST has left and is not answered; `by` names the tab that sent it. */
  z.object({ is: z.literal('sending'), sinceMs: z.number(), by: z.string() }),
  /**
   * Its POST may have been accepted, so nothing is sent again by itself: the proxy is asked what it came to, and the session is looked at.
   * `told` when the proxy has nothing more to say; `ended` when whoever sent it knows that it is on its way no more; `maybe`
   * are sessions that a picture may have become.
   */
  z.object({
    is: z.literal('unconfirmed'),
    reason: z.string(),
    told: z.boolean(),
    ended: withDefault(z.boolean(), false),
    maybe: withDefault(z.array(z.string()), []),
  }),
  /** Accepted, and the session shows nothing of it yet. */
  z.object({ is: z.literal('waiting') }),
  /** [JOB-5] The session was seen at work on it, so what it ends with is this job's, even under the old address. */
  z.object({ is: z.literal('running'), confirmed: z.boolean() }),
  /** `taken` when what came of it is safe here: its mesh has been fetched, or its session has been seen by the artist. */
  z.object({
    is: z.literal('done'),
    afterMs: z.number(),
    endedAtMs: z.number(),
    taken: z.boolean(),
    /** The session that a picture has become. */
    code: z.nullable(z.string()),
    /** Of a mesh: its session as it was then, by which one that came later is told from it. */
    mark: withDefault(z.nullable(markSchema), null),
  }),
  z.object({ is: z.literal('failed'), reason: z.string() }),
  /** It was not accepted: nothing was made, and nothing is owed. */
  z.object({ is: z.literal('refused'), reason: z.string(), next: z.string() }),
  /** The artist followed it no more, and no mesh came of it that is known of. */
  z.object({ is: z.literal('left') }),
])

const common = {
  /** Also the intent under which it is sent [INTENT-1]. */
  id: z.string(),
  /** In the queue of its session, the lowest goes first. */
  place: z.number(),
  queuedAtMs: z.number(),
  /** When it was sent; until then, when it was queued. */
  startedAtMs: z.number(),
  /** How often this browser has begun to send it, which the proxy forwards once. */
  sends: z.number(),
  /** How many like it there were before, of the same state of the session. */
  nth: withDefault(z.number(), 0),
  /** Its session before it was sent. */
  before: z.nullable(markSchema),
  /** The artist follows it no more. As long as the upstream may be at work on it, that holds back the next one of its session. */
  left: withDefault(z.boolean(), false),
  /** Sent, as the artist decided, though its session was at work on something else. */
  beside: withDefault(z.boolean(), false),
  state: stateSchema,
}

const pictureSchema = z.object({
  /** Its cut-out was looked at before it was sent. */
  cutOutSeen: z.optional(z.boolean()),
  name: z.string(),
  digest: z.string(),
  /** Null once the job has ended. */
  file: z.nullable(z.instanceof(Blob)),
})

const previewJobSchema = z.object({
  ...common,
  kind: z.literal('preview'),
  sessionCode: z.string(),
  request: previewRequestSchema,
})
const refineJobSchema = z.object({
  ...common,
  kind: z.literal('refine'),
  sessionCode: z.string(),
  request: refineRequestSchema,
})
const createJobSchema = z.object({
  ...common,
  kind: z.literal('create'),
  sessionCode: z.null(),
  picture: pictureSchema,
})

const jobSchema = z.discriminatedUnion('kind', [previewJobSchema, refineJobSchema, createJobSchema])

/** A request of the artist's, as it is kept across reloads. */
export type Job = z.output<typeof jobSchema>
export type State = Job['state']
export type Held = z.output<typeof heldSchema>
/** A request for a mesh of a session. */
export type SessionJob = z.output<typeof previewJobSchema> | z.output<typeof refineJobSchema>
/** A picture that becomes a session. */
export type CreateJob = z.output<typeof createJobSchema>

/** Rows of the database's version 1: previews alone, one for each session. */
const oldRowSchema = z.pipe(
  z.object({
    id: z.string(),
    sessionCode: z.string(),
    request: previewRequestSchema,
    startedAtMs: z.number(),
    before: markSchema,
    begun: z.boolean(),
    sent: z.discriminatedUnion('is', [
      z.object({ is: z.literal('sending') }),
      z.object({ is: z.literal('accepted') }),
      z.object({ is: z.literal('unconfirmed'), reason: z.string() }),
      z.object({ is: z.literal('refused'), reason: z.string(), next: z.string() }),
    ]),
    end: z.nullable(
      z.discriminatedUnion('is', [
        z.object({ is: z.literal('done'), afterMs: z.number() }),
        z.object({ is: z.literal('failed'), reason: z.string() }),
        z.object({ is: z.literal('left') }),
      ]),
    ),
  }),
  z.transform(({ begun, sent, end, ...row }): Job => {
    const stateOf = (): State => {
      if (end?.is === 'done')
        return { ...end, endedAtMs: row.startedAtMs + end.afterMs, taken: true, code: null, mark: null }
      if (end) return end
      if (sent.is === 'refused') return sent
      if (begun) return { is: 'running', confirmed: sent.is === 'accepted' }
      if (sent.is === 'accepted') return { is: 'waiting' }
      // Such a page marked no intent, so the proxy has never seen one: asking it would mean nothing.
      const reason = sent.is === 'unconfirmed' ? sent.reason : 'The page was left while the request was being sent.'
      return { is: 'unconfirmed', reason, told: true, ended: true, maybe: [] }
    }
    const fresh = { place: 0, queuedAtMs: row.startedAtMs, sends: 1, nth: 0, left: false, beside: false }
    return { ...row, ...fresh, kind: 'preview', state: stateOf() }
  }),
)

/** A row of the browser's storage as a job; null for one that cannot be read. */
export const readJob = (row: unknown): Job | null =>
  jobSchema.safeParse(row).data ?? oldRowSchema.safeParse(row).data ?? null

/** What a job is made of, before it has a state. */
export type Wish =
  | { readonly kind: 'preview' | 'refine'; readonly sessionCode: string; readonly request: PreviewRequest }
  | { readonly kind: 'create'; readonly sessionCode: null; readonly picture: CreateJob['picture'] }

/** What a job was made of. */
export function wishOf(job: Job): Wish {
  if (job.kind === 'create') return { kind: 'create', sessionCode: null, picture: job.picture }
  const { kind, sessionCode, request } = job
  return { kind, sessionCode, request }
}

/** A job that waits to be sent. */
export const newJob = <W extends Wish>(id: string, wish: W, nowMs: number) => ({
  ...wish,
  id,
  place: 0,
  queuedAtMs: nowMs,
  startedAtMs: nowMs,
  sends: 0,
  nth: 0,
  before: null,
  left: false,
  beside: false,
  state: { is: 'queued', held: null } satisfies State as State,
})

export const isOfSession = (job: Job): job is SessionJob => job.kind !== 'create'

/** It has left the browser and has not ended, as far as is known. */
export function isActive({ state }: Job): boolean {
  switch (state.is) {
    case 'sending':
    case 'unconfirmed':
    case 'waiting':
    case 'running':
      return true
    case 'queued':
    case 'done':
    case 'failed':
    case 'refused':
    case 'left':
      return false
  }
}

/** What came of it is not safe here yet. */
export const isUntaken = ({ state }: Job): boolean => state.is === 'done' && !state.taken

export const isHeld = ({ state }: Job): boolean => state.is === 'queued' && state.held !== null

/** It waits for its turn, or until its session is at rest. */
const waitsForSession = ({ state }: Job): boolean =>
  state.is === 'queued' && (state.held === null || state.held.until === 'rest')

/** It is under way, or about to be: its session has to be polled for it. */
export const isOpen = (job: Job | null): boolean => job !== null && !job.left && (isActive(job) || waitsForSession(job))

export const hasEnded = (job: Job): boolean => !isActive(job) && job.state.is !== 'queued'
