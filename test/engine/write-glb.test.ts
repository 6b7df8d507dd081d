import { WebIO } from '@gltf-transform/core'
import { validateBytes } from 'gltf-validator'
import { Mesh, type BufferGeometry } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Model } from '../../src/paint/model.ts'
import { writeGlb } from '../../src/engine/write-glb.ts'
import { expectTargetBox, expectPaintedFront, openPicture, paintedModel } from '../fixtures/painted-model.ts'
import { readGlb } from '../fixtures/read-glb.ts'

const model = await paintedModel()
const bytes = await writeGlb(model, 'mug')

/** An attribute's values in a row; the file interleaves them. */
function valuesOf(geometry: BufferGeometry, name: string): number[] {
  const attribute = geometry.getAttribute(name)
  return Array.from({ length: attribute.count * attribute.itemSize }, (_, k) =>
    attribute.getComponent(Math.floor(k / attribute.itemSize), k % attribute.itemSize),
  )
}

/** Bytes of one index. */
async function sizeOfIndex(glb: Uint8Array): Promise<number | undefined> {
  const document = await new WebIO().readBinary(glb)
  return document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getIndices()?.getComponentSize()
}

async function openInThree(glb: Uint8Array): Promise<BufferGeometry> {
  const { scene } = await new GLTFLoader().parseAsync(Uint8Array.from(glb).buffer, '')
  const [mesh] = scene.children
  if (!(mesh instanceof Mesh)) throw new Error('The GLB holds no mesh at its top.')
  expect(mesh.matrix.elements).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  return mesh.geometry
}

/** The model with its triangles listed over and over until 16-bit indices no longer reach all vertices. */
function beyond16Bits(small: Model): Model {
  const times = Math.ceil(70_000 / (small.positions.length / 3))
  const repeated = (values: Float32Array) =>
    Float32Array.from({ length: values.length * times }, (_, k) => values[k % values.length]!)
  const vertices = small.positions.length / 3
  const indices = Uint32Array.from(
    { length: small.indices.length * times },
    (_, k) => small.indices[k % small.indices.length]! + vertices * Math.floor(k / small.indices.length),
  )
  return {
    ...small,
    positions: repeated(small.positions),
    normals: repeated(small.normals),
    uvs: repeated(small.uvs),
    indices,
  }
}

describe('the GLB', () => {
  beforeAll(() => {
    vi.stubGlobal('self', globalThis)
    // three cannot decode a picture without a browser and says so; the texture is opened by sharp below.
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterAll(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  test("passes Khronos's validator without an error or a warning", async () => {
    const report = await validateBytes(bytes)
    expect(report.issues).toMatchObject({ numErrors: 0, numWarnings: 0, truncated: false })
    expect(report.info).toMatchObject({ generator: 'Plinth', hasTextures: true, materialCount: 1, drawCallCount: 1 })
  })

  test('opens with the requested size and origin, on a node without a transform', async () => {
    const geometry = await openInThree(bytes)
    expectTargetBox(valuesOf(geometry, 'position'))
    expect(readGlb(bytes).indices).toEqual(model.indices)
  })

  test('shows the picture the right way up on its front', async () => {
    const geometry = await openInThree(bytes)
    const document = await new WebIO().readBinary(bytes)
    const [texture] = document.getRoot().listTextures()
    expect(texture?.getMimeType()).toBe('image/jpeg')
    const opened = {
      positions: valuesOf(geometry, 'position'),
      normals: valuesOf(geometry, 'normal'),
      uvs: valuesOf(geometry, 'uv'),
    }
    expectPaintedFront(opened, await openPicture(texture?.getImage() ?? new Uint8Array()), 'down')
  })

  test('takes 32-bit indices only where 16 do not suffice', async () => {
    expect(await sizeOfIndex(bytes)).toBe(2)
    const large = beyond16Bits(model)
    const glb = await writeGlb(large, 'large')
    expect(await sizeOfIndex(glb)).toBe(4)
    expect(Buffer.from(readGlb(glb).indices.buffer).equals(Buffer.from(large.indices.buffer))).toBe(true)
  })

  test('is the same file, byte for byte, when written again', async () => {
    expect(Buffer.from(await writeGlb(await paintedModel(), 'mug')).equals(bytes)).toBe(true)
  })
})
