import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { previewRequestSchema } from '../../src/contract/preview-request.ts'
import { UNITS } from '../../src/contract/length.ts'
import type { Spin } from '../../src/contract/session.ts'
import type { Axis, Vec3 } from '../../src/contract/vec3.ts'
import { CLEAN_DRAFT, sameOutcome, type Draft } from '../../src/draft/draft.ts'
import { draftRequest } from '../../src/draft/draft-request.ts'
import type { Edit } from '../../src/draft/edit.ts'
import { readDraftLink, writeDraftLink } from '../../src/draft/draft-link.ts'
import { FIELDS } from '../../src/draft/fields.ts'
import { beginHistory, isTouched, reduceHistory, scaleOf, type Action, type History } from '../../src/draft/history.ts'

const spins: Spin[] = [0, 1, 2, 3].map((index) => ({ index, url: `https://spins.test/${index}.webp`, label: null }))

const run = (actions: readonly Action[], start: History = beginHistory()): History =>
  actions.reduce(reduceHistory, start)
const commit = (edit: Edit): Action => ({ do: 'commit', edit })
const change = (edit: Edit): Action => ({ do: 'change', edit })

const anyNumber = fc.oneof(fc.double(), fc.double({ min: -1, max: 1 }), fc.double({ min: 0.001, max: 1000 }))
const axis = fc.constantFrom<Axis[]>(0, 1, 2)
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  anyNumber.map(String),
  fc.constantFrom('', '-', '0.', '.5', '0,25', '−0.5', '1e', '1e400', 'NaN'),
)
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('spin' as const),
    index: fc.oneof(fc.integer({ min: -2, max: 6 }), fc.constant(null), fc.constant(1.5)),
  }),
  fc.record({ kind: fc.constant('size' as const), axis, metres: anyNumber }),
  fc.record({ kind: fc.constant('automatic' as const), axis, on: fc.boolean() }),
  fc.record({
    kind: fc.constant('pivot' as const),
    pivotNormalised: fc.tuple(anyNumber, anyNumber, anyNumber) as fc.Arbitrary<Vec3>,
  }),
  fc.record({
    kind: fc.constant('box' as const),
    sizeMetres: fc.tuple(anyNumber, anyNumber, anyNumber) as fc.Arbitrary<Vec3>,
  }),
  fc.record({
    kind: fc.constant('box' as const),
    sizeMetres: fc.tuple(anyNumber, anyNumber, anyNumber) as fc.Arbitrary<Vec3>,
    automatic: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  }),
  fc.record({ kind: fc.constant('type' as const), field: fc.constantFrom(...FIELDS.map(({ name }) => name)), text }),
)
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  anyEdit.map(change),
  anyEdit.map(commit),
  fc.constantFrom<Action[]>(
    { do: 'commit' },
    { do: 'cancel' },
    { do: 'cancel', field: 'Width' },
    { do: 'undo' },
    { do: 'redo' },
  ),
  fc
    .record({ unit: fc.constantFrom(...UNITS.map(({ unit }) => unit)), locked: fc.boolean() })
    .map((settings): Action => ({ do: 'set', settings })),
  fc.tuple(anyNumber, anyNumber, anyNumber).map((proportions): Action => ({ do: 'learn', proportions })),
)
const anyActions = fc.array(anyAction, { maxLength: 40 })

