import { expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import type { Picture } from '../../src/cutout/decode-picture.ts'
import { checkered } from '../fixtures/field-kinds.ts'
import { faultsBySeed, type Rgb } from '../fixtures/field-pictures.ts'
import { randomOf } from '../fixtures/mutate.ts'

const SIDE = 256

function drawn(at: (x: number, y: number) => Rgb): Picture {
  const rgba = new Uint8Array(SIDE * SIDE * 4)
  for (let p = 0; p < SIDE * SIDE; p++) rgba.set([...at(p % SIDE, Math.floor(p / SIDE)), 255], 4 * p)
  return { width: SIDE, height: SIDE, rgba }
}

const board =
  (cell: number, light: number, dark: number) =>
  (x: number, y: number): Rgb => {
    const grey = (Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? light : dark
    return [grey, grey, grey]
  }
const paintedBoard = board(12, 255, 204)
const covered = ({ mask }: { mask: Float32Array }): number => mask.filter((a) => a >= 0.5).length

test('a painted checkerboard is background, whatever its cells, phase and greys, scaled or out of a JPEG', async () => {
  expect(await faultsBySeed(checkered)).toEqual({})
})

test('one sees through a ring before a painted checkerboard', () => {
  const cut = cutOut(
    drawn((x, y) => (Math.abs(Math.hypot(x - 128, y - 128) - 70) < 20 ? [60, 90, 180] : paintedBoard(x, y))),
  )
  expect(covered(cut) / (Math.PI * (90 ** 2 - 50 ** 2))).toBeCloseTo(1, 1)
})

test('a subject in one of the two greys keeps its surface', () => {
  const cut = cutOut(drawn((x, y) => (Math.hypot(x - 128, y - 128) < 80 ? [204, 204, 204] : paintedBoard(x, y))))
  expect(covered(cut) / (Math.PI * 80 ** 2)).toBeGreaterThan(0.85)
})

test('a chequered flag before white paper is not eaten', () => {
  const cut = cutOut(
    drawn((x, y) => (x > 60 && x < 200 && y > 80 && y < 180 ? board(20, 250, 20)(x - 60, y - 80) : [225, 228, 235])),
  )
  expect(covered(cut) / (139 * 99)).toBeCloseTo(1, 1)
})

test('a checkerboard that is too irregular, or all there is, is named, and what helps', () => {
  const named = /painted checkerboard.*holds none.*Export it again with transparency/
  expect(() => cutOut(drawn(paintedBoard))).toThrow(named)
  const random = randomOf(1)
  const shifts = Array.from({ length: SIDE }, () => Math.floor(random() * 10))
  const wobbly = drawn((x, y) =>
    Math.hypot(x - 128, y - 128) < 60 ? [180, 60, 40] : board(14, 250, 150)(x + shifts[y >> 4]!, y + shifts[x >> 4]!),
  )
  expect(() => cutOut(wobbly)).toThrow(named)
})
