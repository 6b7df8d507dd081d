import { describe, expect, it } from 'vitest'
import { KINDS, boxOfKind } from '../../src/draft/kinds.ts'
import { stretchOf, stretchWarning, unstretched } from '../../src/draft/stretch.ts'

const kind = (name: string) => {
  const found = KINDS.find((each) => each.name === name)
  if (!found) throw new Error(name)
  return found
}

describe('the size of a kind', () => {
  it.each(KINDS.map(({ name }) => name))('%s is as high as its kind and keeps the picture’s proportions', (name) => {
    const [width, height] = boxOfKind(kind(name), [300, 400])
    expect(height).toBe(kind(name).sizeMetres[1])
    expect(width / height).toBeCloseTo(0.75)
  })

  it('turns a car that is seen from its side, so that it is as deep as a car is wide', () => {
    expect(boxOfKind(kind('Car'), [300, 100])[2]).toBe(1.8)
    expect(boxOfKind(kind('Car'), [120, 100])[2]).toBe(4.4)
  })

  it('is the kind’s own where the picture tells nothing', () => {
    expect(boxOfKind(kind('Mug'), null)).toEqual([0.12, 0.095, 0.085])
  })
})

describe('a box that stretches the spin', () => {
  it('is named from 15 per cent on, with how much and which way', () => {
    expect(stretchWarning([1.14, 1, 1], [1, 1])).toBeNull()
    expect(stretchWarning([1.5, 1, 1], [1, 1])).toBe('50 % wider than the spin.')
    expect(stretchWarning([1, 1.32, 1], [10, 10])).toBe('32 % taller than the spin.')
    expect(stretchWarning([5, 1, 1], null)).toBeNull()
  })

  it('gets the spin’s proportions back, keeping the height, or the width where the height is automatic', () => {
    expect(unstretched([5, 2, 3], [false, false, false], [1, 4])).toEqual([0.5, 2, 3])
    expect(unstretched([5, 2, 3], [false, true, false], [1, 4])).toEqual([5, 20, 3])
    expect(stretchOf(unstretched([5, 2, 3], [false, false, true], [3, 4]), [3, 4])).toBeCloseTo(1)
  })
})
