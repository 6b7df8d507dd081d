import { describe, expect, it } from 'vitest'
import { nextPresented, presentedSpin, stagedBy, type Presented, type Staged } from '../../src/result/presented.ts'
import { AS_IT_CAME, type RefitTarget } from '../../src/result/refit-target.ts'
import { keptMesh } from '../fixtures/kept-mesh.ts'

const KEPT = [keptMesh(1), keptMesh(2), keptMesh(3, { sessionCode: 'OTHER' })]
const [FIRST, SECOND, OTHER] = KEPT
const REFIT: RefitTarget = { get: () => ({ pivot_point: [0, 0, 0] }), subscribe: () => () => {} }
const PAGE: Staged = { result: FIRST?.result ?? null, refit: REFIT, spin: 0 }

/** The versions, or spins, that one arrow after another leads to. */
function walk(step: 1 | -1, kept: typeof KEPT, spins: readonly number[], page: Staged): (string | number)[] {
  let shown: Presented | null = null
  return Array.from({ length: 4 }, () => {
    const current: Presented | null = nextPresented({ kept, spins, page }, shown, step)
    shown = current
    if (current === null) return 'nowhere'
    return current.kept ? current.kept.result.version : current.spin
  })
}

describe('the arrows of a presentation', () => {
  it('go through the meshes of the visit, round and round, from the one on the page', () => {
    expect(walk(1, KEPT, [0, 1], PAGE)).toEqual(['v2', 'v3', 'v1', 'v2'])
    expect(walk(-1, KEPT, [0, 1], PAGE)).toEqual(['v3', 'v2', 'v1', 'v3'])
  })

  it('go through the spins while there is no mesh', () => {
    expect(walk(1, [], [0, 1, 2], { ...PAGE, result: null })).toEqual([1, 2, 0, 1])
  })

  it('lead nowhere where there is neither', () => {
    expect(nextPresented({ kept: [], spins: [], page: PAGE }, null, 1)).toBeNull()
  })
})

describe('what is on show', () => {
  it('is the page’s own mesh, with its refit, until something is presented', () => {
    expect(stagedBy(null, 'S', PAGE)).toBe(PAGE)
  })

  it('is a mesh of the visit as it came, with its spin marked where that is the session’s', () => {
    expect(stagedBy({ kept: SECOND ?? keptMesh(2) }, 'S', PAGE)).toEqual({
      result: SECOND?.result,
      refit: AS_IT_CAME,
      spin: 1,
    })
    expect(stagedBy({ kept: OTHER ?? keptMesh(3) }, 'S', PAGE).spin).toBeNull()
    expect(stagedBy({ kept: FIRST ?? keptMesh(1) }, 'S', PAGE).refit, 'the page’s own').toBe(REFIT)
  })

  it('is the newest mesh of a spin, or the spin while it has none', () => {
    expect(presentedSpin(KEPT, 'S', 1)).toEqual({ kept: SECOND })
    expect(presentedSpin(KEPT, 'S', 2)).toEqual({ kept: null, spin: 2 })
    expect(stagedBy({ kept: null, spin: 2 }, 'S', PAGE)).toEqual({ result: null, refit: AS_IT_CAME, spin: 2 })
  })
})
