import type { Locator, Page } from 'playwright-core'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppServer } from '../fixtures/app-server.ts'
import { MOVING, browserSuite, ownServer, type VisitOptions } from '../fixtures/browser-suite.ts'
import { framesOn, generate, middleOf, spin, stageCanvas } from '../fixtures/open-page.ts'
import { openUpstream, json, type TestUpstream } from '../fixtures/upstream.ts'

const { visit, at, allow, leave } = browserSuite()

/** The share of a full turn, from -0.5 to 1, that a paused turntable is at. */
const turnOf = (turntable: Locator) =>
  turntable
    .locator('[data-angle-deg]')
    .first()
    .getAttribute('data-angle-deg')
    .then((angleDeg) => Number(angleDeg) / 360)
const stands = (page: Page, index: number) => turnOf(spin(page, index + 1))
const playing = (page: Page) => page.locator('[role=radio] img').count()

/** Makes the browser like Safari, which has none. */
const NO_IMAGE_DECODER = 'delete globalThis.ImageDecoder'

/** RGBA pixels of 160 × 160, to tell frames apart. */
const pixels = (picture: Sharp): Promise<Buffer> => picture.ensureAlpha().resize(160, 160).raw().toBuffer()

/** The mean difference of two pictures, from 0 to 255. */
const apart = (a: Buffer, b: Buffer): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length

/** What a paused turntable shows. */
async function shownFrame(page: Page, index: number): Promise<Buffer> {
  const url = await spin(page, index + 1)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  return pixels(sharp(Buffer.from(url.split(',')[1] ?? '', 'base64')))
}

/** Waits until a paused turntable shows the frame of its file for its angle. Resolves with that frame as libwebp decodes it. */
async function untilFrameShown(page: Page, index: number, file: Buffer): Promise<Buffer> {
  const { pages = 1 } = await sharp(file).metadata()
  const turn = ((await stands(page, index)) + 1) % 1
  const frame = await pixels(sharp(file, { page: Math.floor(turn * pages + 1e-9) }))
  await expect
    .poll(async () => apart(await shownFrame(page, index), frame), { message: `spin ${index + 1} at ${turn}` })
    .toBeLessThan(1)
  return frame
}

const fileOf = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer())
const localSpin = () => fileOf(at('/api/image-to-3d-sessions/SAMPLE_duck/assets/spins/0'))

async function across(page: Page, index: number, from: number, to: number) {
  const box = await spin(page, index + 1).boundingBox()
  if (!box) throw new Error('No such spin')
  const y = box.y + box.width / 2
  await page.mouse.move(box.x + from * box.width, y)
  await page.mouse.down()
  await page.mouse.move(box.x + to * box.width, y, { steps: 6 })
  await page.mouse.up()
}

