import { expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { levelSeam } from '../../src/cutout/level-seam.ts'
import { seamed } from '../fixtures/field-kinds.ts'
import { randomOf } from '../fixtures/mutate.ts'
import { before, faultsBySeed, painted, proportionOf, thingOf, type Rgb } from '../fixtures/field-pictures.ts'

test('the seam between wall and floor is no subject, whatever its height, softness, tilt and colours', async () => {
  expect(await faultsBySeed(seamed)).toEqual({})
})

const paper: Rgb = [225, 228, 232]

test('a skirting board along the seam is no subject either', () => {
  const thing = thingOf(5)
  const picture = before(thing, (_, y) => (y < 150 ? paper : y < 156 ? [90, 70, 60] : [170, 160, 150]))
  const { mask, width } = cutOut(picture)
  expect(proportionOf(mask, width) / thing.proportion).toBeCloseTo(1, 1)
})

test('a plank across the whole picture is a subject, not a floor', () => {
  const picture = before(thingOf(5), () => paper)
  const plank = painted(picture, (_, y) => (y > 100 && y < 150 ? [120, 80, 50] : paper))
  expect(levelSeam(plank)).toBe(plank)
})

test('a backdrop that changes evenly is left as it is', () => {
  const picture = before(thingOf(6), (x, y) => [120 + y / 3, 150 + y / 4 - x / 20, 200 - y / 5])
  expect(levelSeam(picture)).toBe(picture)
})

test('the picture that came in is left as it was', async () => {
  const picture = await seamed(thingOf(2), randomOf(2), 2)
  const bytes = Uint8Array.from(picture.rgba)
  cutOut(picture)
  expect(Uint8Array.from(picture.rgba)).toEqual(bytes)
})
