import { Document, NodeIO, type TypedArray } from '@gltf-transform/core'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { drop, expectSeen, generate, saved, type, unfoldMeasurements } from '../fixtures/open-page.ts'
import { boxGlb, plainGlb } from '../fixtures/packed-glb.ts'
import { posedTruth } from '../fixtures/posed-truth.ts'
import { addLine, addTexture, packed, rawCube } from '../fixtures/raw-cube.ts'
import { readGlb } from '../fixtures/read-glb.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const { visit, allow } = browserSuite()
let page: Page

beforeAll(async () => {
  page = await visit()
})

/** A GLB with these vertices and triangles. */
async function glbOf(positions: Float32Array<ArrayBuffer>, indices: TypedArray): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', document.createAccessor().setType('VEC3').setArray(positions).setBuffer(buffer))
    .setIndices(document.createAccessor().setType('SCALAR').setArray(indices).setBuffer(buffer))
  document.createScene().addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)))
  return new NodeIO().writeBinary(document)
}

/** A GLB with a JSON chunk alone, laid out by glTF 2.0 §4.4. */
function described(document: object): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ asset: { version: '2.0' }, ...document }))
  const length = Math.ceil(text.length / 4) * 4
  const bytes = new Uint8Array(20 + length).fill(0x20)
  const view = new DataView(bytes.buffer)
  for (const [place, word] of [0x46546c67, 2, bytes.length, length, 0x4e4f534a].entries())
    view.setUint32(place * 4, word, true)
  bytes.set(text, 20)
  return bytes
}

const accessor = (count: number) => ({ count, componentType: 5126, type: 'VEC3' })
const TRIANGLE = Float32Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0)

describe('a file that cannot be shown says why', () => {
  it.each<[kind: string, make: () => Uint8Array | Promise<Uint8Array>, sentence: RegExp]>([
    ['an empty one', () => new Uint8Array(), /empty or cut off/],
    ['one that is cut off', async () => (await plainGlb()).slice(0, 300), /cut off or damaged/],
    [
      'one with another beginning',
      () => new TextEncoder().encode('PK, this is a zip of some kind or other'),
      /not a GLB/,
    ],
    [
      'one that refers to other places',
      () => described({ buffers: [{ uri: 'http://127.0.0.1:9/vertices.bin', byteLength: 9 }] }),
      /outside itself/,
    ],
    ['one that asks for gigabytes', () => described({ accessors: [accessor(300_000_000)] }), /3\.6 GB/],
    [
      'one of eleven million triangles',
      () =>
        described({
          accessors: [accessor(33_000_000)],
          meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
          nodes: [{ mesh: 0 }],
          scenes: [{ nodes: [0] }],
        }),
      /11 million triangles/,
    ],
    [
      'one with a vertex that is not a number',
      () => glbOf(Float32Array.of(0, 0, 0, Number.NaN, 0, 0, 0, 2, 0), Uint16Array.of(0, 1, 2)),
      /not a number \(NaN\)/,
    ],
    [
      'one without a mesh',
      () => described({ scenes: [{ nodes: [0] }], nodes: [{}], scene: 0 }),
      /no mesh that can be shown/,
    ],
  ])('%s', async (kind, make, sentence) => {
    await drop(page, `${kind}.glb`, await make())
    await page.getByRole('heading', { name: `${kind}.glb` }).waitFor()
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor()
    expect(await page.getByText('cannot be reached').count()).toBe(0)
    await page.getByRole('button', { name: 'Back to the session' }).click()
    await generate(page).waitFor()
  })
})

describe('a file with a peculiarity', () => {
  it('that is flat takes width and height but no depth, and says so before and after baking', async () => {
    await drop(page, 'sheet.glb', await glbOf(TRIANGLE, Uint16Array.of(0, 1, 2)))
    await page.getByRole('heading', { name: 'sheet.glb' }).waitFor()
    const lock = page.getByRole('button', { name: 'Lock proportions' })
    await lock.click()
    await type(page, 'Width', '3')
    await page.getByText('Resized for free').waitFor()
    await type(page, 'Depth', '0.5')
    await page.getByText('it has no depth, so it cannot be given one').waitFor()
    const { box } = readGlb((await saved(page, 'Download GLB')).bytes)
    expect(box.max.map((most, axis) => Number((most - (box.min[axis] ?? 0)).toFixed(5)))).toEqual([3, 2, 0])
    await page.getByText('Measured in the file: still not as set. It has no depth').waitFor()
    await lock.click()
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it('that has stray vertices, a line and a web page for a texture is shown, and stands 3 m high when it is to', async () => {
    const raw = rawCube([0, 3, 0])
    addLine(raw, 2.5)
    addTexture(raw, new TextEncoder().encode('<!doctype html><title>404</title>'), {
      name: 'leather.png',
      mimeType: 'image/png',
    })
    raw.json.images?.push({ uri: 'http://127.0.0.1:9/not-fetched.png' })
    await drop(page, 'company.glb', packed(raw, { padded: false }))
    await page.getByRole('heading', { name: 'company.glb' }).waitFor()
    await expectSeen(page.getByText('leather.png is a web page and no picture. Its part is shown without it.'))
    await expectSeen(page.getByText('not-fetched.png lies outside the file.'))
    await unfoldMeasurements(page)
    expect(
      Number.parseFloat(
        (await page.getByRole('row', { name: 'Height' }).getByRole('cell').first().textContent()) ?? '',
      ),
    ).toBe(1)
    await type(page, 'Height', '3')
    await type(page, 'Pivot Y', '-0.5')
    const { bytes } = await saved(page, 'Download GLB')
    const { min, max } = posedTruth(bytes)
    expect([min[1], max[1]].map((metres) => Number(metres.toFixed(5)) + 0)).toEqual([0, 3])
    await expectNoError(bytes)
    await page.getByText('Measured in the file: size and pivot are as set.').waitFor()
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it('whose picture breaks in the middle says that it cannot be decoded', async () => {
    const raw = rawCube()
    const png = await sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: '#c33',
        noise: { type: 'gaussian', mean: 120, sigma: 50 },
      },
    })
      .png()
      .toBuffer()
    addTexture(raw, Uint8Array.from(png.fill(0, 60, 400)))
    // three.js logs it.
    allow(page, /Couldn't load texture blob:/)
    await drop(page, 'broken-picture.glb', packed(raw))
    await expectSeen(page.getByText('picture 1 cannot be decoded'))
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it('whose origin lies outside its box says that any change moves it', async () => {
    await drop(page, 'far.glb', await boxGlb([1, 1, 1], [0, -3, 0]))
    await expectSeen(page.getByText('Its pivot lies outside its box'))
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it('of two million triangles is shown with a warning', async () => {
    const indices = new Uint8Array(6_300_000)
    indices.set([0, 1, 2])
    await drop(page, 'many.glb', await glbOf(TRIANGLE, indices))
    await page.getByText('The mesh has 2.1 million triangles.').waitFor()
    await unfoldMeasurements(page)
    await expectSeen(page.getByRole('row', { name: 'Height' }))
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })
})
