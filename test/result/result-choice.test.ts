import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chosenResult, withPick, type Picks } from '../../src/result/result-choice.ts'
import { spinOf, type Result } from '../../src/result/result.ts'

const result = (version: string, spin: number | null): Result => ({
  sessionCode: 'S_1',
  kind: 'preview',
  request: spin === null ? {} : { selected_spin_index: spin },
  formats: ['glb'],
  version,
  name: 'Duck',
})

const NONE: Picks = new Map()
const MADE = [result('a', 0), result('b', 1), result('c', 0)]

it('a spin shows its own newest mesh, and one without a mesh none', () => {
  expect(chosenResult(MADE, 0, NONE)?.version).toBe('c')
  expect(chosenResult(MADE, 1, NONE)?.version).toBe('b')
  expect(chosenResult(MADE, 2, NONE)).toBeNull()
})

it('a spin without one shows the mesh of which nobody says whose it is', () => {
  const found = result('found', null)
  expect(chosenResult([found, ...MADE], 3, NONE)).toBe(found)
  expect(chosenResult([found, ...MADE], 0, NONE)?.version).toBe('c')
})

it('an older mesh that was picked is shown until a newer one comes', () => {
  const picks = withPick(NONE, MADE, 0, result('a', 0))
  expect(chosenResult(MADE, 0, picks)?.version).toBe('a')
  expect(chosenResult(MADE, 1, picks)?.version).toBe('b')
  expect(chosenResult([...MADE, result('d', 0)], 0, picks)?.version).toBe('d')
})

it('a mesh of which nobody says whose it is can be picked beside those of a spin, and gives way to a newer one', () => {
  const found = result('found', null)
  const made = [found, ...MADE]
  const picks = withPick(NONE, made, 0, found)
  expect(chosenResult(made, 0, picks)).toBe(found)
  expect(chosenResult([...made, result('d', 0)], 0, picks)?.version).toBe('d')
})

it('a picked mesh stays while others of its spin are deleted', () => {
  const picks = withPick(NONE, MADE, 0, result('a', 0))
  expect(chosenResult(MADE.slice(0, 2), 0, picks)?.version).toBe('a')
})

it('a picked mesh that was deleted gives way to the newest', () => {
  const picks = withPick(NONE, MADE, 0, result('a', 0))
  expect(chosenResult(MADE.slice(1), 0, picks)?.version).toBe('c')
})

it('whatever is made, picked and deleted, the shown mesh is of the chosen spin, or nobody’s', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('make' as const), spin: fc.option(fc.nat(3)) }),
    fc.record({ do: fc.constant('pick' as const), index: fc.nat(20) }),
    fc.record({ do: fc.constant('delete' as const), index: fc.nat(20) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let [results, picks]: [Result[], Picks] = [[], NONE]
      const isTrue = (spin: number) => {
        const shown = chosenResult(results, spin, picks)
        const own = results.filter((one) => spinOf(one) === spin)
        const nobodys = results.filter((one) => spinOf(one) === null)
        const candidates = own.length > 0 ? own : nobodys
        return shown === null ? candidates.length === 0 : candidates.includes(shown)
      }
      return steps.every((taken, index) => {
        if (taken.do === 'make') results = [...results, result(`v${index}`, taken.spin)]
        const target = taken.do === 'make' ? undefined : results[taken.index % Math.max(1, results.length)]
        if (taken.do === 'delete') results = results.filter((one) => one !== target)
        if (taken.do === 'pick' && target) picks = withPick(picks, results, spinOf(target), target)
        const picked = taken.do !== 'pick' || !target || chosenResult(results, spinOf(target), picks) === target
        return picked && [0, 1, 2, 3].every(isTrue)
      })
    }),
  )
})
