import { expect, test } from 'vitest'
import { BACKGROUND, SUBJECT } from '../../src/cutout/background-label.ts'
import { mapDoubt } from '../../src/cutout/map-doubt.ts'

const SIDE = 320
type Area = (x: number, y: number) => boolean
type Value = (x: number, y: number) => number

const disc: Area = (x, y) => Math.hypot(x - 160, y - 140) < 70
/** Of about the same area, in twelve teeth. */
const comb: Area = (x, y) => y >= 60 && y < 190 && x >= 20 && x < 300 && (y < 75 || (x - 20) % 24 < 10)
/** A patch that the map wavers about, apart from both. */
const patch: Area = (x, y) => x >= 100 && x < 200 && y >= 250 && y < 275

const raster = (value: Value): number[] =>
  Array.from({ length: SIDE * SIDE }, (_, p) => value(p % SIDE, Math.floor(p / SIDE)))

function doubtOf(subject: Area, map: Value, behind: Value = () => 90) {
  const rgba = new Uint8Array(raster((x, y) => (subject(x, y) ? 220 : behind(x, y))).flatMap((v) => [v, v, v, 255]))
  const label = Uint8Array.from(raster((x, y) => (subject(x, y) ? SUBJECT : BACKGROUND)))
  const values = Float32Array.from(raster(map))
  return mapDoubt({ rgba, width: SIDE, height: SIDE }, label, { width: SIDE, height: SIDE, values })
}
const withPatch =
  (subject: Area, value: number): Value =>
  (x, y) =>
    subject(x, y) ? 1 : patch(x, y) ? value : 0

const tiles: Value = (x, y) => ((Math.floor(x / 10) + Math.floor(y / 10)) % 2 === 0 ? 40 : 120)
const fading: Value = (x, y) => Math.max(0, Math.min(1, (100 - Math.hypot(x - 160, y - 140)) / 60))

test('what the map contradicts is told as a share of the subject’s area', () => {
  expect(doubtOf(disc, withPatch(disc, 0)).disagreement).toBe(0)
  expect(doubtOf(disc, withPatch(disc, 0.4)).disagreement).toBeCloseTo((0.4 * 2500) / (Math.PI * 70 ** 2), 3)
  expect(doubtOf(disc, () => 0).disagreement).toBeCloseTo((66 / 70) ** 2, 1)
})

test('the same wavering makes a guess of a round thing’s outline, and not of a comb’s, which is longer', () => {
  expect(doubtOf(disc, withPatch(disc, 0.4)).isGuess).toBe(true)
  expect(doubtOf(comb, withPatch(comb, 0.4)).isGuess).toBe(false)
})

test('less of it is enough before a background as rich in edges as the subject', () => {
  expect(doubtOf(disc, withPatch(disc, 0.03)).isGuess).toBe(false)
  expect(doubtOf(disc, withPatch(disc, 0.03), tiles).isGuess).toBe(true)
  expect(doubtOf(disc, withPatch(disc, 0), tiles).isGuess).toBe(false)
})

test('a map that fades out all along the outline sees none', () => {
  expect(doubtOf(disc, fading).isGuess).toBe(true)
})
