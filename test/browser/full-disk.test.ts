import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { cloudSuite, comes } from '../fixtures/cloud-suite.ts'
import { generate, type } from '../fixtures/open-page.ts'

const { open, cloud } = cloudSuite()

const meshes = (page: Page) => page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')
const ONLY_HERE = 'Only on this page, not kept'

/** Gives the page's origin a disk of a size, or its own again. */
async function giveDisk(page: Page, quotaSize?: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const { origin } = new URL(page.url())
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) })
}

it('a mesh that the disk does not take stays in the list, is replaced upstream only when asked, and is kept once there is room', async () => {
  const { page, code } = await open()
  await giveDisk(page, 1)
  await generate(page).click()
  await comes(page, 'Building mesh…')
  cloud().finish(code)
  await comes(page, /is not kept in this browser/)
  await comes(page, meshes(page).filter({ hasText: ONLY_HERE }))

  await type(page, 'Width', '0.7')
  await generate(page).click()
  const send = page.getByRole('button', { name: /^Send/ })
  await comes(page, send)
  expect(cloud().posts(code), 'the next request waits for the artist').toHaveLength(1)
  await send.click()
  await comes(page, 'Building mesh…')
  await expect
    .poll(() => meshes(page).filter({ hasText: ONLY_HERE }).count(), { message: 'the mesh before stays' })
    .toBe(1)
  cloud().finish(code)
  await comes(page, /and 1 more are not kept in this browser/)
  await expect.poll(() => meshes(page).filter({ hasText: ONLY_HERE }).count()).toBe(2)
  expect(cloud().posts(code)).toHaveLength(2)

  await giveDisk(page)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText(/not kept in this browser/).waitFor({ state: 'detached' })
  await expect.poll(() => meshes(page).filter({ hasText: ONLY_HERE }).count()).toBe(0)
  await page.reload()
  await comes(page, meshes(page).nth(1))
  // The session's own mesh is one more until its bytes tell which of these it is.
  await expect.poll(() => meshes(page).count()).toBe(2)
})
