import { describe, expect, it } from 'vitest'
import { fit } from '../../src/contract/fit.ts'
import type { Spin } from '../../src/contract/session.ts'
import { CLEAN_DRAFT, drawnSizeMetres, type Draft } from '../../src/draft/draft.ts'
import type { Scale } from '../../src/draft/fields.ts'
import { draftRequest } from '../../src/draft/draft-request.ts'
import { parseNumber } from '../../src/draft/fields.ts'
import { startFromHand, startFromOutline, startFromRequest, startFromSize } from '../../src/draft/start.ts'

const spins: Spin[] = [{ index: 2, url: 'https://spins.test/2.mp4', label: 'slab' }]
const draft = (more: Partial<Draft>): Draft => ({ ...CLEAN_DRAFT, automatic: [false, false, false], ...more })

const METRES: Scale = { unit: 'm', sizeMetres: [1, 1, 1] }

describe('the request of a draft', () => {
  it('has the spin’s index and URL, as from the official client, with size and pivot', () => {
    const drafted = draftRequest(
      draft({ spinIndex: 2, sizeMetres: [0.37, 1.25, 0.08], pivotNormalised: [-0.5, 0.31, 0.125] }),
      spins,
      METRES,
    )
    expect(drafted).toEqual({
      status: 'ready',
      request: {
        selected_spin_index: 2,
        selected_spin: 'https://spins.test/2.mp4',
        scaled_bbox: [0.37, 1.25, 0.08],
        pivot_point: [-0.5, 0.31, 0.125],
      },
    })
  })

  it('sends -1 for an automatic size [BOX-2], whatever size it had before', () => {
    const drafted = draftRequest(draft({ spinIndex: 2, automatic: [true, false, true] }), spins, METRES)
    expect(drafted).toMatchObject({ request: { scaled_bbox: [-1, 1, -1] } })
  })

  it('has no spin when the session has none', () => {
    const drafted = draftRequest(draft({ spinIndex: null }), [], METRES)
    expect(drafted).toEqual({ status: 'ready', request: { scaled_bbox: [1, 1, 1], pivot_point: [0, 0, 0] } })
  })

  it('is blocked until one of the session’s spins is chosen', () => {
    expect(draftRequest(draft({ spinIndex: null }), spins, METRES)).toMatchObject({ status: 'blocked', by: 'Spins' })
    expect(draftRequest(draft({ spinIndex: 0 }), spins, METRES)).toMatchObject({ status: 'blocked', by: 'Spins' })
  })

  it('is blocked by the first invalid field, with the numbers that it takes', () => {
    const drafted = draftRequest(draft({ spinIndex: 2, typed: { 'Pivot X': '0.6', Height: 'tall' } }), spins, METRES)
    expect(drafted).toEqual({
      status: 'blocked',
      by: 'Height',
      why: 'Height takes a number of metres from 0.001 to 1000.',
    })
  })
})

describe('a typed number', () => {
  it.each([
    ['0.25', 0.25],
    [' 1.5 ', 1.5],
    ['0,25', 0.25],
    ['−0.5', -0.5],
    ['.5', 0.5],
    ['1e-2', 0.01],
    ['-0', 0],
  ])('%j is %d', (text, value) => expect(parseNumber(text)).toBe(value))

  it.each(['', '-', 'tall', '1.2.3', '1,234.5', '0x10', 'Infinity', '1e999', '5 m'])('%j is not a number', (text) =>
    expect(parseNumber(text)).toBeNull(),
  )
})

describe('the box that is drawn', () => {
  it('is the mesh’s own when all axes are automatic, and 1 m on its longest side until there is a mesh', () => {
    const automatic = draft({ automatic: [true, true, true] })
    expect(drawnSizeMetres(automatic, [2.24, 1.1, 0.4])).toEqual([2.24, 1.1, 0.4])
    expect(drawnSizeMetres(automatic, startFromSize(0, [0.1, 0.08, 0.04]).proportions)).toEqual([
      1,
      expect.closeTo(0.8),
      expect.closeTo(0.4),
    ])
  })

  it('is the box of the finished mesh, if that has the expected proportions', () => {
    const proportions = [0.4, 1, 0.3] as const
    const own = { min: [0, 0, 0], max: proportions } as const
    for (const automatic of [
      [true, false, true],
      [false, true, false],
      [true, true, true],
      [false, false, true],
    ] as const) {
      const given = draft({ sizeMetres: [0.9, 2, 0.5], automatic })
      const drafted = draftRequest(given, [], METRES)
      const scaledBbox = drafted.status === 'ready' ? drafted.request.scaled_bbox : undefined
      const { sizeMetres } = fit(own, { scaledBbox })
      for (const axis of [0, 1, 2] as const)
        expect(drawnSizeMetres(given, proportions)[axis]).toBeCloseTo(sizeMetres[axis], 10)
    }
  })
})

describe('where a draft starts', () => {
  it('the longer side of the outline is 1 m, and nothing is stretched', () => {
    expect(startFromOutline(0, [50, 200]).draft).toMatchObject({
      spinIndex: 0,
      sizeMetres: [0.25, 1, 0.25],
      automatic: [true, false, true],
    })
    expect(startFromOutline(0, [200, 50]).draft).toMatchObject({
      sizeMetres: [1, 0.25, 0.25],
      automatic: [false, true, true],
    })
  })

  it('without an outline only the height is given', () => {
    expect(startFromOutline(1, null).draft.automatic).toEqual([true, false, true])
  })

  it('the draft restored from a request sends the same request', () => {
    const request = {
      selected_spin_index: 2,
      selected_spin: 'https://spins.test/2.mp4',
      scaled_bbox: [0.5, -1, 0.25],
      pivot_point: [0, -0.5, 0],
    } as const
    const start = startFromRequest(
      { ...request, scaled_bbox: [0.5, -1, 0.25], pivot_point: [0, -0.5, 0] },
      startFromSize(0, [1, 1, 1]),
    )
    expect(draftRequest(start.draft, spins, METRES)).toEqual({ status: 'ready', request })
  })

  it('a session that was never given a size starts with its picture’s proportions', () => {
    const fresh = startFromOutline(0, [100, 50])
    expect(startFromRequest({ scaled_bbox: [-1, -1, -1] }, fresh)).toEqual(fresh)
  })

  it('values set before the session arrived stay, and the others are the session’s', () => {
    const early: Draft = {
      ...CLEAN_DRAFT,
      spinIndex: 3,
      sizeMetres: [0.77, 1, 1],
      automatic: [false, false, true],
      pivotNormalised: [0, 0.25, 0],
      typed: { Height: '0.' },
    }
    const start: Draft = {
      ...CLEAN_DRAFT,
      spinIndex: 0,
      sizeMetres: [0.1, 0.08, 0.04],
      automatic: [false, true, false],
      pivotNormalised: [0.5, -0.5, 0],
    }
    expect(startFromHand(early, start)).toEqual({
      ...early,
      sizeMetres: [0.77, 0.08, 0.04],
      automatic: [false, true, false],
      pivotNormalised: [0.5, 0.25, 0],
    })
    expect(startFromHand(CLEAN_DRAFT, start)).toEqual(start)
  })

  it('a side that was set before the session arrived still governs the others', () => {
    const early: Draft = { ...CLEAN_DRAFT, sizeMetres: [0.77, 1, 1], automatic: [false, true, true] }
    const start = startFromSize(0, [0.1, 0.08, 0.04]).draft
    expect(startFromHand(early, start).automatic).toEqual([false, true, true])
  })
})
