import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { expectSeen, saved as savedFrom, type, unfoldMeasurements } from '../fixtures/open-page.ts'
import { PACKED_GLBS } from '../fixtures/packed-glb.ts'

const { visit } = browserSuite()
let page: Page
const fetched: string[] = []

beforeAll(async () => {
  page = await visit()
  page.context().on('request', (request) => fetched.push(request.url()))
})

const open = async (name: string, bytes: Uint8Array): Promise<void> => {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'model/gltf-binary', buffer: Buffer.from(bytes) })
  await page.getByRole('heading', { name }).waitFor()
  await unfoldMeasurements(page)
  await page.getByRole('list', { name: 'What the mesh is made of' }).getByText('closed').waitFor()
}

const saved = async (name: string): Promise<Uint8Array> => (await savedFrom(page, name)).bytes

/** The decoders that the page has fetched since the last call, by their names in the build. */
const decoders = () =>
  [
    ...new Set(
      fetched
        .splice(0)
        .flatMap((url) => /\/assets\/(draco|DRACO|meshopt|basis|ktx2)/i.exec(url)?.[1]?.toLowerCase() ?? []),
    ),
  ].toSorted()

/** The decoders that the first file of each kind makes the viewer fetch; a second one fetches nothing. */
const NEEDS: readonly (readonly [kind: string, decoders: readonly string[]])[] = [
  ['plain', []],
  ['quantised attributes', []],
  ['a WebP texture', []],
  ['meshopt (KHR)', ['meshopt']],
  ['Draco', ['draco']],
  ['a KTX2 texture', ['basis', 'ktx2']],
]

describe('a file of one’s own', () => {
  it.each(NEEDS)('with %s makes the page fetch the decoders it needs, and no others', async (kind, needed) => {
    fetched.length = 0
    await open('box.glb', await PACKED_GLBS[kind]!())
    expect(decoders()).toEqual(needed)
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it.each(Object.entries(PACKED_GLBS))(
    'with %s is downloaded byte for byte as long as nothing is refitted',
    async (_, make) => {
      const bytes = await make()
      await open('box.glb', bytes)
      expect(await saved('Download GLB')).toEqual(Uint8Array.from(bytes))
      await page.getByRole('button', { name: 'Back to the session' }).click()
    },
  )

  it.each(Object.entries(PACKED_GLBS))('with %s is saved small, both as it came and refitted', async (_, make) => {
    await open('box.glb', await make())
    const small = await saved('GLB, compressed')
    expect(jsonOf(small).extensionsUsed).toEqual(['KHR_mesh_quantization'])
    expect(boxWithThree((await openWithThree(small)).scene).max.y).toBeCloseTo(0.6, 4)
    const packed = await saved('GLB, meshopt')
    expect(jsonOf(packed).extensionsRequired).toContain('EXT_meshopt_compression')
    expect(boxWithThree((await openWithThree(packed)).scene).max.y).toBeCloseTo(0.6, 4)
    await type(page, 'Height', '1.2')
    expect(boxWithThree((await openWithThree(await saved('Download GLB'))).scene).max.y).toBeCloseTo(1.2, 4)
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })

  it('that is damaged gets a message that says what is wrong', async () => {
    const glb = await PACKED_GLBS.plain!()
    const damaged = Uint8Array.from(
      Buffer.from(Buffer.from(glb).toString('latin1').replace('"mesh":0', '"mesh":8'), 'latin1'),
    )
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'damaged.glb', mimeType: 'model/gltf-binary', buffer: Buffer.from(damaged) })
    await expectSeen(page.getByText('node 0 refers to mesh 8, and the file has 1'))
    await page.getByRole('button', { name: 'Back to the session' }).click()
  })
})
