import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { MOVING, browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { addPicture, downloadGlb, expectFit, field, generate, spin, type, valueOf } from '../fixtures/open-page.ts'
import { picture } from '../fixtures/pictures.ts'
import { pivotIn } from '../fixtures/read-glb.ts'

const { visit } = browserSuite({
  async server() {
    // As on its first day, when no spin has been made yet.
    const dataFolder = await mkdtemp(join(tmpdir(), 'plinth-first-day-'))
    const app = await ownServer({ PLINTH_DATA: dataFolder })
    const close = async () => {
      await app.close()
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    }
    return { ...app, close }
  },
})

const AXES = ['X', 'Y', 'Z']
const SIZES = ['Width', 'Height', 'Depth']

/** The buttons in sight that look like the one thing to do next. */
const mainActions = (page: Page): Promise<string[]> =>
  page.locator('button[class*=_main_]:visible').evaluateAll((buttons) => buttons.map(({ textContent }) => textContent))

/** Whether an element lies in the window as a whole, with nothing over its middle. */
const isInSight = (element: Locator) =>
  element.evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect()
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    const uncovered = above !== null && (node.contains(above) || above.closest('section') === node.closest('section'))
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && uncovered
  })

const hasFocus = (element: Locator) => element.evaluate((node) => node === node.ownerDocument.activeElement)

describe('the main job', () => {
  it('three clicks on the sample make a mesh and put it on disk', async () => {
    const page = await visit('/', MOVING)
    await spin(page, 2).click()
    await generate(page).click()
    const { download, glb } = await downloadGlb(page)
    expect(download.suggestedFilename()).toMatch(/\.glb$/)
    expect(glb.textures).toBe(1)
    const typed = await Promise.all(
      [...SIZES, ...AXES.map((axis) => `Pivot ${axis}`)].map((name) => valueOf(page, name)),
    )
    expectFit(glb, typed.slice(0, 3), typed.slice(3))
  })

  it('gives the size and the origin that were typed, to a tenth of a millimetre, for each of the four spins', async () => {
    const page = await visit('/?lock=0')
    const size = [0.37, 1.25, 0.08]
    const pivot = [-0.5, 0.31, 0.125]
    for (const [axis, name] of SIZES.entries()) await type(page, name, String(size[axis]))
    for (const [axis, name] of AXES.entries()) await type(page, `Pivot ${name}`, String(pivot[axis]))
    const triangles = new Set<number>()
    for (const number of [1, 2, 3, 4]) {
      await spin(page, number).click()
      const answered = page.waitForResponse((response) => response.url().includes('/get-3d/preview/'))
      await generate(page).click()
      const sent: unknown = (await answered).request().postDataJSON()
      expect(sent).toMatchObject({ selected_spin_index: number - 1, scaled_bbox: size, pivot_point: pivot })
      await page.getByRole('button', { name: 'Download GLB' }).waitFor()
      const { glb } = await downloadGlb(page)
      expectFit(glb, size, pivot)
      for (const [axis, at] of pivotIn(glb.box).entries()) expect(at).toBeCloseTo(pivot[axis] ?? Number.NaN, 3)
      triangles.add(glb.indices.length)
    }
    expect(triangles.size, 'the four spins give four different meshes').toBe(4)
  })

  it.each([
    ['a desk', { viewport: { width: 1440, height: 900 } }],
    ['a phone', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
  ])(
    'ends on %s with title, verdict and the one download in sight, for the target that is remembered',
    async (_, window) => {
      const page = await visit('/?session=SAMPLE_vase', window)
      const result = page.getByRole('region', { name: 'Result' })
      expect(await mainActions(page)).toEqual(['Generate preview'])
      await spin(page, 2).click()
      await generate(page).click()
      const download = page.getByRole('button', { name: /^Download (GLB|for)/ })
      await download.waitFor()
      await result.getByText('Size and pivot match').waitFor()
      const stage = page.getByRole('region', { name: 'Stage' })
      const inSight = async () =>
        Promise.all(
          [
            result.getByRole('heading', { name: /^Spin 2 · Turned · / }),
            result.getByText(/Size and pivot/),
            download,
          ].map(isInSight),
        )
      expect(await inSight()).toEqual([true, true, true])
      const { y = 0, height = 0 } = (await stage.boundingBox()) ?? {}
      expect(y + height, 'and the mesh above them').toBeGreaterThan(200)
      expect(await mainActions(page)).toEqual(['Download GLB'])

      await page.getByRole('combobox', { name: 'Export for:' }).selectOption('Unreal')
      expect(await mainActions(page)).toEqual(['Download for Unreal · GLB, not FBX'])
      // By key: a stage that is drawn in software can keep a click waiting for a still page.
      const [file] = await Promise.all([page.waitForEvent('download'), download.press('Enter')])
      expect(file.suggestedFilename()).toMatch(/^SM_GlazedVase_Spin2_/)
      await result.getByText(`Saved ${file.suggestedFilename()}`).waitFor()
      expect(await isInSight(download)).toBe(true)

      await type(page, 'Height', '0.5')
      await result.getByText('Resized for free').waitFor()
      await result.getByText(/^Saved/).waitFor({ state: 'detached' })
      expect(await mainActions(page), 'a free refit asks for no other mesh').toEqual([
        'Download for Unreal · GLB, not FBX',
      ])
      await spin(page, 3).click()
      await expect.poll(() => mainActions(page)).toEqual(['Generate preview'])
      await page.reload()
      await spin(page, 2).click()
      await expect.poll(() => mainActions(page)).toEqual(['Download for Unreal · GLB, not FBX'])
    },
  )

  it('takes an own photo from file to mesh', async () => {
    const page = await visit()
    const code = () => page.evaluate<string>('location.href')
    const before = await code()
    await addPicture(page, { name: 'rocket.jpg', mimeType: 'image/jpeg', buffer: await picture('rocket.jpg') })
    await page.getByText('rocket').first().waitFor()
    await spin(page, 1).waitFor()
    await spin(page, 1).click()
    expect(await code()).not.toBe(before)
    await type(page, 'Height', '0.9')
    await generate(page).click()
    const { glb } = await downloadGlb(page)
    expect(glb.box.max[1] - glb.box.min[1]).toBeCloseTo(0.9, 4)
    expect(glb.indices.length / 3).toBeGreaterThan(2000)
  })

  it('says how far the work is while it is going on', async () => {
    const page = await visit()
    await spin(page, 1).click()
    await generate(page).click()
    await page.getByRole('progressbar').waitFor()
    expect(await hasFocus(generate(page)), 'the pressed button keeps the focus').toBe(true)
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    await page.getByRole('progressbar').waitFor({ state: 'detached' })
    expect(await field(page, 'Width').isEditable()).toBe(true)
    // By its key while another button has the focus, which goes with the old mesh.
    await type(page, 'Height', '0.3')
    await page.getByRole('button', { name: 'Download GLB' }).focus()
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('progressbar').waitFor({ state: 'detached' })
    expect(await hasFocus(generate(page)), 'its key gives it the focus').toBe(true)
  })
})
