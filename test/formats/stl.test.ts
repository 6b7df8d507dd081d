import { STLLoader } from 'three/addons/loaders/STLLoader.js'
import { expect, test } from 'vitest'
import { OWN_FRAME } from '../../src/formats/file-frame.ts'
import { writeStl } from '../../src/formats/stl.ts'
import { expectTargetBox, paintedModel, partsOf } from '../fixtures/painted-model.ts'

test('the STL opens with the requested size and origin, facets turned outward', async () => {
  const model = await paintedModel()
  const bytes = writeStl(await partsOf(model, 'mug'), OWN_FRAME)
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

test('the STL is in millimetres with Z up, says so, and is not mistaken for the text form', async () => {
  const bytes = writeStl(await partsOf(await paintedModel(), 'mug'))
  const geometry = new STLLoader().parse(Uint8Array.from(bytes).buffer)
  // A quarter turn about +X back, and millimetres to metres.
  expectTargetBox(
    geometry
      .rotateX(-Math.PI / 2)
      .scale(0.001, 0.001, 0.001)
      .getAttribute('position').array,
  )
  const header = new TextDecoder().decode(bytes.subarray(0, 80))
  expect(header).toMatch(/millimetres/)
  expect(header).toMatch(/Z up/)
  expect(header.startsWith('solid')).toBe(false)
})
