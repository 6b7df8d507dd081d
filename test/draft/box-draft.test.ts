import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxAroundPivot } from '../../src/contract/fit.ts'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { boxDraftWarning, draftOfBox } from '../../src/draft/box-draft.ts'
import type { Edit } from '../../src/draft/edit.ts'
import { beginHistory, type Action, type History } from '../../src/draft/history.ts'
import { DEFAULT_SETTINGS } from '../../src/draft/settings.ts'
import { sizeDoubt } from '../../src/draft/size-offers.ts'
import { change, commit, run } from '../fixtures/draft-actions.ts'

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
    expect(boxDraftWarning(box)?.what).toMatch(/pivot lies outside/)
    expect(boxDraftWarning({ min: [-1, -1, 2], max: [1, 1, 2] })?.what, 'beside a flat side').toMatch(/outside/)
  })

  it('has the mesh’s own sizes beyond the limits of a request too, so that nothing else changes with the first edit', () => {
    const box = { min: [-1, 0, -1500], max: [1, 0.0002, 1500] } as const
    expect(draftOfBox(box).sizeMetres).toEqual([2, 0.0002, 3000])
    expect(boxDraftWarning(box)).toBeNull()
  })
})

/** The draft of a file whose box is `size`, with the lock on. */
const locked = (size: Vec3): History =>
  beginHistory({
    draft: draftOfBox(boxAroundPivot(size, [0, -0.5, 0])),
    settings: { ...DEFAULT_SETTINGS, locked: true },
    limited: false,
  })

const sizeAfter = (start: History, ...actions: readonly Action[]): Vec3 => run(actions, start).present.sizeMetres

describe('with the lock on, a file keeps its own proportions', () => {
  it('though it is larger than any request may be', () => {
    const typed = commit({ kind: 'type', field: 'Height', text: '0.8' })
    const sizes = sizeAfter(locked([1250, 800, 20]), typed)
    expect(sizes.map((side) => Number(side.toPrecision(9)))).toEqual([1.25, 0.8, 0.02])
  })

  const side = fc.integer({ min: -6000, max: 6000 }).map((thousandths) => 10 ** (thousandths / 1000))
  const height = fc.integer({ min: -3000, max: 3000 }).map((thousandths) => 10 ** (thousandths / 1000))

  it('whatever its sides from a micrometre to a thousand kilometres, typed or dragged', () => {
    fc.assert(
      fc.property(fc.tuple(side, side, side), height, fc.boolean(), ([x, y, z], metres, isTyped) => {
        const edit: Edit = isTyped
          ? { kind: 'type', field: 'Height', text: String(metres) }
          : { kind: 'size', axis: 1, metres }
        const [width, tall, depth] = sizeAfter(locked([x, y, z]), change(edit), { do: 'commit' })
        expect(Math.abs(tall / metres - 1)).toBeLessThan(1e-3)
        expect(Math.abs(width / tall / (x / y) - 1)).toBeLessThan(1e-3)
        expect(Math.abs(depth / tall / (z / y) - 1)).toBeLessThan(1e-3)
      }),
    )
  })
})

describe('a size that is far off', () => {
  it.each([
    ['millimetres as metres', [1250, 800, 20], ['÷ 1000 → 1.25 × 0.8 × 0.02 m', '÷ 100 → 12.5 × 8 × 0.2 m']],
    ['centimetres as metres', [60, 175, 40], ['÷ 1000 → 0.06 × 0.175 × 0.04 m', '÷ 100 → 0.6 × 1.75 × 0.4 m']],
    [
      'metres as millimetres',
      [0.00012, 0.000095, 0.00008],
      ['× 1000 → 0.12 × 0.095 × 0.08 m', '× 100 → 0.012 × 0.0095 × 0.008 m'],
    ],
  ] as const)('is offered in the order of magnitude that was meant: %s', (_, size, offers) => {
    expect(sizeDoubt(size, 'm')?.offers.map(({ text }) => text)).toEqual(offers)
  })

  it('is said in the artist’s unit', () => {
    expect(sizeDoubt([1250, 800, 20], 'cm')?.offers[0]?.text).toBe('÷ 1000 → 125 × 80 × 2 cm')
  })

  it.each([[[0.006, 0.01, 0.006]], [[12, 9, 12]], [[4.4, 1.45, 1.8]]] as const)('is not claimed of %j m', (size) => {
    expect(sizeDoubt(size, 'm')).toBeNull()
  })

  it('is put right in one step, with the pivot in its place, and taken back by one undo', () => {
    const start = locked([1250, 800, 20])
    const divided = run([commit({ kind: 'scale', factor: 1 / 1000 })], start)
    expect(divided.present).toMatchObject({ sizeMetres: [1.25, 0.8, 0.02], pivotNormalised: [0, -0.5, 0] })
    expect(divided.past).toHaveLength(1)
    expect(run([{ do: 'undo' }], divided).present.sizeMetres).toEqual([1250, 800, 20])
  })

  it('is not scaled beyond the limits of a request where there will be one', () => {
    expect(sizeAfter(beginHistory(), commit({ kind: 'scale', factor: 1e6 }))).toEqual([1000, 1000, 1000])
    expect(sizeAfter(beginHistory(), commit({ kind: 'scale', factor: NaN }))).toEqual([1, 1, 1])
  })
})
