import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { fitted, toEasel, type Point } from '../../src/retouch/view.ts'
import { violations } from '../fixtures/axe.ts'
import { browserSuite, ownServer, WITHOUT_STAGE } from '../fixtures/browser-suite.ts'
import { cutOutBody } from '../fixtures/cut-out-answer.ts'
import { restingBox, sendPicture, spin } from '../fixtures/open-page.ts'
import { TOY_ROOM, toyPhoto, toyRoom } from '../fixtures/toy-room.ts'

const { visit, allow } = browserSuite({ server: ownServer })

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const chips = (page: Page) => page.getByRole('group', { name: 'Several objects' }).getByRole('button')
const canUndo = (page: Page) => button(page, 'Undo').isEnabled()
const easel = (page: Page) => page.getByRole('application', { name: 'Picture to paint on' })

/** Answers every question for a cut-out with the toys' own outline, so that it is known to the pixel. */
const cutOutToys = (page: Page) =>
  page.route('**/api/plinth/cut-out', async (route) =>
    route.fulfill({ contentType: 'application/json', body: await cutOutBody(toyRoom()) }),
  )

async function chooseToys(page: Page): Promise<Buffer> {
  const buffer = await toyPhoto(toyRoom())
  await page.getByLabel('Image file').setInputFiles({ name: 'toys.jpg', mimeType: 'image/jpeg', buffer })
  return buffer
}

/** Where a pixel of the whole picture is in the window. */
async function at(page: Page, pixel: Point): Promise<{ readonly x: number; readonly y: number }> {
  const { x, y, width, height } = await restingBox(easel(page))
  const [left, top] = toEasel(fitted({ width, height }, TOY_ROOM), pixel)
  return { x: x + left, y: y + top }
}

async function paintByMouse(page: Page, from: Point, to: Point): Promise<void> {
  const [start, end] = [await at(page, from), await at(page, to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(end.x, end.y, { steps: 6 })
  await page.mouse.up()
}

/** Leads fingers from here to there, all at once. */
async function touch(page: Page, ...fingers: readonly (readonly [from: Point, to: Point])[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const places = await Promise.all(
    fingers.map(async ([from, to]) => ({ a: await at(page, from), b: await at(page, to) })),
  )
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : places.map(({ a, b }, id) => ({ x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y), id })),
    })
  await send('touchStart', 0)
  for (const part of [0.25, 0.5, 0.75, 1]) await send('touchMove', part)
  await send('touchEnd', 1)
}

/** The picture of the session that the page asks for next. */
async function postedPicture(page: Page): Promise<Buffer> {
  const request = await page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('-3d-sessions'))
  const { image_url } = request.postDataJSON() as { readonly image_url: string }
  return Buffer.from(image_url.split(',')[1] ?? '', 'base64')
}

it('is corrected by mouse and keys, and the engine gets the picture with that alpha, its other colours kept', async () => {
  const page = await visit('/?session=SAMPLE_duck', { viewport: { width: 1440, height: 900 } })
  await cutOutToys(page)
  await chooseToys(page)
  await expect.poll(() => chips(page).count()).toBe(2)
  expect(await button(page, 'Make spins').evaluate((element) => element === document.activeElement)).toBe(true)
  // What lies behind is neither reached nor changed.
  const address = page.url()
  expect(await spin(page, 1).count()).toBe(0)
  await page.keyboard.press('2')
  await page.keyboard.press('ControlOrMeta+Enter')

  await page.keyboard.press('e')
  await paintByMouse(page, [296, 150], [322, 168])
  await expect.poll(() => canUndo(page)).toBe(true)
  await expect.poll(() => chips(page).count()).toBe(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => chips(page).count()).toBe(2)
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect.poll(() => chips(page).count()).toBe(0)
  await button(page, 'Start over').click()
  await expect.poll(() => chips(page).count()).toBe(2)
  await chips(page).nth(1).click()
  await expect.poll(() => chips(page).nth(1).getAttribute('aria-pressed')).toBe('false')
  await button(page, 'Zoom in').click()
  await page.keyboard.press('0')
  expect(page.url()).toBe(address)

  await sendPicture(page)
  await expect.poll(() => page.url()).not.toBe(address)
  await page.getByRole('banner').getByText('toys').waitFor()
  const code = new URL(page.url()).searchParams.get('session')
  const bytes = await page.request.get(new URL(`/api/image-to-3d-sessions/${code}/assets/image`, page.url()).href)
  const { data, info } = await sharp(await bytes.body())
    .raw()
    .toBuffer({ resolveWithObject: true })
  const seen = ([x, y]: Point) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)]
  expect([info.width, info.height, info.channels]).toEqual([400, 300, 4])
  expect([seen(TOY_ROOM.ball)[3], seen(TOY_ROOM.box)[3], seen([20, 20])[3]]).toEqual([255, 0, 0])
  expect(seen(TOY_ROOM.box)[2], 'blue under what falls away').toBeGreaterThan(150)
})

