import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UNITS } from '../../src/contract/length.ts'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { readDraftLink, writeDraftLink } from '../../src/draft/draft-link.ts'
import { CLEAN_DRAFT, type Draft } from '../../src/draft/draft.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/draft/settings.ts'

const size = fc.double({ min: 0.001, max: 1000, noNaN: true })
const place = fc.double({ min: -0.5, max: 0.5, noNaN: true }).map((value) => value + 0)
const triple = <T>(entry: fc.Arbitrary<T>) => fc.tuple(entry, entry, entry)
const anyDraft: fc.Arbitrary<Draft> = fc.record({
  spinIndex: fc.option(fc.integer({ min: 0, max: 3 })),
  sizeMetres: triple(size) as fc.Arbitrary<Vec3>,
  automatic: triple(fc.boolean()),
  pivotNormalised: triple(place) as fc.Arbitrary<Vec3>,
  mended: fc.constant(null),
  typed: fc.constant({}),
})
const anySettings: fc.Arbitrary<Settings> = fc.record({
  unit: fc.constantFrom(...UNITS.map(({ unit }) => unit)),
  locked: fc.boolean(),
  figure: fc.boolean(),
})

/** The parameters of a link, after it was copied as text and pasted. */
const pasted = (draft: Draft, settings: Settings) => {
  const url = new URL('http://plinth.test/?session=SESSION_1&spin=3&w=7&unit=ft')
  writeDraftLink(url.searchParams, draft, settings)
  return new URL(url.href).searchParams
}

describe('a link', () => {
  it('reopens any draft exactly as it was, with its unit, lock and figure', () => {
    fc.assert(
      fc.property(anyDraft, anySettings, (draft, settings) => {
        const read = readDraftLink(pasted(draft, settings), { start: CLEAN_DRAFT })
        expect(read).toEqual({ draft, settings, ignored: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('without a draft lets the session start as usual', () => {
    const start: Draft = { ...CLEAN_DRAFT, spinIndex: 2, sizeMetres: [3, 2, 1] }
    expect(readDraftLink(new URLSearchParams('session=SESSION_1'), { start })).toEqual({
      draft: start,
      settings: DEFAULT_SETTINGS,
      ignored: [],
    })
  })

  it.each([
    'spin=5',
    'spin=0',
    'spin=two',
    'w=0',
    'w=1e9',
    'h=',
    'h=~',
    'd=NaN',
    'pivot=0,0',
    'pivot=0,0,0.6',
    'pivot=0,0,0,0',
    'unit=mile',
    'lock=yes',
    'figure=2',
  ])('with %s opens the rest, and reports what was ignored', (broken) => {
    const params = new URLSearchParams(`spin=2&w=2&h=3&d=4&pivot=0.1,0.2,0.3`)
    const [key = '', value = ''] = broken.split('=')
    params.set(key, value)
    const { draft, ignored } = readDraftLink(params, { start: CLEAN_DRAFT })
    expect(ignored).toEqual([broken])
    const whole: Draft = {
      ...CLEAN_DRAFT,
      spinIndex: 1,
      sizeMetres: [2, 3, 4],
      automatic: [false, false, false],
      pivotNormalised: [0.1, 0.2, 0.3],
    }
    const left = {
      spin: { spinIndex: null },
      w: { sizeMetres: [1, 3, 4], automatic: [true, false, false] as const },
      h: { sizeMetres: [2, 1, 4], automatic: [false, true, false] as const },
      d: { sizeMetres: [2, 3, 1], automatic: [false, false, true] as const },
      pivot: { pivotNormalised: [0, 0, 0] },
    }[key]
    expect(draft).toEqual({ ...whole, ...left })
  })

  it.each([
    [[0, 1], 'spin=4', ['spin=4'], 0],
    [[0, 1], 'spin=2', [], 1],
    [[0, 2], 'spin=2', ['spin=2'], 0],
    [[], 'spin=1', ['spin=1'], 0],
    [null, 'spin=4', [], 3],
  ] as const)(
    'into a session with the spins %j reads %s, and reports a spin that is missing',
    (spins, link, ignored, spinIndex) => {
      const read = readDraftLink(new URLSearchParams(link), { start: { ...CLEAN_DRAFT, spinIndex: 0 }, spins })
      expect([read.ignored, read.draft.spinIndex]).toEqual([ignored, spinIndex])
    },
  )

  it('that gives one size leaves the others to follow it, whatever the session began with [LINK-4]', () => {
    const [width, height, none] = ['w=0.5', 'h=0.5', 'w=~0.5'].map(
      (link) => readDraftLink(new URLSearchParams(link), { start: CLEAN_DRAFT }).draft.automatic,
    )
    expect(width).toEqual([false, true, true])
    expect(height).toEqual([true, false, true])
    expect(none, 'and none, when it gives none').toEqual([true, false, true])
  })

  it('never throws, whatever is pasted', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('spin', 'w', 'h', 'd', 'pivot', 'unit', 'lock', 'figure'), fc.string()),
        (pairs) => {
          const { draft } = readDraftLink(new URLSearchParams(pairs), { start: CLEAN_DRAFT })
          expect(draft.sizeMetres.every((metres) => metres >= 0.001 && metres <= 1000)).toBe(true)
          expect(draft.pivotNormalised.every((coordinate) => Math.abs(coordinate) <= 0.5)).toBe(true)
        },
      ),
    )
  })
})
