import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { CLEAN_DRAFT, type Draft } from '../../src/draft/draft.ts'
import { KINDS, boxOfKind } from '../../src/draft/kinds.ts'
import { isStretched, mayStretch, stretchWarning, unstretched } from '../../src/draft/stretch.ts'

const kind = (name: string) => {
  const found = KINDS.find((candidate) => candidate.name === name)
  if (!found) throw new Error(name)
  return found
}

describe('the size of a kind', () => {
  it.each(KINDS.map(({ name }) => name))('of a %s gives its height, in the picture’s proportions', (name) => {
    const [width, height] = boxOfKind(kind(name), [300, 400])
    expect(height).toBe(kind(name).sizeMetres[1])
    expect(width / height).toBeCloseTo(0.75)
  })

  it('for a car seen from the side swaps width and depth', () => {
    expect(boxOfKind(kind('Car'), [300, 100])[2]).toBe(1.8)
    expect(boxOfKind(kind('Car'), [120, 100])[2]).toBe(4.4)
  })

  it('is the kind’s own box when the picture does not tell an outline', () => {
    expect(boxOfKind(kind('Mug'), null)).toEqual([0.12, 0.095, 0.085])
  })
})

const back = (draft: Partial<Draft>, drawn: Vec3) => unstretched({ ...CLEAN_DRAFT, ...draft }, drawn, [1, 4])

describe('a box that stretches the spin', () => {
  it('has at least two given sides, because the others follow a single one', () => {
    expect(mayStretch({ automatic: [true, false, true] })).toBe(false)
    expect(mayStretch({ automatic: [true, true, true] })).toBe(false)
    expect(mayStretch({ automatic: [false, false, true] })).toBe(true)
  })

  it('is warned of from 15 per cent, with the amount and the direction', () => {
    expect(stretchWarning([1.14, 1, 1], [1, 1])).toBeNull()
    expect(stretchWarning([1.5, 1, 1], [1, 1])).toBe('50 % wider than the spin.')
    expect(stretchWarning([1, 1.32, 1], [10, 10])).toBe('32 % taller than the spin.')
    expect(stretchWarning([5, 1, 1], null)).toBeNull()
  })

  it('can be given the spin’s proportions, keeping its height, or its width when the height is automatic', () => {
    expect(back({ sizeMetres: [5, 2, 3] }, [5, 2, 3])).toEqual({
      sizeMetres: [0.5, 2, 3],
      automatic: [false, false, false],
    })
    expect(back({ sizeMetres: [5, 2, 3], automatic: [false, true, true] }, [5, 6, 7])).toEqual({
      sizeMetres: [5, 20, 3],
      automatic: [false, false, true],
    })
    expect(back({ sizeMetres: [5, 2, 3], automatic: [true, false, false] }, [9, 2, 3])).toEqual({
      sizeMetres: [0.5, 2, 3],
      automatic: [false, false, false],
    })
  })

  it('differs from one in proportion by more than rounding', () => {
    expect([0.3333, 0.335].map((width) => isStretched([width, 1, 1], [1, 3]))).toEqual([false, true])
  })
})