it('is corrected by a finger on a phone, moved by two, painted on by the keyboard, and kept when it is left', async () => {
  const viewport = { width: 360, height: 740 }
  const page = await visit('/?session=SAMPLE_duck', { ...WITHOUT_STAGE, viewport, hasTouch: true })
  await cutOutToys(page)
  await chooseToys(page)
  await expect.poll(() => chips(page).count()).toBe(2)
  expect(await violations(page)).toEqual([])
  await touch(
    page,
    [
      [100, 150],
      [60, 150],
    ],
    [
      [160, 150],
      [200, 150],
    ],
  )
  expect(await canUndo(page), 'two fingers paint nothing').toBe(false)
  await button(page, 'Fit').click()
  await page.getByRole('radio', { name: 'Erase' }).click()
  await touch(page, [
    [296, 150],
    [322, 168],
  ])
  await expect.poll(() => chips(page).count()).toBe(0)
  await button(page, 'Undo').click()
  await expect.poll(() => chips(page).count()).toBe(2)

  // From the middle of the picture, between the toys, over to the box.
  await easel(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.down(' ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.up(' ')
  await expect.poll(() => chips(page).count()).toBe(0)

  await page.keyboard.press('Escape')
  await page.getByText('The corrected cut-out of toys was not sent.').waitFor()
  await spin(page, 1).waitFor()
  await button(page, 'Go on with toys').click()
  await expect.poll(() => canUndo(page)).toBe(true)
  await button(page, 'Cancel').click()
  await button(page, 'Discard it').click()
  await button(page, 'Discard it').waitFor({ state: 'detached' })
})

/**
 * Writes down what reads or writes pixels on the page's own thread, and of what size: a chosen file is decoded, and a picture of the toys' size
 * read or written, only beside it. Spins are of another size.
 */
const WATCH_PIXELS = `
  globalThis.pixelWork = [];
  const watch = (of, name, sizeOf) => {
    const own = of[name];
    of[name] = function (...args) {
      globalThis.pixelWork.push(name + ' ' + sizeOf(args, this));
      return own.apply(this, args);
    };
  };
  watch(globalThis, 'createImageBitmap', ([source]) => source instanceof File ? 'file' : source.width + ' × ' + source.height);
  watch(OffscreenCanvas.prototype, 'convertToBlob', (_, { width, height }) => width + ' × ' + height);
  watch(HTMLCanvasElement.prototype, 'toBlob', (_, { width, height }) => width + ' × ' + height);
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    watch(prototype, 'getImageData', (args) => args[2] + ' × ' + args[3]);
    watch(prototype, 'putImageData', ([{ width, height }]) => width + ' × ' + height);
  }`

const toysOnPage = async (page: Page): Promise<readonly string[]> =>
  (await page.evaluate<readonly string[]>('globalThis.pixelWork')).filter((work) => /file|400 × 300/.test(work))

const waits = (page: Page) => page.getByText('The corrected cut-out of toys was not sent.')

it('is kept when the browser goes back and through a reload, until it is sent; its pixels are a worker’s business', async () => {
  const before = WITHOUT_STAGE.before + WATCH_PIXELS
  const page = await visit('/?session=SAMPLE_duck', { ...WITHOUT_STAGE, before })
  const title = page.getByRole('banner').getByRole('paragraph').first()
  await page.getByRole('button', { name: 'Sample: Glazed vase' }).click()
  await expect.poll(() => title.innerText()).toBe('Glazed vase')
  await spin(page, 4).waitFor()
  await cutOutToys(page)
  await chooseToys(page)
  await expect.poll(() => chips(page).count()).toBe(2)
  await page.keyboard.press('e')
  await paintByMouse(page, [296, 150], [322, 168])
  await expect.poll(() => chips(page).count()).toBe(0)
  expect(await toysOnPage(page)).toEqual([])
  expect(page.workers().filter((worker) => worker.url().includes('retouch-worker'))).toHaveLength(1)

  await page.goBack()
  await waits(page).waitFor()
  await page.goForward()
  await expect.poll(() => title.innerText()).toBe('Glazed vase')
  await button(page, 'Go on with toys').click()
  await expect.poll(() => canUndo(page)).toBe(true)
  await expect.poll(() => page.evaluate('sessionStorage.length')).toBe(1)

  await page.route('**/assets/cut-out-*.js', (route) => route.abort('failed'))
  await page.reload()
  await waits(page).waitFor()
  allow(page, /ERR_FAILED/)
  await button(page, 'Go on with toys').click()
  await page.getByText('The cut-out of toys cannot be shown').waitFor()
  await waits(page).waitFor()
  await page.unroute('**/assets/cut-out-*.js')

  await page.reload()
  await waits(page).waitFor()
  await button(page, 'Go on with toys').click()
  await expect.poll(() => button(page, 'Start over').isEnabled()).toBe(true)
  await button(page, 'Start over').click()
  await expect.poll(() => chips(page).count()).toBe(2)
  await button(page, 'Undo').click()
  await expect.poll(() => chips(page).count()).toBe(0)
  const posted = postedPicture(page)
  await sendPicture(page)
  const { data, info } = await sharp(await posted)
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(await toysOnPage(page)).toEqual([])
  const alphaAt = ([x, y]: Point) => data[(y * info.width + x) * 4 + 3]
  expect([info.channels, alphaAt(TOY_ROOM.ball), alphaAt(TOY_ROOM.box)]).toEqual([4, 255, 0])
  await expect.poll(() => title.innerText()).toBe('toys')
  await page.reload()
  await spin(page, 1).waitFor()
  expect(await waits(page).count()).toBe(0)
})

it('can be had again where the server was away, and the file is sent as it is without it', async () => {
  const page = await visit('/?session=SAMPLE_duck', WITHOUT_STAGE)
  allow(page, /answer 503|ERR_FAILED/)
  let asks = 0
  await page.route('**/api/plinth/cut-out', (route) => {
    asks++
    return asks === 1 ? route.abort('failed') : route.fulfill({ status: 503, body: 'Gone for lunch.' })
  })
  const buffer = await chooseToys(page)
  await button(page, 'Try again').click()
  await expect.poll(() => asks).toBeGreaterThan(1)
  await button(page, 'Try again').waitFor()
  const posted = postedPicture(page)
  await sendPicture(page, 'Send as it is')
  expect((await posted).equals(buffer)).toBe(true)
})

it('is not sent unseen where that part of the page cannot be had', async () => {
  const page = await visit('/?session=SAMPLE_duck', WITHOUT_STAGE)
  allow(page, /ERR_FAILED/)
  await page.route('**/assets/desk-*.js', (route) => route.abort('failed'))
  const posts: string[] = []
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
  const buffer = await chooseToys(page)
  await page.getByText('The cut-out of toys cannot be shown').waitFor()
  expect(posts).toEqual([])
  const posted = postedPicture(page)
  await button(page, 'Send as it is').click()
  expect((await posted).equals(buffer)).toBe(true)
})