describe('the spins of the local engine', () => {
  it('are turned one by one, together with Shift, by slider and keys, shown large, and play again', async () => {
    const page = await visit('/', MOVING)
    const chosen = await page.getByRole('radio', { checked: true }).getAttribute('aria-label')
    await expect.poll(() => playing(page)).toBe(4)

    await across(page, 2, 0.5, 0.75)
    await expect.poll(() => stands(page, 2)).toBeCloseTo(0.25, 1)
    await spin(page, 3).locator('canvas').waitFor()
    await expect.poll(() => playing(page)).toBe(3)
    expect(await page.getByRole('radio', { checked: true }).getAttribute('aria-label')).toBe(chosen)

    await page.keyboard.down('Shift')
    await across(page, 0, 0.5, 0.9)
    await page.keyboard.up('Shift')
    for (const index of [0, 1, 2, 3]) await expect.poll(() => stands(page, index)).toBeCloseTo(0.4, 1)

    const angle = page.getByRole('slider', { name: 'Angle of all spins' })
    await angle.focus()
    await page.keyboard.press('Home')
    for (const index of [0, 1, 2, 3]) await expect.poll(() => stands(page, index)).toBe(0)
    const front = await untilFrameShown(page, 0, await localSpin())
    // A tenth of a turn, and a degree.
    for (let i = 0; i < 2; i++) await page.keyboard.press('PageUp')
    for (let i = 0; i < 18; i++) await page.keyboard.press('ArrowRight')
    await expect.poll(() => stands(page, 3)).toBeCloseTo(0.25, 5)
    await expect.poll(() => stands(page, 0)).toBeCloseTo(0.25, 5)
    expect(apart(await untilFrameShown(page, 0, await localSpin()), front)).toBeGreaterThan(1)

    await page.getByRole('button', { name: 'Enlarge spin 2' }).click()
    const sheet = page.getByRole('dialog', { name: /^Spin 2/ })
    await expect
      .poll(async () => (await sheet.locator('img, canvas').first().boundingBox())?.width ?? 0)
      .toBeGreaterThan(400)
    const { x, y } = await middleOf(sheet.locator('img, canvas').first())
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 100, y, { steps: 6 })
    await page.mouse.up()
    const turned = 100 / ((await sheet.locator('canvas').boundingBox())?.width ?? Number.NaN)
    await expect.poll(() => turnOf(sheet)).toBeCloseTo(turned, 2)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(
      await page
        .getByRole('button', { name: 'Enlarge spin 2' })
        .evaluate((element) => element === document.activeElement),
    ).toBe(true)
    await page.keyboard.press('Enter')
    await sheet.getByRole('button', { name: 'Next' }).click()
    await page
      .getByRole('dialog', { name: /^Spin 3/ })
      .getByRole('button', { name: 'Choose this spin' })
      .click()
    expect(await spin(page, 3).isChecked()).toBe(true)

    await page.getByRole('button', { name: 'Play' }).click()
    await expect.poll(() => page.locator('[role=radio] img').count()).toBe(4)
  })

  it('stand still for visitors who ask for less motion, until they are turned or played', async () => {
    const page = await visit('/')
    await expect.poll(() => page.locator('[role=radio] canvas').count()).toBe(4)
    expect(await playing(page)).toBe(0)
    for (const index of [0, 1, 2, 3]) await expect.poll(() => stands(page, index)).toBe(0)
    await page.getByRole('button', { name: 'Play' }).click()
    await expect.poll(() => page.locator('[role=radio] img').count()).toBe(4)
  })
})

interface Recorded {
  readonly bytes: Buffer
  readonly seconds: number
  /** The hues, from 0 to 1, that a plain video element shows at evenly spaced moments. */
  readonly hues: readonly number[]
}

/** Defines `hueOf(video)`, from 0 to 1. */
const HUE = `
  const hueOf = (video) => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    context.drawImage(video, 0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
    const sector = most === r ? (g - b) / (most - least) : most === g ? 2 + (b - r) / (most - least) : 4 + (r - g) / (most - least);
    return (sector / 6 + 1) % 1;
  };`

const MOMENTS = 40

/**
 * About a second of a real video, made by the browser itself: one round through the colours. A busy machine records it unevenly, so what it
 * shows when is looked up in the recording.
 */
async function recordVideo(type: string): Promise<Recorded> {
  const page = await visit('about:blank', { ready: false })
  const recorded = await page.evaluate<{ base64: string; seconds: number; hues: number[] } | null>(`(async () => {
    if (!MediaRecorder.isTypeSupported(${JSON.stringify(type)})) return null;
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 160 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: ${JSON.stringify(type)} });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start();
    for (let i = 0; i < 20; i++) {
      context.fillStyle = 'hsl(' + i * 18 + ' 80% 50%)';
      context.fillRect(0, 0, 160, 160);
      await new Promise((done) => setTimeout(done, 50));
    }
    await new Promise((done) => { recorder.onstop = done; recorder.stop(); });
    const blob = new Blob(parts);
    const video = Object.assign(document.createElement('video'), { src: URL.createObjectURL(blob), muted: true });
    const seek = (seconds) => new Promise((done) => { video.onseeked = done; video.currentTime = seconds; });
    await new Promise((done) => { video.onloadeddata = done; });
    // A recording does not know its length until it has been played to its end.
    await seek(1e6);
    const seconds = video.currentTime;
    ${HUE}
    const hues = [];
    for (let i = 0; i < ${MOMENTS}; i++) {
      await seek(seconds * i / ${MOMENTS});
      hues.push(hueOf(video));
    }
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { base64: btoa(String.fromCharCode(...bytes)), seconds, hues };
  })()`)
  await page.context().close()
  if (!recorded) throw new Error(`This Chromium records no ${type}.`)
  return { ...recorded, bytes: Buffer.from(recorded.base64, 'base64') }
}

