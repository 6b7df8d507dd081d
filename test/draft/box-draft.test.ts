import { describe, expect, it } from 'vitest'
import { boxAroundPivot } from '../../src/contract/fit.ts'
import { boxDraftWarning, draftOfBox } from '../../src/draft/box-draft.ts'

describe('the draft of a mesh', () => {
  it('has the size and the pivot of its box, and nothing to warn of', () => {
    const box = boxAroundPivot([0.4, 0.9, 0.2], [0, -0.5, 0.3])
    const draft = draftOfBox(box)
    expect(draft.sizeMetres.map((side) => Number(side.toFixed(9)))).toEqual([0.4, 0.9, 0.2])
    expect(draft).toMatchObject({ automatic: [false, false, false], pivotNormalised: [0, -0.5, 0.3] })
    expect(boxDraftWarning(box)).toBeNull()
  })

  it('leaves a flat side automatic', () => {
    expect(draftOfBox({ min: [-1, -1, 0], max: [1, 1, 0] }).automatic).toEqual([false, false, true])
  })

  it('takes the nearest pivot for an origin outside the box, and warns that the first edit moves it there', () => {
    const box = { min: [1, 0, -1], max: [2, 1, 1] } as const
    expect(draftOfBox(box).pivotNormalised).toEqual([-0.5, -0.5, 0])
    expect(boxDraftWarning(box)?.what).toMatch(/origin lies outside/)
    expect(boxDraftWarning({ min: [-1, -1, 2], max: [1, 1, 2] })?.what, 'beside a flat side').toMatch(/outside/)
  })

  it('takes the nearest size within the limits, and warns that the first edit brings the side there', () => {
    const box = { min: [-1, 0, -1000], max: [1, 2, 1000] } as const
    expect(draftOfBox(box).sizeMetres).toEqual([2, 2, 1000])
    expect(boxDraftWarning(box)?.what).toMatch(/smaller or larger/)
  })
})
