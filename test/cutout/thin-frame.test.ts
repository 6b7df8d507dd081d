import { expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { depthIn, framed } from '../fixtures/field-kinds.ts'
import { alone, faultsBySeed, painted } from '../fixtures/field-pictures.ts'

test('a thin frame is ignored, whatever its thickness, colour, inset and corners, and where it is along a part of the sides', async () => {
  const faults = await faultsBySeed(framed)
  expect(faults).toEqual({})
})

test('a frame in a picture with alpha is no part of the subject either', async () => {
  const faults = await faultsBySeed((thing, random) => {
    const side = thing.width
    const [inset, thick] = [Math.floor(random() * 12), 1 + Math.floor(random() * 3)]
    return painted(alone(thing), (x, y) => {
      const depth = depthIn(x, y, side, inset, 0)
      return depth >= 0 && depth < thick ? [20, 20, 20, 255] : null
    })
  })
  expect(faults).toEqual({})
})

test('a table seen from the front is no frame', () => {
  const side = 256
  const rgba = new Uint8Array(side * side * 4).fill(255)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const inTable = y >= 8 && x >= 8 && x < side - 8 && (y < 12 || x < 12 || x >= side - 12) && y < side - 6
      if (inTable) rgba.set([110, 70, 40, 255], 4 * (y * side + x))
    }
  const { width, height } = cutOut({ width: side, height: side, rgba })
  expect([width, height]).toEqual([side, side + 2])
})
