import { describe, expect, it } from 'vitest'
import { nextPresented, presentedSpin, stagedBy, type Presented, type Staged } from '../../src/result/presented.ts'
import { AS_IT_CAME, type RefitTarget } from '../../src/result/refit-target.ts'
import { comparedMesh } from '../fixtures/compared-mesh.ts'

const [FIRST, SECOND] = [comparedMesh(1).result, comparedMesh(2).result]
const OTHER = comparedMesh(3, { sessionCode: 'OTHER' }).result
const MADE = [FIRST, SECOND, OTHER]
const REFIT: RefitTarget = { get: () => ({ pivot_point: [0, 0, 0] }), subscribe: () => () => {} }
const PAGE: Staged = { result: FIRST, refit: REFIT, spin: 0 }

/** The versions, or spins, that one arrow after another leads to. */
function walk(step: 1 | -1, results: typeof MADE, spins: readonly number[], page: Staged): (string | number)[] {
  let shown: Presented | null = null
  return Array.from({ length: 4 }, () => {
    const current: Presented | null = nextPresented({ results, spins, page }, shown, step)
    shown = current
    if (current === null) return 'nowhere'
    return current.result ? current.result.version : current.spin
  })
}

describe('the arrows of a presentation', () => {
  it('go through the meshes of the visit, round and round, from the one on the page', () => {
    expect(walk(1, MADE, [0, 1], PAGE)).toEqual(['v2', 'v3', 'v1', 'v2'])
    expect(walk(-1, MADE, [0, 1], PAGE)).toEqual(['v3', 'v2', 'v1', 'v3'])
  })

  it('go through the spins while there is no mesh', () => {
    expect(walk(1, [], [0, 1, 2], { ...PAGE, result: null })).toEqual([1, 2, 0, 1])
  })

  it('lead nowhere where there is neither', () => {
    expect(nextPresented({ results: [], spins: [], page: PAGE }, null, 1)).toBeNull()
  })
})

describe('what is on show', () => {
  it('is the page’s own mesh, with its refit, until something is presented', () => {
    expect(stagedBy(null, 'S', PAGE)).toBe(PAGE)
  })

  it('is a mesh of the visit as it came, with its spin marked where that is the session’s', () => {
    expect(stagedBy({ result: SECOND }, 'S', PAGE)).toEqual({
      result: SECOND,
      refit: AS_IT_CAME,
      spin: 1,
    })
    expect(stagedBy({ result: OTHER }, 'S', PAGE).spin).toBeNull()
    expect(stagedBy({ result: FIRST }, 'S', PAGE).refit, 'the page’s own').toBe(REFIT)
  })

  it('is the newest mesh of a spin, or the spin while it has none', () => {
    expect(presentedSpin([FIRST, SECOND], 1)).toEqual({ result: SECOND })
    expect(presentedSpin([FIRST, SECOND], 2)).toEqual({ result: null, spin: 2 })
    expect(stagedBy({ result: null, spin: 2 }, 'S', PAGE)).toEqual({ result: null, refit: AS_IT_CAME, spin: 2 })
  })
})
