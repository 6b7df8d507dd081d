import { Mesh } from 'three'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { expect, test } from 'vitest'
import { writeObj } from '../../src/formats/obj.ts'
import { expectTargetBox, expectPaintedFront, openPicture, paintedModel, partsOf } from '../fixtures/painted-model.ts'
import { readZip } from '../fixtures/read-zip.ts'

const model = await paintedModel()
const files = new Map(
  readZip(await writeObj(await partsOf(model, 'mug'), { name: 'mug' })).map(({ name, bytes }) => [name, bytes]),
)
const text = (name: string) => new TextDecoder().decode(files.get(name))

test('the zip holds the mesh, its material and its texture, each naming the next', () => {
  expect([...files.keys()]).toEqual(['mug.obj', 'mug.mtl', 'mug_0.jpg'])
  expect(text('mug.obj')).toMatch(/^mtllib mug\.mtl$/m)
  expect(text('mug.obj')).toMatch(/^usemtl mug_0$/m)
  expect(text('mug.mtl')).toMatch(/^newmtl mug_0$/m)
  expect(text('mug.mtl')).toMatch(/^map_Kd mug_0\.jpg$/m)
})

test('the OBJ opens with the requested size and origin, and the picture the right way up', async () => {
  const mesh = new OBJLoader().parse(text('mug.obj')).children[0]
  if (!(mesh instanceof Mesh)) throw new Error('The OBJ holds no mesh.')
  const [positions, normals, uvs] = ['position', 'normal', 'uv'].map(
    (name) => mesh.geometry.getAttribute(name).array as Float32Array,
  )
  if (!positions || !normals || !uvs) throw new Error('The OBJ lacks an attribute.')
  expectTargetBox(positions)
  expect(positions.length).toBe(model.indices.length * 3)
  const picture = await openPicture(files.get('mug_0.jpg') ?? new Uint8Array())
  expectPaintedFront({ positions, normals, uvs }, picture, 'up')
})

test('every coordinate comes back bit for bit', () => {
  const numbers = [...text('mug.obj').matchAll(/^v (\S+) (\S+) (\S+)$/gm)].flatMap(([, ...xyz]) => xyz.map(Number))
  expect(Float32Array.from(numbers)).toEqual(model.positions)
})
