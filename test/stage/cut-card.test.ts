import { expect, test } from 'vitest'
import { cutBackdrop } from '../../src/stage/cut-card.ts'

const WIDTH = 20
const HEIGHT = 20

/** A frame before a grey backdrop that darkens downwards, painted by `paint`. */
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
const alphaAt = ({ data }: { data: Uint8ClampedArray }, x: number, y: number) => data[(y * WIDTH + x) * 4 + 3]

test('the backdrop goes, the subject stays, and its bounds are told to the pixel', () => {
  const picture = frame((x, y) => (inside(x, y) ? [200, 40, 30] : null))
  expect(cutBackdrop(picture)).toEqual({ left: 5, top: 3, right: 11, bottom: 16 })
  expect([alphaAt(picture, 0, 0), alphaAt(picture, 6, 6), alphaAt(picture, 15, 10)]).toEqual([0, 255, 0])
})

test('a shadow on the ground becomes a sheer black and counts for no bounds', () => {
  const picture = frame((x, y) => (inside(x, y) ? [200, 40, 30] : y > 16 && x < 18 && x > 2 ? [120, 120, 120] : null))
  expect(cutBackdrop(picture)).toEqual({ left: 5, top: 3, right: 11, bottom: 16 })
  expect([...picture.data.subarray((18 * WIDTH + 10) * 4, (18 * WIDTH + 10) * 4 + 3)]).toEqual([0, 0, 0])
  expect(alphaAt(picture, 10, 18)).toBeCloseTo(255 * (1 - 120 / 182), -1)
})

test('a grey thing is whole above the ground', () => {
  const picture = frame((x, y) => (inside(x, y) ? [120, 120, 120] : null))
  cutBackdrop(picture)
  expect(alphaAt(picture, 8, 8)).toBe(255)
})

test('the outline loses the backdrop that was mixed into it', () => {
  const picture = frame((x, y) => (x === 4 && y === 8 ? [197, 165, 163] : inside(x, y) ? [200, 40, 30] : null))
  cutBackdrop(picture)
  const [red, green, blue] = picture.data.subarray((8 * WIDTH + 4) * 4)
  expect(red).toBeGreaterThan(190)
  expect(green).toBeLessThan(165)
  expect(blue).toBeLessThan(163)
})

test('an empty frame has nothing that stands out', () => {
  expect(cutBackdrop(frame(() => null))).toBeNull()
})

const mix = (a: number, b: number) => a * 0.25 + b * 0.75

const mixed = (y: number): [number, number, number] => [mix(200, 200 - y), mix(40, 200 - y), mix(30, 200 - y)]

test('the rim takes the subject’s colour, and specks of backdrop that nothing solid touches go', () => {
  const picture = frame((x, y) => (inside(x, y) ? [200, 40, 30] : x === 12 && y >= 3 && y < 10 ? mixed(y) : x === 17 && y === 5 ? mixed(y) : null))
  cutBackdrop(picture)
  const at = (5 * WIDTH + 12) * 4
  expect([...picture.data.subarray(at, at + 3)]).toEqual([200, 40, 30])
  expect(alphaAt(picture, 12, 5)).toBeGreaterThan(0)
  expect(alphaAt(picture, 17, 5)).toBe(0)
})

test('a grey gleam within the subject stays subject, and a hole through it is a hole', () => {
  const gleaming = frame((x, y) => (inside(x, y) && !(x === 8 && y === 9) ? [200, 40, 30] : null))
  cutBackdrop(gleaming)
  expect(alphaAt(gleaming, 8, 9)).toBe(255)
  const holed = frame((x, y) => (inside(x, y) && !(x >= 7 && x < 10 && y >= 6 && y < 12) ? [200, 40, 30] : null))
  cutBackdrop(holed)
  expect(alphaAt(holed, 8, 9)).toBe(0)
})
