import { expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { dusty } from '../fixtures/field-kinds.ts'
import { alone, faultsBySeed, painted, thingOf } from '../fixtures/field-pictures.ts'
import { bodiesOf, disc } from '../fixtures/masks.ts'

test('dust is left out of a photo and of a picture with alpha, wherever it lies', async () => {
  expect(await faultsBySeed(dusty)).toEqual({})
})

const thing = thingOf(4)
const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

const area = sum(thing.alpha)

/** The thing with a row of square islands along the top, each of `share` of its area. */
const withIslands = (count: number, share: number) =>
  painted(alone(thing), (x, y) => {
    const side = Math.sqrt(area * share)
    return y < side && x % (2 * side + 2) < side && x < count * (2 * side + 2) ? [30, 30, 30, 255] : null
  })

test('the specks that were left out are counted', () => {
  expect(cutOut(withIslands(3, 0.0008)).specksLeftOut).toBe(3)
  expect(cutOut(alone(thing)).specksLeftOut).toBe(0)
})

test('small parts that belong stay: a droplet of half a percent, and a spray of many smaller ones', () => {
  expect(bodiesOf(cutOut(withIslands(2, 0.005)))).toBe(3)
  expect(bodiesOf(cutOut(withIslands(22, 0.0018)))).toBe(23)
})

test('nothing is left of the soft rim of a speck', () => {
  const { width, height, mask } = disc(80)
  const rgba = new Uint8Array(width * height * 4)
  mask.forEach((a, p) => (rgba[4 * p + 3] = Math.round(255 * a)))
  for (const [p, a] of [
    [5 * width + 5, 255],
    [5 * width + 6, 90],
    [6 * width + 5, 90],
    [5 * width + 4, 40],
  ] as const)
    rgba[4 * p + 3] = a
  const cut = cutOut({ width, height, rgba })
  expect(sum(cut.mask)).toBeCloseTo(sum(mask), 0)
})