/** Where the first spin's video stands, and the hue it shows there, from 0 to 1. */
const shown = (page: Page) =>
  page.evaluate<{ seconds: number; hue: number; settled: boolean }>(`(() => {
    ${HUE}
    const video = document.querySelector('[role=radio] video');
    return { seconds: video.currentTime, hue: hueOf(video), settled: video.paused && !video.seeking && video.readyState >= 2 };
  })()`)

/** A square that wanders over a transparent ground. libwebp stores only what changes from frame to frame, and blends. */
async function wanderingSquare(): Promise<Buffer> {
  const square = await sharp({ create: { width: 30, height: 30, channels: 4, background: 'tomato' } })
    .png()
    .toBuffer()
  const frames = Array.from({ length: 12 }, (_, i) =>
    sharp({ create: { width: 160, height: 160, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .composite([{ input: square, left: 10 + i * 10, top: 50 + (i % 3) * 15 }])
      .png()
      .toBuffer(),
  )
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .webp({ lossless: true, loop: 0, delay: 60 })
    .toBuffer()
}

describe('the spins of another upstream', () => {
  let upstream: TestUpstream
  let app: AppServer
  let webm: Recorded
  let mp4: Recorded
  let square: Buffer
  let turntable: Buffer

  beforeAll(async () => {
    webm = await recordVideo('video/webm;codecs=vp8')
    mp4 = await recordVideo('video/mp4;codecs=vp9')
    square = await wanderingSquare()
    turntable = await localSpin()
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    )
    const session = (code: string, spins: readonly unknown[]) => ({
      error: '',
      message: '',
      statusCode: 200,
      data: { session_code: code, status: 'spin_generate_done', image_url: `${upstream.origin}/image.png`, spins },
    })
    upstream = await openUpstream((request, response, raw) => {
      const file = {
        '/a.mp4': ['video/webm', webm.bytes],
        '/b.bin': ['video/mp4', mp4.bytes],
        '/image.png': ['image/png', png],
        '/square.webp': ['image/webp', square],
        '/turntable.webp': ['image/webp', turntable],
        '/c': ['image/png', png],
        '/broken': ['image/webp', Buffer.from('no picture')],
      }[request.url]
      if (file)
        response
          .writeHead(200, { 'content-type': String(file[0]), 'content-length': (file[1] as Buffer).length })
          .end(file[1])
      else if (request.url.includes('SESSION_VIDEO'))
        json(
          session('SESSION_VIDEO', [
            { image_url: `${upstream.origin}/a.mp4` },
            `${upstream.origin}/c`,
            { image_url: `${upstream.origin}/broken` },
          ]),
        )(request, response, raw)
      else if (request.url.includes('SESSION_MP4'))
        json(session('SESSION_MP4', [{ image_url: `${upstream.origin}/b.bin` }]))(request, response, raw)
      else if (request.url.includes('SESSION_WEBP'))
        json(session('SESSION_WEBP', [`${upstream.origin}/square.webp`, `${upstream.origin}/turntable.webp`]))(
          request,
          response,
          raw,
        )
      else if (request.url.includes('SESSION_NONE')) json(session('SESSION_NONE', []))(request, response, raw)
      else json({ error: '', message: '', statusCode: 200, data: { results: [] } })(request, response, raw)
    })
    app = await ownServer({ PLINTH_UPSTREAM: upstream.origin })
  })

  afterAll(async () => {
    if (app) await leave(app.url)
    await app?.close()
    await upstream?.close()
  })

  /** The third spin of SESSION_VIDEO is broken. */
  async function openVideos(code: string, options?: VisitOptions): Promise<Page> {
    const page = await visit(`${app.url}/?session=${code}`, options)
    allow(page, /answer 502: GET .*SESSION_VIDEO\/assets\/spins\/2$/)
    return page
  }

  it('are videos or pictures by their content type, and name the spin that cannot be shown', async () => {
    const page = await openVideos('SESSION_VIDEO', MOVING)
    await spin(page, 1).locator('video').waitFor()
    await spin(page, 3).getByText('Spin 3 cannot be shown').waitFor()
    await expect.poll(() => page.getByRole('radio').count()).toBe(3)
  })

  it.each(['SESSION_VIDEO', 'SESSION_MP4'])(
    'of %s show the moment of the turn that they are dragged to, and stay there',
    async (code) => {
      const { seconds, hues } = code === 'SESSION_MP4' ? mp4 : webm
      const page = await openVideos(code, MOVING)
      await expect
        .poll(() =>
          page
            .locator('[role=radio] video')
            .evaluate((element) => (element as unknown as { readyState: number }).readyState),
        )
        .toBeGreaterThanOrEqual(2)
      const seen: number[] = []
      for (const turn of [0.3, -0.35, 0.1]) {
        const share = (turn + 1) % 1
        await across(page, 0, 0.5, 0.5 + turn)
        await expect.poll(() => stands(page, 0)).toBeCloseTo(turn, 2)
        await expect.poll(async () => (await shown(page)).settled).toBe(true)
        await expect.poll(async () => Math.abs((await shown(page)).seconds / seconds - share)).toBeLessThan(0.03)
        const { hue, seconds: stopped } = await shown(page)
        // A frame may change just where the video stands, so the moments beside it count too.
        const moment = Math.round((stopped / seconds) * MOMENTS)
        const near = [-1, 0, 1].flatMap((off) => hues[moment + off] ?? [])
        expect(Math.min(...near.map((other) => Math.abs(other - hue)))).toBeLessThan(0.03)
        seen.push(hue)
      }
      expect(new Set(seen.map((hue) => hue.toFixed(1))).size, 'three different colours').toBe(3)
      const paused = await shown(page)
      await framesOn(page, 10)
      expect(await shown(page)).toEqual(paused)
    },
  )

  it('stand still as videos too for visitors who ask for less motion', async () => {
    const page = await openVideos('SESSION_VIDEO')
    await expect.poll(async () => (await shown(page)).settled).toBe(true)
    await framesOn(page, 10)
    expect(await shown(page)).toMatchObject({ seconds: 0, settled: true })
    await page.getByRole('button', { name: 'Play' }).click()
    await expect.poll(async () => (await shown(page)).seconds).toBeGreaterThan(0)
  })

  it('show the same frame where the browser decodes no single frames, opaque or not', async () => {
    const link = `${app.url}/?session=SESSION_WEBP`
    const [usual, bare] = [await visit(link), await visit(link, { before: NO_IMAGE_DECODER })]
    const seen: Buffer[] = []
    for (const turn of [0.1, 0.35, -0.2]) {
      for (const [index, file] of [square, turntable].entries()) {
        for (const page of [usual, bare]) await across(page, index, 0.5, 0.5 + turn)
        for (const page of [usual, bare]) await expect.poll(() => stands(page, index)).toBeCloseTo(turn, 2)
        const frame = await untilFrameShown(usual, index, file)
        await untilFrameShown(bare, index, file)
        for (const other of seen) expect(apart(frame, other)).toBeGreaterThan(1)
        seen.push(frame)
      }
    }
  })

  it('may be missing: the section says so, and the request leaves them out', async () => {
    const page = await visit(`${app.url}/?session=SESSION_NONE`, { ready: false })
    await page.getByText('This session has no spins to choose from.').waitFor()
    await stageCanvas(page).waitFor()
    await generate(page).click()
    await expect.poll(() => upstream.arrived.find(({ method }) => method === 'POST')?.body).toBeTruthy()
    const sent: unknown = JSON.parse(upstream.arrived.find(({ method }) => method === 'POST')?.body ?? '')
    expect(sent).not.toHaveProperty('selected_spin')
    expect(sent).not.toHaveProperty('selected_spin_index')
    expect(sent).toHaveProperty('scaled_bbox')
  })
})
