import type { Page } from 'playwright-core'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'
import { STLLoader } from 'three/addons/loaders/STLLoader.js'
import { Box3, type BufferGeometry } from 'three'
import { strFromU8, unzipSync } from 'fflate'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { browserSuite, CONTEXT_LOST, ownServer } from '../fixtures/browser-suite.ts'
import { KINDS_OF_GLB, io } from '../fixtures/generated-glb.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { ktx2Glb } from '../fixtures/packed-glb.ts'
import {
  dragBy,
  expectFit,
  generate,
  handle,
  saved as savedFrom,
  stageCanvas,
  type,
  unfoldOthers,
  valueOf,
} from '../fixtures/open-page.ts'
import { readGlb } from '../fixtures/read-glb.ts'
import { posedBox } from '../../src/glb/posed-box.ts'

const { visit, allow } = browserSuite({ server: ownServer })
let page: Page
const posts: string[] = []

beforeAll(async () => {
  page = await visit('/?lock=0')
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
  await generate(page).click()
  await page.getByText('Size and pivot match').waitFor()
  posts.length = 0
})

afterEach(() => {
  // None of this costs another job.
  expect(posts).toEqual([])
})

const SIZE = [0.31, 0.52, 0.123] as const
const PIVOT = [0.25, -0.5, -0.1] as const

const saved = async (name: string): Promise<Uint8Array> => (await savedFrom(page, name)).bytes

function expectBox(box: Box3): void {
  for (const [axis, name] of (['x', 'y', 'z'] as const).entries()) {
    const [size, pivot] = [SIZE[axis] ?? 0, PIVOT[axis] ?? 0]
    expect(Math.abs(box.max[name] - box.min[name] - size), name).toBeLessThan(1e-4)
    expect(Math.abs(box.min[name] + (pivot + 0.5) * size), name).toBeLessThan(1e-4)
  }
}

const boxOf = (geometry: BufferGeometry): Box3 => {
  geometry.computeBoundingBox()
  return geometry.boundingBox ?? new Box3()
}

describe('a mesh that has come back', () => {
  it('takes another size and origin at once, and is downloaded with them, without a job', async () => {
    for (const [name, value] of [
      ['Width', SIZE[0]],
      ['Height', SIZE[1]],
      ['Depth', SIZE[2]],
      ['Pivot X', PIVOT[0]],
      ['Pivot Y', PIVOT[1]],
      ['Pivot Z', PIVOT[2]],
    ] as const)
      await type(page, name, String(value))
    await page.getByText('Resized for free').waitFor()
    expectFit(readGlb(await saved('Download GLB')), SIZE, PIVOT)
    await page.getByText('Measured in the file: size and pivot are as set.').waitFor()
  })

  it('is downloaded as OBJ, STL, PLY and USDZ with the same box and origin, each in its own frame', async () => {
    const obj = unzipSync(await saved('OBJ (zip)'))
    const named = (ending: string): [string, Uint8Array] =>
      Object.entries(obj).find(([name]) => name.endsWith(ending)) ?? ['', new Uint8Array()]
    expect(Object.keys(obj)).toHaveLength(3)
    expect(strFromU8(named('.mtl')[1])).toContain(`map_Kd ${named('_0.jpg')[0]}`)
    expectBox(new Box3().setFromObject(new OBJLoader().parse(strFromU8(named('.obj')[1])), true))
    // Z up lies down again by a quarter turn about X.
    const stl = async () => new STLLoader().parse((await saved('STL')).slice().buffer)
    expectBox(boxOf((await stl()).rotateX(-Math.PI / 2).scale(1e-3, 1e-3, 1e-3)))
    expectBox(boxOf(new PLYLoader().parse((await saved('PLY')).slice().buffer).rotateX(-Math.PI / 2)))
    await page.getByRole('combobox', { name: 'Up axis of the STL' }).selectOption('Y up')
    await page.getByRole('combobox', { name: 'Unit of the STL' }).selectOption('centimetres')
    expectBox(boxOf((await stl()).scale(1e-2, 1e-2, 1e-2)))
    expect(await page.evaluate(`localStorage.getItem('plinth.file-frames')`)).toContain('"stl":{"unit":"cm","up":"Y"}')
    const usdz = unzipSync(await saved('USDZ'))
    const texts = Object.entries(usdz)
      .filter(([name]) => name.endsWith('.usda'))
      .map(([, bytes]) => strFromU8(bytes))
    expect(texts[0]).toContain('metersPerUnit = 1')
    expect(texts[0]).toContain('upAxis = "Y"')
    const points = [
      ...(/point3f\[\] points = \[([^\]]*)\]/.exec(texts.join('\n'))?.[1] ?? '').matchAll(/\(([^)]*)\)/g),
    ].map(([, point]) => (point ?? '').split(',').map(Number))
    expect(points.length).toBeGreaterThan(1000)
    const column = (axis: number) => points.map((point) => point[axis] ?? Number.NaN)
    const least = [0, 1, 2].map((axis) => column(axis).reduce((a, b) => Math.min(a, b), Infinity))
    const most = [0, 1, 2].map((axis) => column(axis).reduce((a, b) => Math.max(a, b), -Infinity))
    const box = new Box3()
    box.min.fromArray(least)
    box.max.fromArray(most)
    expectBox(box)
  })

  it('is downloaded small for every importer, at the same place, and in meshopt at half its bytes or fewer', async () => {
    const whole = await saved('Download GLB')
    const small = await saved('GLB, compressed')
    expect(small.length).toBeLessThan(whole.length * 0.8)
    expect(jsonOf(small).extensionsUsed).toEqual(['KHR_mesh_quantization'])
    expectBox(boxWithThree((await openWithThree(small)).scene))
    const packed = await saved('GLB, meshopt')
    expect(packed.length).toBeLessThan(whole.length / 2)
    expectBox(boxWithThree((await openWithThree(packed)).scene))
  })

  it('is named as an engine expects, with a note on the import', async () => {
    await page.getByRole('combobox', { name: 'Export for:' }).selectOption('Unreal')
    await unfoldOthers(page)
    await page.getByText('Metres become centimetres and Z is up on import').waitFor()
    // Its front faces +X there, and its right side -Z.
    const { bytes, fileName } = await savedFrom(page, 'Download for Unreal · GLB, not FBX')
    expect(fileName).toBe('SM_RubberDuck_Spin1_310x520x123mm.glb')
    await page.getByText(`Saved ${fileName}`).waitFor()
    expect(await page.evaluate(`localStorage.getItem('plinth.target')`)).toBe('"Unreal"')
    expectFit(readGlb(bytes), [SIZE[2], SIZE[1], SIZE[0]], [PIVOT[2], PIVOT[1], -PIVOT[0]])
    await page.getByRole('combobox', { name: 'Export for:' }).selectOption('Any program')
  })

  it('follows the gizmo, and goes back by undo', async () => {
    const before = await valueOf(page, 'Pivot Y')
    await page.getByRole('button', { name: 'Front', exact: true }).click()
    await dragBy(handle(page, 'pivot-y'), 0, -40)
    expect(await valueOf(page, 'Pivot Y')).toBeGreaterThan(before)
    for (let i = 0; i < 7; i++) await page.keyboard.press('ControlOrMeta+z')
    await page.getByText('Size and pivot match').waitFor()
    // The height of a duck, and the rest as it was made.
    const { box } = readGlb(await saved('Download GLB'))
    expect(box.max.map((most) => Number(most.toFixed(2)))).toEqual([0.05, 0.04, 0.02])
    expect(box.max[1] - box.min[1]).toBeCloseTo(0.08, 6)
  })
})

