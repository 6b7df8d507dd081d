import { MAX_SPINS, intentOf, type PreviewRequest } from '../contract/preview-request.ts'
import type { Spin } from '../contract/session.ts'
import type { Result } from './result.ts'

/** A round makes the same mesh of every spin of a session, and lays them all out. What is missing is queued at its start. */
export interface Round {
  readonly sessionCode: string
  readonly requests: readonly PreviewRequest[]
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

/** How far a request is whose mesh is not kept. */
export type Making =
  /** It waits for its turn, or is worked on. */
  | 'going'
  /** Its mesh came, and is about to be kept. */
  | 'made'
  /** Its mesh came, and cannot be opened. */
  | 'unopenable'
  /** It waits for the artist, since the one before it did not end as it should. */
  | 'held'
  /** Its job failed or was left, or was taken out of the queue. */
  | 'over'

/** What a round goes by. */
export interface RoundFacts {
  /** Of the session that is open; undefined while none is. */
  readonly sessionCode: string | undefined
  readonly kept: readonly Result[]
  readonly makingOf: (request: PreviewRequest) => Making
}

/** How a round stands. */
export type RoundStep =
  | { readonly kind: 'wait' }
  | { readonly kind: 'complete'; readonly versions: readonly string[] }
  /** The session was left, or a job failed or was left. What is kept stays. */
  | { readonly kind: 'over' }
  /** The mesh of this spin came and cannot be opened, or kept, so that the queue holds those behind it. */
  | { readonly kind: 'stuck'; readonly spinIndex: number }

export function roundStep({ sessionCode, requests }: Round, facts: RoundFacts): RoundStep {
  if (sessionCode !== facts.sessionCode) return { kind: 'over' }
  const meshes = requests.flatMap((request) => keptFor(facts.kept, sessionCode, request) ?? [])
  if (meshes.length === requests.length) return { kind: 'complete', versions: meshes.map(({ version }) => version) }
  const missing = requests
    .filter((request) => !keptFor(facts.kept, sessionCode, request))
    .map((request) => ({ spinIndex: request.selected_spin_index ?? 0, making: facts.makingOf(request) }))
  const holds = (making: Making) => missing.some((one) => one.making === making)
  const lost = missing.find(({ making }) => making === 'unopenable' || (making === 'made' && holds('held')))
  if (lost) return { kind: 'stuck', spinIndex: lost.spinIndex }
  return holds('held') || !(holds('going') || holds('made')) ? { kind: 'over' } : { kind: 'wait' }
}
