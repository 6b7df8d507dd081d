import { expect, test } from 'vitest'
import { BACKGROUND, SUBJECT } from '../../src/cutout/background-label.ts'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { dropCrumbs } from '../../src/cutout/drop-crumbs.ts'
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

test('a pale band where the picture’s edge cuts the subject stays', () => {
  const [width, height] = [64, 64]
  const distance = new Float32Array(width * height)
  for (let y = 16; y < 48; y++) distance.fill(5, y * width, y * width + 6).fill(100, y * width + 6, y * width + 40)
  const label = new Uint8Array(distance.length).fill(BACKGROUND)
  for (let p = 0; p < label.length; p++) if (distance[p]! > 0) label[p] = SUBJECT
  const whole = label.slice()
  dropCrumbs(distance, label, width, height, 10)
  expect(label).toEqual(whole)
})
