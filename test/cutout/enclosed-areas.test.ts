import { describe, expect, test } from 'vitest'
import type { EnclosedChoice } from '../../src/contract/enclosed-areas.ts'
import { cutOut } from '../../src/cutout/cut-out.ts'
import type { Picture } from '../../src/cutout/decode-picture.ts'
import { removeBackground } from '../../src/cutout/remove-background.ts'
import { bodiesOf, overlap } from '../fixtures/masks.ts'
import { drawnRing, outlinedFigure, pierced, type DrawnPicture } from '../fixtures/outlined-pictures.ts'
import { asJpeg } from '../fixtures/scenes.ts'

const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1)

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

const span = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) + 1

/** Width by height of what is at least half covered. */
function proportion(mask: Float32Array, width: number): number {
  const covered = Array.from(mask.keys()).filter((p) => mask[p]! >= 0.5)
  return span(covered.map((p) => p % width)) / span(covered.map((p) => Math.floor(p / width)))
}

function expectWhole(mask: Float32Array, { picture: { width, height }, alpha }: DrawnPicture): void {
  expect(bodiesOf({ width, height, mask })).toBe(1)
  expect(overlap(mask, alpha)).toBeGreaterThan(0.96)
  expect(Math.abs(proportion(mask, width) / proportion(alpha, width) - 1)).toBeLessThan(0.03)
}

/** Every second one has been through a JPEG. */
const asSeen = async ({ seed, picture }: DrawnPicture): Promise<Picture> =>
  seed % 2 === 0 ? asJpeg(picture, 90) : picture

describe('what an outline encloses belongs to the figure', () => {
  test.each(SEEDS.map(outlinedFigure))('$name', async (drawn) => {
    const { mask, enclosed } = removeBackground(await asSeen(drawn))
    expectWhole(mask, drawn)
    expect(enclosed).toBe(drawn.enclosed)
  })
})

describe('one sees through a plain opening', () => {
  test.each(SEEDS.map(pierced))('$name', async (drawn) => {
    const { mask, enclosed } = removeBackground(await asSeen(drawn))
    expectWhole(mask, drawn)
    expect(enclosed).toBe('open')
  })
})

/** Of the cut-out by a choice, as a share of that without one. */
const areaBy = (picture: Picture, choice: EnclosedChoice): number =>
  sum(cutOut(picture, { enclosed: choice }).mask) / sum(cutOut(picture).mask)

test('a ring of which only the lines are drawn keeps its hole', () => {
  const { mask, enclosed } = removeBackground(drawnRing())
  expect([200, 200 + 58, 200 + 90].map((x) => mask[200 * 400 + x])).toEqual([0, 1, 0])
  expect(enclosed).toBe('mixed')
})

describe('the artist decides', () => {
  const [white, ring] = [outlinedFigure(3), pierced(6)]

  test('and opens what was filled, or fills what was open; what the picture itself says stays known', () => {
    expect(areaBy(white.picture, 'filled')).toBe(1)
    expect(areaBy(white.picture, 'open')).toBeLessThan(0.4)
    expect(areaBy(ring.picture, 'open')).toBe(1)
    expect(areaBy(ring.picture, 'filled')).toBeGreaterThan(1.3)
    expect(cutOut(white.picture, { enclosed: 'open' }).enclosed).toBe('filled')
    expect(cutOut(ring.picture, { enclosed: 'filled' }).enclosed).toBe('open')
  })

  test('an opening in the picture’s own alpha stays open until it is filled, and then has the colours around it', () => {
    const rgba = ring.picture.rgba.map((value, k) => (k % 4 === 3 ? Math.round(255 * ring.alpha[k >> 2]!) : value))
    const clear = { ...ring.picture, rgba }
    const [open, filled] = [cutOut(clear), cutOut(clear, { enclosed: 'filled' })]
    const middle = (open.height >> 1) * open.width + (open.width >> 1)
    expect([open.mask[middle], filled.mask[middle]]).toEqual([0, 1])
    expect(filled.enclosed).toBe('open')
    expect(Math.min(...filled.mask.subarray(middle - 60, middle + 60))).toBe(1)
    expect([0, 1, 2].map((c) => Math.abs(filled.colour[3 * middle + c]! - ring.colour[c]!)).every((d) => d < 12)).toBe(
      true,
    )
  })
})