describe('any sequence of edits, undos and redos', () => {
  it('ends in a draft that makes a valid request, or names the invalid field', () => {
    fc.assert(
      fc.property(anyActions, (actions) => {
        const end = run(actions)
        const { present } = end
        const drafted = draftRequest(present, spins, scaleOf(end))
        if (drafted.status === 'ready') return previewRequestSchema.safeParse(drafted.request).success
        return drafted.by === 'Spins' ? present.spinIndex === null : present.typed[drafted.by] !== undefined
      }),
      { numRuns: 500 },
    )
  })

  it('ends in a draft whose link restores it exactly, with automatic sizes and settings', () => {
    fc.assert(
      fc.property(anyActions, (actions) => {
        const { present, settings } = run(actions)
        const url = new URL('http://plinth.test/?session=SESSION_1')
        writeDraftLink(url.searchParams, present, settings)
        const read = readDraftLink(new URL(url.href).searchParams, { start: CLEAN_DRAFT })
        // Half-typed text stays out of the link.
        expect(read).toEqual({ draft: { ...present, typed: {} }, settings, ignored: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('is undone by as many undos as there are steps, and redone again', () => {
    fc.assert(
      fc.property(anyActions, (actions) => {
        const start = beginHistory()
        const end = reduceHistory(run(actions, start), { do: 'commit' })
        const steps = end.past.length
        const undone = run(
          Array.from({ length: steps }, () => ({ do: 'undo' as const })),
          end,
        )
        expect(sameOutcome(undone.present, start.present)).toBe(true)
        const redone = run(
          Array.from({ length: steps }, () => ({ do: 'redo' as const })),
          undone,
        )
        expect(sameOutcome(redone.present, end.present)).toBe(true)
      }),
    )
  })
})

describe('undo', () => {
  it('takes back a whole drag at once', () => {
    const dragged = run([
      ...[0.2, 0.3, 0.4].map((metres) => change({ kind: 'size', axis: 0, metres })),
      { do: 'commit' },
    ])
    expect(dragged.present.sizeMetres).toEqual([0.4, 1, 1])
    expect(run([{ do: 'undo' }], dragged).present.sizeMetres).toEqual([1, 1, 1])
    expect(dragged.past).toHaveLength(1)
  })

  it('in the middle of a drag ends it first, so that redo brings it back', () => {
    const undone = run([change({ kind: 'size', axis: 1, metres: 3 }), { do: 'undo' }])
    expect(undone.present.sizeMetres).toEqual([1, 1, 1])
    expect(run([{ do: 'redo' }], undone).present.sizeMetres).toEqual([1, 3, 1])
  })

  it('has no step for a gesture that changed nothing', () => {
    expect(
      run([commit({ kind: 'pivot', pivotNormalised: [0, 0, 0] }), commit({ kind: 'type', field: 'Width', text: '1' })])
        .past,
    ).toEqual([])
  })

  it('leaves nothing to redo after a new change', () => {
    const [two, three] = [2, 3].map((metres) => commit({ kind: 'size', axis: 2, metres })) as [Action, Action]
    expect(run([two, { do: 'undo' }, three, { do: 'redo' }]).present.sizeMetres).toEqual([1, 1, 3])
  })
})

describe('cancelling a gesture', () => {
  const asLinked: Draft = {
    ...CLEAN_DRAFT,
    sizeMetres: [0.123456, 2.000001, 1 / 3],
    automatic: [false, true, false],
    pivotNormalised: [0.123456, -0.000001, 0.5],
  }
  const opened = beginHistory({ draft: asLinked, settings: { unit: 'cm', locked: true, figure: true } })

  it.each([
    ['a size, with the lock on', [0.5, 0.7].map((metres) => change({ kind: 'size', axis: 0, metres }))],
    ['an automatic size', [change({ kind: 'size', axis: 1, metres: 4 })]],
    ['the pivot', [change({ kind: 'pivot', pivotNormalised: [0.2, 0.3, 0.4] })]],
    [
      'a number typed',
      ['7', '7.', '7.5', 'x'].map((written) => change({ kind: 'type', field: 'Depth', text: written })),
    ],
  ] as const)('restores %s to the last digit, and leaves no step to undo', (_, moves) => {
    const back = run([...moves, { do: 'cancel' }], opened)
    expect(back.present).toEqual(asLinked)
    expect([back.past, back.future, isTouched(back)]).toEqual([[], [], false])
  })

  it('keeps the earlier steps to undo and to redo', () => {
    const one = run([
      commit({ kind: 'size', axis: 0, metres: 2 }),
      commit({ kind: 'size', axis: 0, metres: 3 }),
      { do: 'undo' },
    ])
    expect(run([change({ kind: 'pivot', pivotNormalised: [0.1, 0.1, 0.1] }), { do: 'cancel' }], one)).toEqual(one)
  })

  it('in a field also clears its invalid text, and no other field’s', () => {
    const wrong = run([
      commit({ kind: 'type', field: 'Width', text: 'wide' }),
      commit({ kind: 'type', field: 'Depth', text: 'deep' }),
      change({ kind: 'type', field: 'Width', text: 'wider' }),
    ])
    expect(run([{ do: 'cancel', field: 'Width' }], wrong).present.typed).toEqual({ Depth: 'deep' })
  })
})

describe('typed text', () => {
  it('keeps all its digits, while a dragged number is rounded', () => {
    expect(run([commit({ kind: 'type', field: 'Height', text: '1.23456789' })]).present.sizeMetres[1]).toBe(1.23456789)
    expect(run([commit({ kind: 'size', axis: 1, metres: 1.23456789 })]).present.sizeMetres[1]).toBe(1.235)
  })

  it('that is not a number stays as text, and leaves the last valid number alone', () => {
    const { present } = run([
      commit({ kind: 'type', field: 'Pivot Y', text: '-0.5' }),
      commit({ kind: 'type', field: 'Pivot Y', text: 'low' }),
    ])
    expect(present.typed).toEqual({ 'Pivot Y': 'low' })
    expect(present.pivotNormalised).toEqual([0, -0.5, 0])
  })

  it('is cleared when the same number is set in another way', () => {
    const wrong = commit({ kind: 'type', field: 'Pivot Y', text: 'low' })
    expect(run([wrong, commit({ kind: 'pivot', pivotNormalised: [0, 0.25, 0] })]).present.typed).toEqual({})
    expect(run([wrong, commit({ kind: 'pivot', pivotNormalised: [0.25, 0, 0] })]).present.typed).toEqual({
      'Pivot Y': 'low',
    })
  })

  it('in an automatic size makes it a given one', () => {
    const { present } = run([
      commit({ kind: 'automatic', axis: 0, on: true }),
      commit({ kind: 'type', field: 'Width', text: '0.4' }),
    ])
    expect([present.automatic[0], present.sizeMetres[0]]).toEqual([false, 0.4])
  })
})

const locked = (draft: Draft) => beginHistory({ draft, settings: { unit: 'm', locked: true, figure: true } })
const box = (sizeMetres: Vec3): Draft => ({ ...CLEAN_DRAFT, sizeMetres })

describe('the lock', () => {
  it('scales the other two sizes exactly, however many moves the drag has, and undoes in one step', () => {
    const moves = Array.from({ length: 300 }, (_, i) => change({ kind: 'size', axis: 0, metres: 0.3 + i * 0.0031 }))
    const end = run([...moves, { do: 'commit' }], locked(box([0.3, 0.7, 0.11])))
    const [w, h, d] = end.present.sizeMetres
    expect(h / w).toBeCloseTo(0.7 / 0.3, 9)
    expect(d / w).toBeCloseTo(0.11 / 0.3, 9)
    expect(run([{ do: 'undo' }], end).present.sizeMetres).toEqual([0.3, 0.7, 0.11])
  })

  it('stops a drag where another side meets its limit, with the proportions kept', () => {
    const { sizeMetres } = run([commit({ kind: 'size', axis: 1, metres: 900 })], locked(box([2, 1, 1]))).present
    expect(sizeMetres).toEqual([1000, 500, 500])
  })

  it('keeps the proportions from before the typing, whatever the digits in between', () => {
    const typed = ['0', '0.', '0.0', '0.05'].map((written) => change({ kind: 'type', field: 'Width', text: written }))
    expect(run([...typed, { do: 'commit' }], locked(box([1, 2, 4]))).present.sizeMetres).toEqual([0.05, 0.1, 0.2])
  })

  it('leaves automatic sizes automatic', () => {
    const { automatic, sizeMetres } = run(
      [commit({ kind: 'size', axis: 0, metres: 2 })],
      locked({ ...box([1, 1, 1]), automatic: [false, true, false] }),
    ).present
    expect([automatic, sizeMetres]).toEqual([
      [false, true, false],
      [2, 1, 2],
    ])
  })
})

describe('a unit', () => {
  it('changes no size and adds no step to undo', () => {
    const before = run([commit({ kind: 'type', field: 'Width', text: '0.3333' })])
    const after = run([{ do: 'set', settings: { unit: 'in' } }], before)
    expect([after.present, after.past.length]).toEqual([before.present, before.past.length])
  })

  it.each([
    ['cm', '42', 0.42],
    ['mm', '1', 0.001],
    ['in', '12', 0.3048],
    ['ft', '5', 1.524],
    ['m', '12 cm', 0.12],
    ['cm', '3ft', 0.9144],
    ['in', '0,5 m', 0.5],
  ] as const)('in %s the text "%s" is %s metres', (unit, written, metres) => {
    const { present } = run([
      { do: 'set', settings: { unit } },
      commit({ kind: 'type', field: 'Height', text: written }),
    ])
    expect(present.sizeMetres[1]).toBe(metres)
  })

  it('can make text valid that was invalid in the unit before', () => {
    const waiting = run([commit({ kind: 'type', field: 'Depth', text: '2000' })])
    expect(waiting.present.typed.Depth).toBe('2000')
    expect(run([{ do: 'set', settings: { unit: 'mm' } }], waiting).present).toMatchObject({
      typed: {},
      sizeMetres: [1, 1, 2],
    })
  })
})

describe('an offset', () => {
  it('is the pivot as a length from the centre of the box', () => {
    const start = beginHistory({
      draft: { ...CLEAN_DRAFT, sizeMetres: [0.4, 2, 1] },
      settings: { unit: 'cm', locked: false, figure: true },
    })
    expect(run([commit({ kind: 'type', field: 'Offset X', text: '-20' })], start).present.pivotNormalised).toEqual([
      -0.5, 0, 0,
    ])
    expect(run([commit({ kind: 'type', field: 'Offset Y', text: '50' })], start).present.pivotNormalised).toEqual([
      0, 0.25, 0,
    ])
    expect(run([commit({ kind: 'type', field: 'Offset X', text: '21' })], start).present.typed).toEqual({
      'Offset X': '21',
    })
  })
})

describe('an offset too large for its box', () => {
  const waiting = run([commit({ kind: 'type', field: 'Offset X', text: '1' })])

  it('is accepted at its typed length when a gesture makes the box large enough, in the same step', () => {
    expect(waiting.present.typed).toEqual({ 'Offset X': '1' })
    const moves = [1.5, 2, 2.5, 4].map((metres) => change({ kind: 'size', axis: 0, metres }))
    expect(run(moves, waiting).present.typed).toEqual({ 'Offset X': '1' })
    const grown = run([...moves, { do: 'commit' }], waiting)
    expect(grown.present).toMatchObject({ typed: {}, pivotNormalised: [0.25, 0, 0], sizeMetres: [4, 1, 1] })
    expect(run([{ do: 'undo' }], grown).present).toMatchObject({ pivotNormalised: [0, 0, 0], sizeMetres: [1, 1, 1] })
  })

  it('stays as text while the box is too small along its axis', () => {
    expect(
      run([commit({ kind: 'size', axis: 0, metres: 1.9 }), commit({ kind: 'size', axis: 1, metres: 9 })], waiting)
        .present.typed,
    ).toEqual({ 'Offset X': '1' })
  })

  it('is accepted when the mesh turns out to be large enough, without splitting a gesture', () => {
    const automatic = run([commit({ kind: 'automatic', axis: 0, on: true })], waiting)
    const learnt: Action = { do: 'learn', proportions: [5, 1, 1] }
    expect(run([learnt], automatic).present).toMatchObject({ typed: {}, pivotNormalised: [0.2, 0, 0] })
    const dragging = run(
      [change({ kind: 'size', axis: 2, metres: 1.1 }), learnt, change({ kind: 'size', axis: 2, metres: 1 })],
      automatic,
    )
    expect(dragging.past).toHaveLength(automatic.past.length)
    expect(run([{ do: 'commit' }], dragging).present).toMatchObject({ typed: {}, pivotNormalised: [0.2, 0, 0] })
  })
})

describe('a box set as a whole', () => {
  it('keeps all the typed digits of a side that stays the same', () => {
    const typed = run([
      commit({ kind: 'type', field: 'Height', text: '1.23456789' }),
      commit({ kind: 'type', field: 'Depth', text: '0.98765432' }),
    ])
    expect(
      run([commit({ kind: 'box', sizeMetres: [0.123456, 1.23456789, 0.98765432] })], typed).present.sizeMetres,
    ).toEqual([0.1235, 1.23456789, 0.98765432])
  })
})

describe('starting over', () => {
  it('returns to where the session began, and can be undone', () => {
    const edited = run([
      commit({ kind: 'size', axis: 0, metres: 7 }),
      commit({ kind: 'type', field: 'Height', text: 'tall' }),
    ])
    const over = run([commit({ kind: 'all', draft: edited.start })], edited)
    expect(over.present).toEqual(edited.start)
    expect(run([{ do: 'undo' }], over).present.sizeMetres[0]).toBe(7)
  })
})

describe('a draft', () => {
  it('counts as touched after an edit, an undone edit or half-typed text', () => {
    expect(isTouched(beginHistory())).toBe(false)
    expect(isTouched(run([commit({ kind: 'spin', index: 2 })]))).toBe(true)
    expect(isTouched(run([commit({ kind: 'spin', index: 2 }), { do: 'undo' }]))).toBe(true)
    expect(isTouched(run([commit({ kind: 'type', field: 'Width', text: 'x' })]))).toBe(true)
  })
})