describe('a file of one’s own', () => {
  it('with a KTX2 texture is downloaded as OBJ with that texture as PNG', async () => {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'box.glb', mimeType: 'model/gltf-binary', buffer: Buffer.from(await ktx2Glb()) })
    await page.getByRole('heading', { name: 'box.glb' }).waitFor()
    const [name, png] = Object.entries(unzipSync(await saved('OBJ (zip)'))).find(([fileName]) =>
      fileName.endsWith('.png'),
    ) ?? ['', new Uint8Array()]
    expect(name).toMatch(/_0\.png$/)
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([4, 4])
    for (const [channel, value] of [20, 90, 220].entries())
      expect(Math.abs((data[channel] ?? 0) - value)).toBeLessThan(3)
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it.each(['Draco compression', 'meshopt compression', 'nodes that mirror'])(
    'with %s is refitted without a session',
    async (kind) => {
      const bytes = await KINDS_OF_GLB[kind]!()
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'wedge.glb', mimeType: 'model/gltf-binary', buffer: Buffer.from(bytes) })
      await page.getByRole('heading', { name: 'wedge.glb' }).waitFor()
      for (const [name, value] of [
        ['Width', '2'],
        ['Height', '3'],
        ['Depth', '4'],
        ['Pivot X', '0'],
        ['Pivot Y', '-0.5'],
        ['Pivot Z', '0'],
      ] as const)
        await type(page, name, value)
      const document = await (await io()).readBinary(await saved('Download GLB'))
      const box = posedBox(document.getRoot().listScenes()[0]!)
      expect(box?.min.map((metres) => Number(metres.toFixed(4)) + 0)).toEqual([-1, 0, -2])
      expect(box?.max.map((metres) => Number(metres.toFixed(4)))).toEqual([1, 3, 2])
      await page.getByRole('button', { name: 'Back to the session' }).click()
    },
  )
})

/** The share of the stage's pixels that are as yellow as the duck. */
async function yellowPart(): Promise<number> {
  const clip = await stageCanvas(page).boundingBox()
  if (!clip) throw new Error('No stage')
  const { data, info } = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  let yellow = 0
  for (let i = 0; i < data.length; i += 3)
    if ((data[i] ?? 0) > 150 && (data[i + 1] ?? 0) > 100 && (data[i + 2] ?? 0) < 90) yellow++
  return yellow / (info.width * info.height)
}

/** Last in the file: the driver logs what is freed of the old context for as long as the page lives. */
describe('a graphics context that is lost', () => {
  it('is reported, and the stage shows the mesh again once it is restored', async () => {
    // three.js logs the loss, and the driver what is freed of the old context.
    allow(page, CONTEXT_LOST)
    const before = await yellowPart()
    expect(before).toBeGreaterThan(0.02)
    await page.evaluate(
      `globalThis.losing = document.querySelector('[aria-label=Stage] canvas').getContext('webgl2').getExtension('WEBGL_lose_context'); losing.loseContext()`,
    )
    const notice = page.getByText('The graphics driver stopped the 3D view.')
    await notice.waitFor()
    await page.evaluate('losing.restoreContext()')
    await notice.waitFor({ state: 'detached' })
    await expect.poll(yellowPart).toBeGreaterThan(before * 0.9)
  })
})
