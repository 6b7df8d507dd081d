import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { CLEAN_DRAFT, type Draft } from '../../src/draft/draft.ts'
import { beginHistory, isTouched, type Action } from '../../src/draft/history.ts'
import { DEFAULT_SETTINGS } from '../../src/draft/settings.ts'
import { change, commit, run } from '../fixtures/draft-actions.ts'

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

  it('has no step for a gesture that changed nothing, not even the sign of a zero', () => {
    const { present } = run([commit({ kind: 'pivot', pivotNormalised: [-0, 0, -0] })])
    expect(present.pivotNormalised).toEqual([0, 0, 0])
    expect(
      run([commit({ kind: 'pivot', pivotNormalised: [0, 0, 0] }), commit({ kind: 'type', field: 'Height', text: '1' })])
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
const box = (sizeMetres: Vec3): Draft => ({ ...CLEAN_DRAFT, sizeMetres, automatic: [false, false, false] })

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

  it('is on from the start', () => {
    expect(beginHistory().settings.locked).toBe(true)
  })

  it.each([
    ['one side is given', [true, false, true]],
    ['none is', [true, true, true]],
  ] as const)('lets the others follow the side that is set, where %s [LOCK-1]', (_, automatic) => {
    const start = locked({ ...box([1, 2, 1]), automatic })
    for (const edit of [
      { kind: 'size', axis: 2, metres: 0.4 },
      { kind: 'type', field: 'Depth', text: '0.4' },
    ] as const) {
      const { present } = run([commit({ kind: 'type', field: 'Width', text: 'wi' }), commit(edit)], start)
      expect(present).toMatchObject({ automatic: [true, true, false], sizeMetres: [1, 2, 0.4], typed: {} })
    }
  })

  it('keeps a shape that the artist gave, with the side that was automatic [LOCK-3]', () => {
    const start = beginHistory({
      draft: { ...box([4, 1, 9]), automatic: [false, false, true] },
      proportions: [1, 1, 1],
    })
    const { present } = run([commit({ kind: 'type', field: 'Depth', text: '4' })], start)
    expect(present).toMatchObject({ automatic: [false, false, false], sizeMetres: [8, 2, 4] })
  })

  it('passes on with Auto: the side that is given again governs', () => {
    const start = beginHistory({ draft: { ...CLEAN_DRAFT, sizeMetres: [7, 0.5, 7] }, proportions: [3, 1, 2] })
    const { present } = run([commit({ kind: 'automatic', axis: 0, on: false })], start)
    expect(present).toMatchObject({ automatic: [false, true, true], sizeMetres: [1.5, 0.5, 7] })
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
    expect(run([commit({ kind: 'type', field: 'X from centre', text: '-20' })], start).present.pivotNormalised).toEqual(
      [-0.5, 0, 0],
    )
    expect(run([commit({ kind: 'type', field: 'Y from centre', text: '50' })], start).present.pivotNormalised).toEqual([
      0, 0.25, 0,
    ])
    expect(run([commit({ kind: 'type', field: 'X from centre', text: '21' })], start).present.typed).toEqual({
      'X from centre': '21',
    })
  })
})

describe('an offset too large for its box', () => {
  const unlocked = beginHistory({ draft: box([1, 1, 1]), settings: { ...DEFAULT_SETTINGS, locked: false } })
  const waiting = run([commit({ kind: 'type', field: 'X from centre', text: '1' })], unlocked)

  it('is accepted at its typed length when a gesture makes the box large enough, in the same step', () => {
    expect(waiting.present.typed).toEqual({ 'X from centre': '1' })
    const moves = [1.5, 2, 2.5, 4].map((metres) => change({ kind: 'size', axis: 0, metres }))
    expect(run(moves, waiting).present.typed).toEqual({ 'X from centre': '1' })
    const grown = run([...moves, { do: 'commit' }], waiting)
    expect(grown.present).toMatchObject({ typed: {}, pivotNormalised: [0.25, 0, 0], sizeMetres: [4, 1, 1] })
    expect(run([{ do: 'undo' }], grown).present).toMatchObject({ pivotNormalised: [0, 0, 0], sizeMetres: [1, 1, 1] })
  })

  it('stays as text while the box is too small along its axis', () => {
    expect(
      run([commit({ kind: 'size', axis: 0, metres: 1.9 }), commit({ kind: 'size', axis: 1, metres: 9 })], waiting)
        .present.typed,
    ).toEqual({ 'X from centre': '1' })
  })

  it('is accepted when the mesh turns out to be large enough, without splitting a gesture', () => {
    const automatic = run([commit({ kind: 'automatic', axis: 0, on: true })], waiting)
    const learnt: Action = { do: 'learn', spin: null, mesh: { sizeMetres: [5, 1, 1], natural: [5, 1, 1] } }
    expect(run([learnt], automatic).present).toMatchObject({ typed: {}, pivotNormalised: [0.2, 0, 0] })
    const dragging = run(
      [change({ kind: 'size', axis: 2, metres: 1.1 }), learnt, change({ kind: 'size', axis: 2, metres: 1 })],
      automatic,
    )
    expect(dragging.past).toHaveLength(automatic.past.length)
    expect(run([{ do: 'commit' }], dragging).present).toMatchObject({ typed: {}, pivotNormalised: [0.2, 0, 0] })
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
