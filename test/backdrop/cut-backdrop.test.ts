import { expect, test } from 'vitest'
import { cutBackdrop } from '../../src/backdrop/cut-backdrop.ts'
import { crop } from '../../src/backdrop/spin-cutout.ts'

const WIDTH = 20
const HEIGHT = 20

/** A frame with a grey backdrop that darkens downwards; `paint` gives the colour of whatever stands before it. */
function frame(paint: (x: number, y: number) => readonly [number, number, number] | null) {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const grey = 200 - y
      data.set([...(paint(x, y) ?? [grey, grey, grey]), 255], (y * WIDTH + x) * 4)
    }
  }
  return { data, width: WIDTH, height: HEIGHT }
}

const inside = (x: number, y: number) => x >= 5 && x < 12 && y >= 3 && y < 17
/** The alpha at which the outline is drawn, and how far from it a pixel is clearly inside or outside. */
const OUTLINE = 127.5
const CLEARLY = 90

const alphaAt = ({ data }: { data: Uint8ClampedArray }, x: number, y: number) =>
  data[(y * WIDTH + x) * 4 + 3] ?? Number.NaN
const isIn = (picture: { data: Uint8ClampedArray }, x: number, y: number) => alphaAt(picture, x, y) > OUTLINE + CLEARLY
const isOut = (picture: { data: Uint8ClampedArray }, x: number, y: number) => alphaAt(picture, x, y) < OUTLINE - CLEARLY

test('the backdrop goes, the subject stays, and its bounds are exact to the pixel', () => {
  const picture = frame((x, y) => (inside(x, y) ? [200, 40, 30] : null))
  expect(cutBackdrop(picture)).toEqual({ left: 5, top: 3, right: 11, bottom: 16 })
  expect([isOut(picture, 0, 0), isIn(picture, 6, 6), isOut(picture, 15, 10)]).toEqual([true, true, true])
})

/** The backdrop in a soft shadow, darker by `part` with every pixel from the sides. */
function shadowed(x: number, y: number, part = 0.05): [number, number, number] {
  const grey = (200 - y) * (1 - part * Math.min(x, WIDTH - 1 - x))
  return [grey, grey, grey]
}

test('a soft shadow on the ground goes with the backdrop, and does not widen the bounds', () => {
  const picture = frame((x, y) => (inside(x, y) ? [200, 40, 30] : y > 15 ? shadowed(x, y) : null))
  expect(cutBackdrop(picture)).toEqual({ left: 5, top: 3, right: 11, bottom: 16 })
  expect([alphaAt(picture, 10, 19), alphaAt(picture, 15, 18)]).toEqual([0, 0])
})

test('a grey subject standing in its shadow stays whole down to the ground', () => {
  const picture = frame((x, y) => (inside(x, y) ? [90, 90, 90] : y > 13 ? shadowed(x, y, 0.03) : null))
  cutBackdrop(picture)
  expect([isIn(picture, 8, 8), isIn(picture, 8, 14), isOut(picture, 15, 18)]).toEqual([true, true, true])
})

test('specks of shadow and noise go, even fully opaque ones', () => {
  const picture = frame((x, y) =>
    (x > 0 && x < 12 && y > 1 && y < 17) || (x === 15 && y === 16) ? [200, 40, 30] : null,
  )
  expect(cutBackdrop(picture)).toEqual({ left: 1, top: 2, right: 11, bottom: 16 })
  expect(alphaAt(picture, 15, 16)).toBe(0)
})

