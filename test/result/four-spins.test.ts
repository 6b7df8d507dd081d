import { describe, expect, it } from 'vitest'
import type { PreviewRequest } from '../../src/contract/preview-request.ts'
import { requestsForSpins, roundStep, type Making, type Round } from '../../src/result/four-spins.ts'
import type { Result } from '../../src/result/result.ts'
import { comparedMesh } from '../fixtures/compared-mesh.ts'

const SPINS = [0, 1, 2, 3].map((index) => ({ index, url: `https://x.test/${index}`, label: null }))
const REQUEST: PreviewRequest = { selected_spin_index: 1, selected_spin: 'https://x.test/1', scaled_bbox: [1, 2, 3] }
const REQUESTS = requestsForSpins(REQUEST, SPINS)

const ROUND: Round = { sessionCode: 'S', requests: REQUESTS }

/** The mesh that came for one of the requests, counted from 0. */
const kept = (spin: number, sessionCode = 'S'): Result => ({
  ...comparedMesh(spin, { sessionCode }).result,
  request: { ...REQUESTS[spin] },
})

/** The step of a round of which the meshes of some spins are kept, and how far the others are. */
const stepWith = (keptOnes: readonly Result[], making: readonly Making[] = [], sessionCode: string | undefined = 'S') =>
  roundStep(ROUND, {
    sessionCode,
    kept: keptOnes,
    makingOf: ({ selected_spin_index }) => making[selected_spin_index ?? 0] ?? 'going',
  })

describe('a round through the spins', () => {
  it('requests the same of each spin, with its own address', () => {
    expect(REQUESTS).toHaveLength(4)
    expect(REQUESTS[3]).toEqual({ ...REQUEST, selected_spin_index: 3, selected_spin: 'https://x.test/3' })
    expect(requestsForSpins({}, SPINS)[2]).toEqual({ selected_spin_index: 2 })
  })

  it('waits while the mesh of a spin is being made, and while it is about to be kept', () => {
    expect(stepWith([], ['going', 'going', 'going', 'going'])).toEqual({ kind: 'wait' })
    expect(stepWith([kept(0), kept(1), kept(2)], ['going', 'going', 'going', 'made'])).toEqual({ kind: 'wait' })
  })

  it('takes no refined mesh for the preview that was requested, and none of another session', () => {
    const others = [0, 1, 2].map((spin) => kept(spin))
    expect(stepWith([...others, { ...kept(3), kind: 'refine' }])).toEqual({ kind: 'wait' })
    expect(stepWith([...others, kept(3, 'OTHER')])).toEqual({ kind: 'wait' })
  })

  it('ends with all meshes in the order of the spins', () => {
    expect(stepWith([3, 1, 0, 2].map((spin) => kept(spin)))).toEqual({
      kind: 'complete',
      versions: ['v0', 'v1', 'v2', 'v3'],
    })
  })

  it('is over when its session is left, when a job fails or is left, and when nothing of it is under way', () => {
    expect(stepWith([], [], 'OTHER')).toEqual({ kind: 'over' })
    expect(roundStep(ROUND, { sessionCode: undefined, kept: [], makingOf: () => 'going' })).toEqual({ kind: 'over' })
    expect(stepWith([kept(0)], ['going', 'over', 'held', 'held'])).toEqual({ kind: 'over' })
    expect(stepWith([kept(0)], ['going', 'over', 'over', 'over'])).toEqual({ kind: 'over' })
    expect(stepWith([kept(0)], ['going', 'over', 'going', 'going']), 'one was taken out').toEqual({ kind: 'wait' })
  })

  it('is stuck at a mesh that came and cannot be opened, or kept', () => {
    expect(stepWith([kept(0)], ['going', 'unopenable', 'going', 'going'])).toEqual({ kind: 'stuck', spinIndex: 1 })
    expect(stepWith([kept(0)], ['going', 'made', 'held', 'held'])).toEqual({ kind: 'stuck', spinIndex: 1 })
  })
})
