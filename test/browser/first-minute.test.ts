import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from '../fixtures/axe.ts'
import { browserSuite, WITHOUT_STAGE } from '../fixtures/browser-suite.ts'
import { restingBox, spin } from '../fixtures/open-page.ts'

const { visit } = browserSuite()

const kept = (page: Page) => page.evaluate<string | null>(`localStorage.getItem('plinth.hints')`)

/** Fails where a hint lies over what it is about, or outside the window. */
async function expectBeside(hint: Locator, thing: Locator): Promise<void> {
  const [a, b] = [await restingBox(hint), await restingBox(thing)]
  const [across, down] = [Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x), Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)] // prettier-ignore
  expect(Math.min(across, down)).toBeLessThanOrEqual(0)
  expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0)
}

const hintOn = (page: Page) => page.getByRole('status', { name: 'Hint' })
const ALL_SEEN = '["spin","size","pivot","generate"]'

it('a first visit is led to Generate by one hint at a time, beside what it is about, and none comes again', async () => {
  const page = await visit('/', { ...WITHOUT_STAGE, hints: true, viewport: { width: 1440, height: 900 } })
  const hint = hintOn(page)
  await hint.getByText('Choose a spin').waitFor()
  await expectBeside(hint, page.getByRole('region', { name: 'Spins', exact: true }))
  expect(await violations(page)).toEqual([])
  await spin(page, 2).click()
  await hint.getByText('Set the size').waitFor()
  await expectBeside(hint, page.getByRole('region', { name: 'Size', exact: true }))
  await hint.getByRole('button', { name: 'Next' }).press('Enter')
  await hint.getByText('Set the pivot').waitFor()
  await page.getByRole('button', { name: 'Right-top-front' }).click()
  await hint.getByText('Makes the mesh').waitFor()
  await hint.getByRole('button', { name: 'Got it' }).press('Enter')
  await hint.waitFor({ state: 'detached' })
  await expect.poll(() => kept(page)).toBe(ALL_SEEN)
})

it('hints have room on a phone, and all go at one press', async () => {
  const page = await visit('/', { ...WITHOUT_STAGE, hints: true, viewport: { width: 360, height: 740 } })
  const hint = hintOn(page)
  await hint.getByText('Choose a spin').waitFor()
  await expectBeside(hint, page.getByRole('region', { name: 'Spins', exact: true }))
  await hint.getByRole('button', { name: 'No more hints' }).click()
  await hint.waitFor({ state: 'detached' })
  await expect.poll(() => kept(page)).toBe(ALL_SEEN)
})
