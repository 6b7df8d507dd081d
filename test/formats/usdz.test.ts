import { Mesh } from 'three'
import { USDLoader } from 'three/addons/loaders/USDLoader.js'
import { expect, test, vi } from 'vitest'
import { writeUsdz } from '../../src/formats/usdz.ts'
import { expectTargetBox, expectPaintedFront, openPicture, paintedModel, partsOf } from '../fixtures/painted-model.ts'
import { readZip } from '../fixtures/read-zip.ts'

const model = await paintedModel()
const bytes = await writeUsdz(await partsOf(model, 'mug'))
const [layer, picture] = readZip(bytes)

test('the USDZ is a zip of stored files aligned to 64 bytes, the layer first', () => {
  const entries = readZip(bytes)
  expect(entries.map(({ name, method, dataStart }) => [name, method, dataStart % 64])).toEqual([
    ['model.usda', 0, 0],
    ['picture_0.jpg', 0, 0],
  ])
})

test('the layer states metres and Y up, and names the texture beside it', () => {
  const text = new TextDecoder().decode(layer?.bytes)
  expect(text.startsWith('#usda 1.0\n')).toBe(true)
  expect(text).toMatch(/^ {4}metersPerUnit = 1$/m)
  expect(text).toMatch(/^ {4}upAxis = "Y"$/m)
  expect(text).toContain(`asset inputs:file = @${picture?.name}@`)
})

test('the USDZ opens with the requested size and origin, and the picture the right way up', async () => {
  // The loader makes an <img> for the texture; only its geometry matters here.
  vi.stubGlobal('document', { createElementNS: () => ({ addEventListener: () => {} }) })
  const group = new USDLoader().parse(Uint8Array.from(bytes).buffer)
  vi.unstubAllGlobals()
  const meshes: Mesh[] = []
  group.updateMatrixWorld(true)
  group.traverse((node) => {
    if (node instanceof Mesh) meshes.push(node)
  })
  expect(meshes).toHaveLength(1)
  const geometry = meshes[0]?.geometry.applyMatrix4(meshes[0].matrixWorld)
  const [positions, normals, uvs] = ['position', 'normal', 'uv'].map(
    (name) => geometry?.getAttribute(name).array as Float32Array,
  )
  if (!positions || !normals || !uvs) throw new Error('The USDZ lacks an attribute.')
  expectTargetBox(positions)
  expectPaintedFront({ positions, normals, uvs }, await openPicture(picture?.bytes ?? new Uint8Array()), 'up')
})
