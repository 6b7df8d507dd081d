import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { zipSync } from 'fflate'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { boxOfQuads, gltfFiles, objText, RED_PNG, stlBytes } from '../fixtures/mesh-files.ts'
import { downloadGlb, spin, type, unfoldMeasurements } from '../fixtures/open-page.ts'

let page: Page
let cdp: CDPSession
let folder: string
const posts: string[] = []

const { visit } = browserSuite()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-meshes-'))
  page = await visit('/?session=SAMPLE_duck')
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
  cdp = await page.context().newCDPSession(page)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Writes files, and answers their paths on disk. */
async function written(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  for (const [path, data] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), data)
  }
  return Object.keys(files).map((path) => join(folder, path))
}

/** Drops files or folders from the disk, as a hand does: only so does the browser hand over folders. */
async function dropFromDisk(paths: readonly string[]): Promise<void> {
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const kind of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type: kind, x: 560, y: 400, data })
}

const opened = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
const measured = async (name: string) => {
  await unfoldMeasurements(page)
  return (await page.getByRole('row', { name }).innerText()).split(/\s+/).slice(1).join(' ')
}
const note = (text: RegExp | string) => page.getByRole('status').filter({ hasText: text })
/** By key: a stage that is drawn in software can keep a click waiting for a still page. */
const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
const back = () => press('Back to the session')

const CARD = boxOfQuads([-0.5, 0, -0.1], [0.5, 2, 0.1])

describe('a mesh with its files', () => {
  it.each([
    [0, 1, 2],
    [2, 1, 0],
  ])('opens with its data and texture, dropped in the order %i %i %i', async (...order) => {
    const name = `card-${order.join('')}`
    const { gltf, bin } = gltfFiles(CARD, { bin: `${name}.bin`, picture: 'a%20colour.png' })
    const paths = await written({ [`${name}.gltf`]: gltf, [`${name}.bin`]: bin, 'a colour.png': RED_PNG })
    await dropFromDisk(order.map((index) => paths[index] ?? ''))
    await opened(`${name}.gltf`)
    expect(await measured('Height')).toBe('2 m')
    await page.getByText('1 texture').first().waitFor()
    await back()
  })

  it('opens out of a folder that is dropped, and out of a zip that is chosen', async () => {
    const { gltf, bin } = gltfFiles(CARD, { bin: './data\\Card.BIN', picture: 'textures/a.png' })
    const files = { 'in/scene.gltf': gltf, 'in/data/card.bin': bin, 'in/Textures/A.png': RED_PNG, 'in/notes.txt': 'x' }
    const [first = ''] = await written(files)
    await dropFromDisk([dirname(first)])
    await opened('scene.gltf')
    await back()
    const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, data]) => [path, Buffer.from(data)])))
    await page
      .getByLabel('Image file')
      .setInputFiles({ name: 'all.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) })
    await opened('scene.gltf')
    expect(await measured('Height')).toBe('2 m')
    expect(await note('missing').count()).toBe(0)
    await back()
  })

  it('says what is missing, what was not used, and whose data a lone file is; the notice goes once something opens', async () => {
    const { gltf, bin } = gltfFiles(CARD, { bin: 'card.bin', picture: 'wood.png' })
    const [, data = '', picture = ''] = await written({ 'card.gltf': gltf, 'card.bin': bin, 'photo.png': RED_PNG })
    await dropFromDisk([data, picture])
    const alert = page.getByRole('alert')
    await alert.filter({ hasText: 'card.bin only holds the data of a .gltf.' }).waitFor()
    await dropFromDisk([join(folder, 'card.gltf')])
    await alert.filter({ hasText: 'card.bin is missing' }).waitFor()
    await dropFromDisk([join(folder, 'card.gltf'), data, picture])
    await opened('card.gltf')
    await alert.waitFor({ state: 'detached' })
    expect(await note('wood.png').innerText()).toBe(
      'wood.png is missing, so it was opened without. Give all its files together. photo.png is not used: the mesh does not name it.',
    )
    await back()
  })

  it('of a format that is not read names those that are', async () => {
    await dropFromDisk(await written({ 'chair.fbx': 'Kaydara FBX Binary', 'chair.png': RED_PNG }))
    const alert = page.getByRole('alert').filter({ hasText: 'Export FBX as GLB.' })
    expect(await alert.innerText()).toContain('Plinth opens GLB, glTF, OBJ, STL, PLY and USDZ.')
    await press('Dismiss')
  })
})

describe('a mesh without unit and up axis', () => {
  it('is read as its format goes by, and again in another unit and with another axis up', async () => {
    await dropFromDisk(await written({ 'part.stl': stlBytes(boxOfQuads([0, 0, 0], [400, 200, 100])) }))
    await opened('part.stl')
    expect([await measured('Width'), await measured('Height'), await measured('Depth')]).toEqual([
      '0.4 m',
      '0.1 m',
      '0.2 m',
    ])
    await page.getByRole('radio', { name: 'cm', exact: true }).press('Space')
    await expect.poll(() => measured('Width')).toBe('4 m')
    await page.getByRole('radio', { name: 'Y', exact: true }).press('Space')
    await expect.poll(() => measured('Height')).toBe('2 m')
    await page.getByRole('radio', { name: 'm', exact: true }).press('Space')
    await page.getByText('in centimetres it would be 4 m', { exact: false }).waitFor()
    await back()
  })

  it('is refitted and downloaded as GLB under its own name', async () => {
    await dropFromDisk(await written({ 'box.obj': objText(boxOfQuads([1, 1, 1], [2, 3, 5])) }))
    await opened('box.obj')
    await type(page, 'Height', '3')
    const { download, glb } = await downloadGlb(page)
    expect(basename(download.suggestedFilename())).toMatch(/^box.*\.glb$/)
    expect(glb.box.max[1] - glb.box.min[1]).toBeCloseTo(3, 5)
    await back()
  })
})

describe('a mesh in another order of magnitude', () => {
  it('is put right in one click, which undo takes back', async () => {
    const { gltf } = gltfFiles(boxOfQuads([0, 0, 0], [1250, 800, 20]), { bin: null, picture: null })
    await dropFromDisk(await written({ 'mm.gltf': gltf }))
    await opened('mm.gltf')
    await press('÷ 1000 → 1.25 × 0.8 × 0.02 m')
    await expect.poll(() => measured('Width')).toMatch(/^1.25 m/)
    await page.keyboard.press('ControlOrMeta+z')
    await page.getByRole('button', { name: '÷ 100 → 12.5 × 8 × 0.2 m' }).waitFor()
    await back()
  })
})

it('none of this made a session', async () => {
  expect(posts).toEqual([])
  await expect.poll(() => spin(page, 1).count()).toBe(1)
})