test('the outline is exact to a tenth of a pixel, and smooth along a slant', () => {
  const straight = frame((x, y) => (inside(x, y) ? [200, 40, 30] : null))
  cutBackdrop(straight)
  // The subject's edge is halfway between pixels 11 and 12.
  const [last, next] = [alphaAt(straight, 11, 9), alphaAt(straight, 12, 9)]
  expect(11 + (last - OUTLINE) / (last - next)).toBeCloseTo(11.5, 1)
  const slanted = frame((x, y) => (y > 2 && y < 17 && x > 2 && x < 8 + y / 3 ? [200, 40, 30] : null))
  cutBackdrop(slanted)
  const crossings = Array.from({ length: 7 }, (_, i) => {
    const y = 6 + i
    const x =
      Array.from({ length: WIDTH }, (_each, at) => at).findLast((at) => alphaAt(slanted, at, y) > OUTLINE) ?? Number.NaN
    return x + (alphaAt(slanted, x, y) - OUTLINE) / (alphaAt(slanted, x, y) - alphaAt(slanted, x + 1, y)) - y / 3
  })
  // A staircase of whole pixels would be off by up to two thirds of one.
  expect(Math.max(...crossings) - Math.min(...crossings)).toBeLessThan(0.35)
})

test('the cutout has a margin all round, beyond the frame’s edge too, and its bottom row first', () => {
  const picture = frame((x, y) => (x < 6 && y >= 3 ? [200, y * 9, 30] : null))
  const cutout = crop(picture, { left: 0, top: 3, right: 5, bottom: 19 }, 2)
  expect([cutout.widthPx, cutout.heightPx, cutout.marginPx]).toEqual([10, 21, 2])
  const at = (x: number, row: number) => [...cutout.data.subarray((row * 10 + x) * 4, (row * 10 + x) * 4 + 4)]
  expect(at(2, 0)).toEqual([0, 0, 0, 0])
  expect(at(2, 2)).toEqual([200, 171, 30, 255])
  expect(at(1, 2)).toEqual([0, 0, 0, 0])
  expect(at(7, 18)).toEqual([200, 27, 30, 255])
})

test('a grey subject is whole above the ground', () => {
  const picture = frame((x, y) => (inside(x, y) ? [120, 120, 120] : null))
  cutBackdrop(picture)
  expect(isIn(picture, 8, 8)).toBe(true)
})

test('the backdrop mixed into the outline is removed', () => {
  const picture = frame((x, y) => (x === 4 && y === 8 ? [197, 165, 163] : inside(x, y) ? [200, 40, 30] : null))
  cutBackdrop(picture)
  const [red, green, blue] = picture.data.subarray((8 * WIDTH + 4) * 4)
  expect(red).toBeGreaterThan(190)
  expect(green).toBeLessThan(165)
  expect(blue).toBeLessThan(163)
})

test('in an empty frame nothing stands out', () => {
  expect(cutBackdrop(frame(() => null))).toBeNull()
})

const mix = (a: number, b: number) => a * 0.25 + b * 0.75

const mixed = (y: number): [number, number, number] => [mix(200, 200 - y), mix(40, 200 - y), mix(30, 200 - y)]

test('the rim takes the subject’s colour, and a speck apart from the subject goes', () => {
  const picture = frame((x, y) =>
    inside(x, y) ? [200, 40, 30] : x === 12 && y >= 3 && y < 10 ? mixed(y) : x === 17 && y === 5 ? mixed(y) : null,
  )
  cutBackdrop(picture)
  const at = (5 * WIDTH + 12) * 4
  expect([...picture.data.subarray(at, at + 3)]).toEqual([200, 40, 30])
  expect(alphaAt(picture, 12, 5)).toBeGreaterThan(0)
  expect(alphaAt(picture, 17, 5)).toBe(0)
})

test('a grey highlight inside the subject stays, and a hole through it stays a hole', () => {
  const highlit = frame((x, y) => (inside(x, y) && !(x === 8 && y === 9) ? [200, 40, 30] : null))
  cutBackdrop(highlit)
  expect(alphaAt(highlit, 8, 9)).toBe(255)
  const holed = frame((x, y) => (inside(x, y) && !(x >= 7 && x < 10 && y >= 6 && y < 12) ? [200, 40, 30] : null))
  cutBackdrop(holed)
  expect(isOut(holed, 8, 9)).toBe(true)
})
