import { describe, expect, it } from 'vitest'
import type { PreviewRequest } from '../../src/contract/preview-request.ts'
import { requestsForSpins, roundStep, type Round, type RoundFacts } from '../../src/result/four-spins.ts'
import type { Result } from '../../src/result/result.ts'
import { comparedMesh } from '../fixtures/compared-mesh.ts'

const SPINS = [0, 1, 2, 3].map((index) => ({ index, url: `https://x.test/${index}`, label: null }))
const REQUEST: PreviewRequest = { selected_spin_index: 1, selected_spin: 'https://x.test/1', scaled_bbox: [1, 2, 3] }
const REQUESTS = requestsForSpins(REQUEST, SPINS)

const round = (sent: Round['sent'] = null): Round => ({ sessionCode: 'S', requests: REQUESTS, sent })

const facts = (known: Partial<RoundFacts> = {}): RoundFacts => ({
  sessionCode: 'S',
  kept: [],
  busy: false,
  job: null,
  unopenable: null,
  ...known,
})

/** The mesh that came for one of the requests, counted from 0. */
const kept = (spin: number, sessionCode = 'S'): Result => ({
  ...comparedMesh(spin, { sessionCode }).result,
  request: { ...REQUESTS[spin] },
})

const sentFor = (spin: number, afterJob: string | null = null): Round['sent'] => ({
  request: REQUESTS[spin] ?? REQUEST,
  afterJob,
})

describe('a round through the spins', () => {
  it('requests the same of each spin, with its own address', () => {
    expect(REQUESTS).toHaveLength(4)
    expect(REQUESTS[3]).toEqual({ ...REQUEST, selected_spin_index: 3, selected_spin: 'https://x.test/3' })
    expect(requestsForSpins({}, SPINS)[2]).toEqual({ selected_spin_index: 2 })
  })

  it('takes no refined mesh for the preview that was asked for', () => {
    const refined: Result = { ...kept(0), kind: 'refine' }
    expect(roundStep(round(), facts({ kept: [refined] }))).toEqual({ kind: 'send', request: REQUESTS[0] })
  })

  it('sends for the first spin that has no mesh yet, and waits while a job is under way', () => {
    expect(roundStep(round(), facts({ kept: [kept(0)] }))).toEqual({ kind: 'send', request: REQUESTS[1] })
    expect(roundStep(round(), facts({ busy: true }))).toEqual({ kind: 'wait' })
  })

  it('sends each request once, and the next when that mesh is kept', () => {
    const made = { id: 'j1', ended: 'with a mesh' } as const
    expect(roundStep(round(sentFor(0)), facts({ job: made }))).toEqual({ kind: 'wait' })
    expect(roundStep(round(sentFor(0)), facts({ job: made, kept: [kept(0)] }))).toEqual({
      kind: 'send',
      request: REQUESTS[1],
    })
  })

  it('knows a mesh of another session from its own', () => {
    expect(roundStep(round(), facts({ kept: [kept(0, 'OTHER')] }))).toEqual({ kind: 'send', request: REQUESTS[0] })
  })

  it('ends with all meshes in the order of the spins', () => {
    expect(roundStep(round(), facts({ kept: [3, 1, 0, 2].map((spin) => kept(spin)) }))).toEqual({
      kind: 'complete',
      versions: ['v0', 'v1', 'v2', 'v3'],
    })
  })

  it('is over when its session is left, and when its job fails or is left', () => {
    expect(roundStep(round(), facts({ sessionCode: 'OTHER' }))).toEqual({ kind: 'over' })
    expect(roundStep(round(), facts({ sessionCode: undefined }))).toEqual({ kind: 'over' })
    const failed = { id: 'j1', ended: 'otherwise' } as const
    expect(roundStep(round(sentFor(0)), facts({ job: failed }))).toEqual({ kind: 'over' })
    expect(roundStep(round(sentFor(0, 'j1')), facts({ job: failed })), 'the job before it counts for nothing').toEqual({
      kind: 'wait',
    })
  })

  it('is stuck at a mesh that came and cannot be opened', () => {
    const made = { id: 'j2', ended: 'with a mesh' } as const
    const stuck = facts({ job: made, unopenable: 'j2', kept: [kept(0)] })
    expect(roundStep(round(sentFor(1, 'j1')), stuck)).toEqual({ kind: 'stuck', spinIndex: 1 })
  })
})
