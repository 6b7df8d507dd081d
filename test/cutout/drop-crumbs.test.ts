import { expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { before, faultsBySeed, pick, proportionOf, through, type Rgb } from '../fixtures/field-pictures.ts'

const BACKDROPS: readonly Rgb[] = [
  [255, 255, 255],
  [233, 228, 218],
  [200, 216, 232],
  [34, 34, 34],
]

test('crumbs of a JPEG’s ringing are no part of a drawing before an even backdrop', async () => {
  const faults = await faultsBySeed((thing, random) => {
    const backdrop = pick(random, BACKDROPS)
    return through(
      before(thing, () => backdrop),
      'jpeg',
      Math.round(78 + 10 * random()),
    )
  })
  expect(faults).toEqual({})
})

test('a pale band at the rim of a dark subject stays, as weak as it is', () => {
  const side = 256
  const rgba = new Uint8Array(side * side * 4).fill(255)
  for (let y = 40; y < 216; y++)
    for (let x = 80; x < 176; x++) {
      const value = x < 90 ? 243 : 40
      rgba.set([value, value, value], 4 * (y * side + x))
    }
  const { mask, width } = cutOut({ width: side, height: side, rgba })
  expect(proportionOf(mask, width)).toBeCloseTo(96 / 176, 2)
})
