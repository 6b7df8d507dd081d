import { expect, test } from 'vitest'
import type { SaliencyMap } from '../../src/cutout/saliency-map.ts'
import { stretchMap } from '../../src/cutout/stretch-map.ts'
import { closerLook, lookAtDoubt, LOOK_SCALE, wholeOf } from '../../src/saliency/closer-look.ts'

const SIZE = { width: 32, height: 32 }
const SIDE = LOOK_SCALE * SIZE.width

/** A picture that is red within a box, px of the larger picture. */
function redBox(left: number, top: number, right: number, bottom: number): Uint8Array {
  const rgb = new Uint8Array(3 * SIDE * SIDE)
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) rgb[3 * (y * SIDE + x)] = 255
  return rgb
}

/** A model that sees what is red. */
const redIn = (rgb: Uint8Array): SaliencyMap => ({
  ...SIZE,
  values: Float32Array.from({ length: rgb.length / 3 }, (_, p) => rgb[3 * p]! / 255),
})

const redShare = (rgb: Uint8Array): number =>
  rgb.reduce((sum, v, k) => sum + (k % 3 === 0 ? v / 255 : 0), 0) / (32 * 32)

test('the model looks closer at the subject alone, and the map lies where the subject does', () => {
  const picture = redBox(8, 16, 24, 32)
  const whole = wholeOf(picture, SIZE)
  expect(redShare(whole)).toBeCloseTo(1 / 16, 2)
  const look = closerLook(picture, SIZE, redIn(whole))
  expect(redShare(look!.rgb)).toBeCloseTo(1 / 1.3 ** 2, 1)
  const { width, height, values } = look!.joined(redIn(look!.rgb))
  expect([width, height]).toEqual([SIDE, SIDE])
  const at = (x: number, y: number) => values[y * width + x]!
  expect([at(16, 24), at(9, 17), at(22, 30)].map((v) => Math.round(v))).toEqual([1, 1, 1])
  expect([at(5, 24), at(27, 24), at(16, 13), at(16, 35), at(50, 50)].map((v) => Math.round(v))).toEqual([0, 0, 0, 0, 0])
})

test('what only the closer look sees counts most, and wavers', () => {
  const upTo = (column: number): SaliencyMap => ({
    ...SIZE,
    values: Float32Array.from({ length: 32 * 32 }, (_, p) => (p % 32 < column ? 1 : 0)),
  })
  const { width, height, values } = closerLook(redBox(0, 0, SIDE, SIDE), SIZE, upTo(8))!.joined(upTo(32))
  const middle = values.subarray(Math.floor(height / 2) * width, Math.floor(height / 2) * width + width)
  expect(middle[4]).toBe(1)
  expect(middle[Math.floor(0.3 * width)]).toBeCloseTo(0.75, 5)
  expect(middle[Math.floor(0.8 * width)]).toBe(0)
})

test.each([
  ['nothing was seen', redBox(0, 0, 0, 0)],
  ['the subject fills the picture', redBox(2, 2, 62, 62)],
])('there is nothing to look at closer where %s', (_, picture) => {
  expect(closerLook(picture, SIZE, redIn(wholeOf(picture, SIZE)))).toBeNull()
})

/** A body, and below it a bar that is seen as `bar`. */
const bodyAndBar = (bar: number): SaliencyMap => ({
  ...SIZE,
  values: Float32Array.from({ length: 32 * 32 }, (_, p) => {
    const [x, y] = [p % 32, Math.floor(p / 32)]
    return x >= 8 && x < 24 && y >= 4 && y < 14 ? 1 : x >= 12 && x < 20 && y >= 22 && y < 24 ? bar : 0
  }),
})
const picture = redBox(24, 44, 40, 48)
const lookAtBar = () => lookAtDoubt(picture, SIZE, bodyAndBar(0.3))!
const everywhere = (value: number): SaliencyMap => ({ ...SIZE, values: new Float32Array(32 * 32).fill(value) })

test('the half of the subject in which the map wavers is looked at larger, and what is seen there is added', () => {
  const look = lookAtBar()
  expect(redShare(look.rgb)).toBeGreaterThan(2.5 * redShare(wholeOf(picture, SIZE)))
  const { width, height, values } = look.joined(redIn(look.rgb))
  const at = (x: number, y: number) => values[Math.floor((y / 32) * height) * width + Math.floor((x / 32) * width)]!
  expect(at(16, 23)).toBeCloseTo(0.3 + 0.7 * 0.7, 1)
  expect([at(16, 9), at(4, 23), at(16, 28)]).toEqual([1, 0, 0])
})

test('nothing is taken away by that look, and nothing added where the map wavers more with it', () => {
  const { width, height, values } = lookAtBar().joined(everywhere(0))
  expect(values).toEqual(stretchMap(bodyAndBar(0.3), width, height))
  expect(lookAtBar().joined(everywhere(0.5))).toEqual(bodyAndBar(0.3))
})

test.each([
  ['wavers nowhere but at its outline', bodyAndBar(0)],
  ['wavers all over', everywhere(0.4)],
])('a map that %s is not looked at again', (_, map) => {
  expect(lookAtDoubt(picture, SIZE, map)).toBeNull()
})
