import { STLLoader } from 'three/addons/loaders/STLLoader.js'
import { expect, test } from 'vitest'
import { writeStl } from '../../src/formats/stl.ts'
import { expectTargetBox, paintedModel, partsOf } from '../fixtures/painted-model.ts'

test('the STL opens with the requested size and origin, facets turned outward', async () => {
  const model = await paintedModel()
  const bytes = writeStl(await partsOf(model, 'mug'))
  const geometry = new STLLoader().parse(Uint8Array.from(bytes).buffer)
  const position = geometry.getAttribute('position').array
  expectTargetBox(position)
  expect(position.length).toBe(model.indices.length * 3)
  const normal = geometry.getAttribute('normal').array
  let outward = 0
  for (let k = 0; k < position.length; k += 9)
    for (let axis = 0; axis < 3; axis++) outward += normal[k + axis]! * model.normals[3 * model.indices[k / 3]! + axis]!
  expect(outward / (position.length / 9)).toBeGreaterThan(0.95)
})

test('the STL says its unit and up axis, and is not mistaken for the text form', async () => {
  const bytes = writeStl(await partsOf(await paintedModel(), 'mug'))
  const header = new TextDecoder().decode(bytes.subarray(0, 80))
  expect(header).toMatch(/metres/)
  expect(header).toMatch(/Y up/)
  expect(header.startsWith('solid')).toBe(false)
})
