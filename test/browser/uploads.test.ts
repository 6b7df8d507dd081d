import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { addPicture, spin } from '../fixtures/open-page.ts'

const { visit, allow } = browserSuite({ server: ownServer })

const title = (page: Page) => page.getByRole('banner').getByRole('paragraph').first()
const code = (page: Page) => new URL(page.url()).searchParams.get('session')

/** Chooses a picture, and holds back the request that it is sent with. */
async function send(page: Page): Promise<Route> {
  const buffer = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#446688' } })
    .png()
    .toBuffer()
  const sent = new Promise<Route>((resolve) => {
    void page.route('**/api/image-to-3d-sessions', (route) =>
      route.request().method() === 'POST' ? resolve(route) : route.continue(),
    )
  })
  await addPicture(page, { name: 'cube.png', mimeType: 'image/png', buffer }, 'Send as it is')
  return sent
}

it('a picture that arrives after the artist has gone elsewhere says so, and opens by a click', async () => {
  const page = await visit('/?session=SAMPLE_duck')
  const route = await send(page)
  await page.getByRole('region', { name: 'Spins' }).getByText('Sending cube').waitFor()
  await page.getByRole('button', { name: 'Sample: Glazed vase' }).click()
  await expect.poll(() => title(page).innerText()).toBe('Glazed vase')
  await page.getByRole('status').filter({ hasText: 'Sending cube' }).waitFor()
  await spin(page, 1).waitFor()
  await route.continue()
  await page.getByText('cube has arrived.').waitFor()
  expect([code(page), await title(page).innerText()]).toEqual(['SAMPLE_vase', 'Glazed vase'])
  await page.getByRole('button', { name: 'Open cube' }).click()
  await expect.poll(() => title(page).innerText()).toBe('cube')
  await page.getByText('cube has arrived.').waitFor({ state: 'detached' })
})

it('a picture that fails after the artist has gone elsewhere says why', async () => {
  const page = await visit('/?session=SAMPLE_duck')
  allow(page, /answer 409: POST/)
  const route = await send(page)
  await page.getByRole('button', { name: 'Sample: Glazed vase' }).click()
  await expect.poll(() => title(page).innerText()).toBe('Glazed vase')
  const error = { error: 'conflict', message: 'The kiln is full.', statusCode: 409 }
  await route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify(error) })
  const alert = page.getByRole('alert').filter({ hasText: 'Sending cube failed. The kiln is full.' })
  await alert.getByRole('button', { name: 'Dismiss' }).click()
  await alert.waitFor({ state: 'detached' })
  expect(code(page)).toBe('SAMPLE_vase')
})
