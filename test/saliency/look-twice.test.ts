import { expect, test } from 'vitest'
import type { SaliencyMap } from '../../src/cutout/saliency-map.ts'
import { LOOK_SCALE, lookTwice } from '../../src/saliency/look-twice.ts'

const SIZE = { width: 32, height: 32 }
const SIDE = LOOK_SCALE * SIZE.width

/** A picture that is red within a box, px of the larger picture. */
function redBox(left: number, top: number, right: number, bottom: number): Uint8Array {
  const rgb = new Uint8Array(3 * SIDE * SIDE)
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) rgb[3 * (y * SIDE + x)] = 255
  return rgb
}

/** A model that sees what is red, and what it was shown. */
function redSeer() {
  const shown: Uint8Array[] = []
  const see = async (rgb: Uint8Array): Promise<SaliencyMap> => {
    shown.push(rgb)
    return { ...SIZE, values: Float32Array.from({ length: rgb.length / 3 }, (_, p) => rgb[3 * p]! / 255) }
  }
  return { shown, see }
}

const redShare = (rgb: Uint8Array): number =>
  rgb.reduce((sum, v, k) => sum + (k % 3 === 0 ? v / 255 : 0), 0) / (32 * 32)

test('the model looks again at the subject alone, and the map lies where the subject does', async () => {
  const { shown, see } = redSeer()
  const { width, height, values } = await lookTwice(redBox(8, 16, 24, 32), SIZE, see)
  expect(shown).toHaveLength(2)
  expect(redShare(shown[0]!)).toBeCloseTo(1 / 16, 2)
  expect(redShare(shown[1]!)).toBeCloseTo(1 / 1.3 ** 2, 1)
  expect([width, height]).toEqual([SIDE, SIDE])
  const at = (x: number, y: number) => values[y * width + x]!
  expect([at(16, 24), at(9, 17), at(22, 30)].map((v) => Math.round(v))).toEqual([1, 1, 1])
  expect([at(5, 24), at(27, 24), at(16, 13), at(16, 35), at(50, 50)].map((v) => Math.round(v))).toEqual([0, 0, 0, 0, 0])
})

test('what only the closer look sees counts most, and wavers', async () => {
  let looks = 0
  const see = async (rgb: Uint8Array): Promise<SaliencyMap> => {
    looks++
    return {
      ...SIZE,
      values: Float32Array.from(rgb.subarray(0, 1024), (_, p) => (p % 32 < (looks === 1 ? 8 : 32) ? 1 : 0)),
    }
  }
  const { width, height, values } = await lookTwice(redBox(0, 0, SIDE, SIDE), SIZE, see)
  const middle = values.subarray(Math.floor(height / 2) * width, Math.floor(height / 2) * width + width)
  expect(middle[4]).toBe(1)
  expect(middle[Math.floor(0.3 * width)]).toBeCloseTo(0.75, 5)
  expect(middle[Math.floor(0.8 * width)]).toBe(0)
})

test.each([
  ['nothing was seen', redBox(0, 0, 0, 0)],
  ['the subject fills the picture', redBox(2, 2, 62, 62)],
])('there is no second look where %s', async (_, rgb) => {
  const { shown, see } = redSeer()
  await lookTwice(rgb, SIZE, see)
  expect(shown).toHaveLength(1)
})
