import type { Page, Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { generate, saved, spin, stageCanvas, stageIsReady } from '../fixtures/open-page.ts'
import { readGlb, type MeasuredGlb } from '../fixtures/read-glb.ts'

const { visit, allow } = browserSuite({ server: ownServer })

const result = (page: Page) => page.getByRole('region', { name: 'Result' })
const heading = (page: Page) => result(page).getByRole('heading')
const results = (page: Page) => page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')

/** Waits for the mesh of a spin, counted from 1, in the place where results stand. */
const madeOf = (page: Page, number: number) =>
  heading(page)
    .filter({ hasText: new RegExp(`^Spin ${number} ·.* m$`) })
    .waitFor()

const NUMBERS = /Spin (\d+)/

/** [TRUTH-1] Radio, title, file name and the file's own vertices speak of one mesh. Returns the file. */
async function expectOneTruth(page: Page, number: number): Promise<MeasuredGlb> {
  expect(await spin(page, number).getAttribute('aria-checked'), 'the radio').toBe('true')
  await madeOf(page, number)
  const title = (await heading(page).textContent()) ?? ''
  expect(NUMBERS.exec(title)?.[1], 'the title').toBe(String(number))
  const { bytes, fileName } = await saved(page, 'Download GLB')
  expect(fileName, 'the file’s name').toContain(`_spin${number}_`)
  const glb = readGlb(bytes)
  const sides = [0, 1, 2].map((axis) => (glb.box.max[axis] ?? 0) - (glb.box.min[axis] ?? 0))
  const said = /([\d.]+) × ([\d.]+) × ([\d.]+) m$/.exec(title)?.slice(1).map(Number) ?? []
  for (const [axis, side] of sides.entries())
    expect(Math.abs(side - (said[axis] ?? 0)), title).toBeLessThan(0.006 * side)
  return glb
}

describe('the workbench', () => {
  it('saves what is chosen: of all spins laid out the one that is used, after a reload too, and every mesh stays', async () => {
    const page = await visit('/?session=SAMPLE_duck')
    await spin(page, 1).click()
    expect(await result(page).textContent()).toContain('No mesh yet: Generate.')
    // The stage stays while the part of the page that draws meshes is on its way.
    let stayed = false
    const onItsWay = async (route: Route) => {
      await madeOf(page, 1)
      stayed = await stageCanvas(page).isVisible()
      await route.continue()
    }
    await page.route(/\/result-mesh-[\w-]+\.js$/, onItsWay, { times: 1 })
    await generate(page).click()
    const first = await expectOneTruth(page, 1)
    expect(stayed).toBe(true)

    await page.getByRole('button', { name: 'Generate and compare all 4' }).click()
    await page.getByRole('button', { name: 'Use this one' }).nth(3).waitFor({ timeout: 180_000 })
    expect(await spin(page, 1).getAttribute('aria-checked'), 'laying out chooses nothing').toBe('true')
    expect(readGlb((await saved(page, 'Download GLB')).bytes).indices.length).toBe(first.indices.length)

    await page
      .getByRole('group', { name: /^Spin 2/ })
      .getByRole('button', { name: 'Use this one' })
      .click()
    await page.getByRole('button', { name: 'Use this one' }).first().waitFor({ state: 'detached' })
    const second = await expectOneTruth(page, 2)
    expect(second.indices.length).not.toBe(first.indices.length)

    await page.reload()
    await stageIsReady(page)
    const reloaded = await expectOneTruth(page, 2)
    expect(reloaded.indices.length).toBe(second.indices.length)

    await spin(page, 3).click()
    await madeOf(page, 3)
    await expect.poll(() => results(page).count()).toBe(4)
    allow(page, /ERR_INTERNET_DISCONNECTED/)
    await page.context().setOffline(true)
    await results(page).filter({ hasText: 'Spin 2' }).getByRole('button', { name: 'Show' }).click()
    expect((await expectOneTruth(page, 2)).indices.length).toBe(second.indices.length)
    await page.context().setOffline(false)
  })
})
