import { expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { trimmed } from '../fixtures/field-kinds.ts'
import { alone, before, faultsBySeed, painted, thingOf, type Rgb } from '../fixtures/field-pictures.ts'

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

test('alpha in a column, a margin, corners, bars or a feathered edge does not make the whole photo the subject', async () => {
  const faults = await faultsBySeed(trimmed)
  expect(faults).toEqual({})
})

test('a few stray transparent pixels in a photo are no outline and no holes', async () => {
  const faults = await faultsBySeed((thing, random) => {
    const holes = new Set(Array.from({ length: 40 }, () => Math.floor(random() * thing.alpha.length)))
    return painted(
      before(thing, () => [255, 255, 255]),
      (x, y) => (holes.has(y * thing.width + x) ? [0, 0, 0, 0] : null),
    )
  })
  expect(faults).toEqual({})
})

const SIDE = 256

/** How much of the opaque pixels the cut-out keeps. */
function kept(alpha: (x: number, y: number) => number, colour: (x: number, y: number) => Rgb): number {
  const rgba = new Uint8Array(SIDE * SIDE * 4)
  let opaque = 0
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      rgba.set([...colour(x, y), Math.round(255 * alpha(x, y))], 4 * (y * SIDE + x))
      opaque += alpha(x, y)
    }
  return cutOut({ width: SIDE, height: SIDE, rgba }).mask.reduce((a, b) => a + b, 0) / opaque
}

const inset = (px: number) => (x: number, y: number) => (Math.min(x, y, SIDE - 1 - x, SIDE - 1 - y) < px ? 0 : 1)

const OWN_OUTLINES: Readonly<Record<string, number>> = {
  'a crate of planks': kept(inset(6), (x, y) => (x % 50 < 3 || y % 80 < 3 ? [70, 45, 20] : [150, 105, 60])),
  'a plain tile': kept(inset(4), () => [180, 60, 50]),
  'a telephone with a lit screen': kept(inset(3), (x, y) => (inset(16)(x, y) === 1 ? [90, 160, 220] : [12, 12, 14])),
  'a ball that touches all sides': kept(
    (x, y) => (Math.hypot(x - 127.5, y - 127.5) < 127 ? 1 : 0),
    (x, y) => (Math.hypot(x - 127.5, y - 127.5) < 40 ? [200, 30, 30] : [240, 240, 240]),
  ),
  'a bust that the lower edge cuts off': kept(
    (x, y) => (y > 20 && Math.abs(x - 128) < 40 + Math.max(0, (y - 120) * 0.8) ? 1 : 0),
    (_, y) => (y < 120 ? [220, 180, 150] : [60, 70, 120]),
  ),
}

test.each(Object.entries(OWN_OUTLINES))('%s keeps the outline it came with', (_, share) => {
  expect(share).toBeCloseTo(1, 2)
})

test('an object with its own outline is cut out as it is', () => {
  const thing = thingOf(3)
  expect(sum(cutOut(alone(thing)).mask) / sum(thing.alpha)).toBeCloseTo(1, 2)
})
