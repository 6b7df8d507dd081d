import { MAX_SPINS, intentOf, type PreviewRequest } from '../contract/preview-request.ts'
import type { Spin } from '../contract/session.ts'
import type { Result } from './result.ts'

/** A round makes the same mesh of every spin of a session, one job after another, and lays them all out. */
export interface Round {
  readonly sessionCode: string
  readonly requests: readonly PreviewRequest[]
  /** The request that was sent last, and the id of the job before it. */
  readonly sent: { readonly request: PreviewRequest; readonly afterJob: string | null } | null
}

const requestForSpin = (request: PreviewRequest, { index, url }: Spin): PreviewRequest => ({
  ...request,
  selected_spin_index: index,
  ...(request.selected_spin !== undefined && { selected_spin: url }),
})

/** The same request for each of the spins; a spin's address goes along where the request has one. */
export const requestsForSpins = (request: PreviewRequest, spins: readonly Spin[]): PreviewRequest[] =>
  spins.slice(0, MAX_SPINS).map((spin) => requestForSpin(request, spin))

/** The newest mesh that is kept of a request. */
export const keptFor = (kept: readonly Result[], sessionCode: string, request: PreviewRequest): Result | undefined =>
  kept.findLast(
    (result) =>
      result.sessionCode === sessionCode && result.kind === 'preview' && intentOf(result.request) === intentOf(request),
  )

/** What a round goes by. */
export interface RoundFacts {
  /** Of the session that is open; undefined while none is. */
  readonly sessionCode: string | undefined
  readonly kept: readonly Result[]
  /** A request is being sent or worked on. */
  readonly busy: boolean
  /** The session's newest job, and whether it has ended with a mesh, in another way, or not yet. */
  readonly job: { readonly id: string; readonly ended: 'with a mesh' | 'otherwise' | null } | null
  /** Version of the session's mesh when that cannot be opened, and so will never be kept. */
  readonly unopenable: string | null
}

/** What a round does next. */
export type RoundStep =
  | { readonly kind: 'wait' }
  | { readonly kind: 'send'; readonly request: PreviewRequest }
  | { readonly kind: 'complete'; readonly versions: readonly string[] }
  /** The session was left, or a job failed or was left. What is kept stays. */
  | { readonly kind: 'over' }
  /** The mesh of this spin came and cannot be opened. */
  | { readonly kind: 'stuck'; readonly spinIndex: number }

const WAIT: RoundStep = { kind: 'wait' }
const OVER: RoundStep = { kind: 'over' }

/** Where the job that was sent has left the round: null when it is done or none was sent. */
function stepOfSent({ sessionCode, sent }: Round, { kept, job, unopenable }: RoundFacts): RoundStep | null {
  if (sent === null) return null
  const ended = job !== null && job.id !== sent.afterJob ? job.ended : null
  if (ended === 'otherwise') return OVER
  if (ended !== null && unopenable === job?.id)
    return { kind: 'stuck', spinIndex: sent.request.selected_spin_index ?? 0 }
  return keptFor(kept, sessionCode, sent.request) ? null : WAIT
}

/** The next step of a round. Each missing mesh is requested once, and the next one when that is kept. */
export function roundStep(round: Round, facts: RoundFacts): RoundStep {
  if (round.sessionCode !== facts.sessionCode) return OVER
  const meshes = round.requests.map((request) => keptFor(facts.kept, round.sessionCode, request))
  const found = meshes.filter((mesh) => mesh !== undefined)
  if (found.length === meshes.length) return { kind: 'complete', versions: found.map(({ version }) => version) }
  if (facts.busy) return WAIT
  const waiting = stepOfSent(round, facts)
  if (waiting) return waiting
  const next = round.requests[meshes.indexOf(undefined)]
  return next ? { kind: 'send', request: next } : WAIT
}
