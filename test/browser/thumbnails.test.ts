import type { Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { expectRest, generate, spin } from '../fixtures/open-page.ts'
import { webpGlb } from '../fixtures/packed-glb.ts'
import { CODE, openSessionUpstream, type SessionUpstream } from '../fixtures/session-upstream.ts'

let upstream: SessionUpstream
const { visit } = browserSuite({
  async server() {
    upstream = await openSessionUpstream()
    const orangeBox = await webpGlb()
    upstream.hold({ glb: null, make: () => orangeBox })
    return ownServer({ PLINTH_UPSTREAM: upstream.origin })
  },
})
afterAll(() => upstream?.close())

/** three.js announces every renderer to its developer tools. */
const CATCH_RENDERER = `
  globalThis.__THREE_DEVTOOLS__ = new EventTarget();
  globalThis.__THREE_DEVTOOLS__.addEventListener('observe', ({ detail }) => {
    if (detail.isWebGLRenderer) globalThis.seenRenderer = detail;
  });`

const pictureOf = (page: Page, number: number) =>
  page.getByRole('listitem', { name: `Spin ${number}` }).locator('img[src^="blob:"]')

/** The mean colour of what is drawn in a picture. */
const colourOf = (page: Page, number: number) =>
  pictureOf(page, number).evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
    const drawing = canvas.getContext('2d')
    drawing?.drawImage(image, 0, 0)
    const data = drawing?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    const sum = [0, 0, 0, 0]
    for (let at = 0; at < data.length; at += 4)
      if ((data[at + 3] ?? 0) > 200)
        for (const k of [0, 1, 2, 3]) sum[k] = (sum[k] ?? 0) + (k < 3 ? (data[at + k] ?? 0) : 1)
    const [red = 0, green = 0, blue = 0, count = 1] = sum
    return { red: red / count, green: green / count, blue: blue / count }
  })

async function expectOrange(page: Page, number: number): Promise<void> {
  await pictureOf(page, number).waitFor()
  const { red, blue } = await colourOf(page, number)
  expect(red / blue, `the picture of spin ${number}`).toBeGreaterThan(1.5)
}

/** What lies on the graphics card, once nothing moves. */
async function onGpu(page: Page): Promise<{ readonly geometries: number; readonly textures: number }> {
  await expectRest(page)
  return page.evaluate('(({ geometries, textures }) => ({ geometries, textures }))(seenRenderer.info.memory)')
}

const forgetPictures = (page: Page) =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plinth')
      opening.addEventListener('success', () => resolve(opening.result))
      opening.addEventListener('error', () => reject(new Error('The database does not open.')))
    })
    const transaction = db.transaction('thumbnails', 'readwrite')
    transaction.objectStore('thumbnails').clear()
    await new Promise((resolve) => transaction.addEventListener('complete', resolve))
    db.close()
  })

it('each kept mesh has a picture in its own colours, whatever look the stage has, which leaves nothing on the graphics card', async () => {
  const page = await visit(`/?session=${CODE}`, {
    before: CATCH_RENDERER,
    viewport: { width: 1120, height: 480 },
  })
  await generate(page).click()
  await expectOrange(page, 1)
  await page.getByRole('radio', { name: 'Clay', exact: true }).click()
  await spin(page, 2).click()
  await generate(page).click()
  await expectOrange(page, 2)

  const heading = page.getByRole('region', { name: 'Result' }).getByRole('heading', { name: /^Spin 2 .* m$/ })
  await page.reload()
  await heading.waitFor()
  for (const number of [1, 2]) await pictureOf(page, number).waitFor()
  const before = await onGpu(page)
  await forgetPictures(page)
  await page.reload()
  await heading.waitFor()
  for (const number of [1, 2]) await expectOrange(page, number)
  expect(await onGpu(page)).toEqual(before)
})
