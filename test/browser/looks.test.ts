import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserSuite, CONTEXT_LOST, MOVING } from '../fixtures/browser-suite.ts'
import { expectRest, drop, saved, type } from '../fixtures/open-page.ts'
import { webpGlb } from '../fixtures/packed-glb.ts'
import { readWebm } from '../fixtures/read-webm.ts'
import { brightness, differing, seenOf, stagePixels, type Pixels } from '../fixtures/stage-pixels.ts'

const { visit, allow } = browserSuite()
let page: Page

beforeAll(async () => {
  page = await visit('/', { viewport: { width: 1120, height: 560 } })
  await drop(page, 'orange box.glb', await webpGlb())
  await page.getByRole('heading', { name: 'orange box.glb' }).waitFor()
})

const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const button = (name: string) => page.getByRole('button', { name, exact: true })
/** The mesh, but not the gizmo's red arrow, which has as much blue as green. */
const orange = (red: number, green: number, blue: number) =>
  red > 90 && red > green * 1.8 && red > blue * 2 && green > blue * 1.2

/** The stage once nothing moves in it, with the pointer out of the way. */
async function seen(): Promise<Pixels> {
  await page.mouse.move(0, 0)
  await expectRest(page)
  return stagePixels(page)
}

/** Fails unless every two of them differ in more than a hundredth of the stage. */
function expectAllToDiffer(pictures: Readonly<Record<string, Pixels>>): void {
  const all = Object.entries(pictures)
  for (const [i, [one, a]] of all.entries())
    for (const [other, b] of all.slice(i + 1)) expect(differing(a, b), `${one} and ${other}`).toBeGreaterThan(0.01)
}

describe('a mesh in the stage', () => {
  it('looks different in each of the five looks', async () => {
    const pictures: Record<string, Pixels> = {}
    for (const name of ['Clay', 'Normals', 'Wire', 'UV', 'Textured']) {
      await radio(name).click()
      pictures[name] = await seen()
    }
    expectAllToDiffer(pictures)
  })

  it('looks different in each of the three lights, and brighter the more it is exposed', async () => {
    const pictures: Record<string, Pixels> = {}
    await button('Light').click()
    for (const name of ['Outdoor', 'Neutral', 'Studio']) {
      await radio(name).click()
      pictures[name] = await seen()
    }
    expectAllToDiffer(pictures)
    await page.getByRole('slider', { name: 'Exposure' }).focus()
    const before = brightness(await seen())
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
    const brighter = brightness(await seen())
    expect(brighter).toBeGreaterThan(before + 1)
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowLeft')
    expect(brightness(await seen())).toBeLessThan(before - 1)
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
  })

  it('follows a new size before anything is baked', async () => {
    await button('Front').click()
    const before = seenOf(await seen(), orange)
    expect(before.count).toBeGreaterThan(500)
    await button('Lock proportions').click()
    await type(page, 'Height', '1.2')
    await page.getByText('Resized for free').waitFor()
    const after = seenOf(await seen(), orange)
    expect(after.height / after.width / (before.height / before.width)).toBeCloseTo(2, 1)
    await page.keyboard.press('ControlOrMeta+z')
  })

  it.each(['Swing', 'Rotate', 'In hand'])('moves on and on once it is told to: %s', async (name) => {
    await page.emulateMedia(MOVING)
    await button('Three-quarter').click()
    const motion = page.getByRole('region', { name: 'Try the pivot' }).getByRole('button', { name, exact: true })
    await motion.click()
    let before = await stagePixels(page)
    // Twice: the first change may only put it into its first pose.
    for (const change of ['first', 'second']) {
      let now = before
      await expect
        .poll(async () => differing(before, (now = await stagePixels(page))), { message: `the ${change} change` })
        .toBeGreaterThan(0.005)
      before = now
    }
    await motion.click()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await expectRest(page)
  })

  it('is dropped with its origin to the floor, also when the origin moves meanwhile', async () => {
    await button('Front').click()
    await button('Drop').click()
    const landed = seenOf(await seen(), orange)
    await type(page, 'Pivot Y', '0')
    const sunk = seenOf(await seen(), orange)
    expect((sunk.top - landed.top) / landed.height, 'its middle is on the floor now').toBeCloseTo(0.5, 1)
    await button('Drop').click()
    await page.keyboard.press('ControlOrMeta+z')
  })
})

describe('what can be saved of it', () => {
  it('is a picture with its shadow on a transparent ground, named after file and size', async () => {
    await page.getByRole('textbox', { name: 'Picture width' }).fill('320')
    await page.getByRole('textbox', { name: 'Picture height' }).fill('240')
    await button('Three-quarter').click()
    const { bytes, fileName } = await saved(page, 'Picture')
    expect(fileName).toBe('orange-box_0.4x0.6x0.2m_320x240.png')
    const { data } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    const dark = data.filter((alpha, i) => i % 4 === 3 && alpha > 20 && alpha < 90 && (data[i - 3] ?? 255) < 40).length
    expect(dark / (320 * 240), 'the floor’s shadow is dark and see-through').toBeGreaterThan(0.005)
  })

  it('is a video of one turn', async () => {
    await page.getByRole('textbox', { name: 'Picture width' }).fill('160')
    await page.getByRole('textbox', { name: 'Picture height' }).fill('120')
    const { bytes, fileName } = await saved(page, 'Video')
    expect(fileName).toBe('orange-box_0.4x0.6x0.2m_turntable.webm')
    const { width, height, frames } = readWebm(bytes)
    expect([width, height]).toEqual([160, 120])
    // On a busy machine a browser's recorder drops a frame now and then.
    expect(frames).toBeGreaterThan(90)
    expect(frames).toBeLessThanOrEqual(100)
  })

  it('is a loop of one turn on a transparent ground, with different frames', async () => {
    const { bytes, fileName } = await saved(page, 'Loop')
    expect(fileName).toBe('orange-box_0.4x0.6x0.2m_turntable.webp')
    const { pages, width, pageHeight, hasAlpha } = await sharp(bytes, { pages: -1 }).metadata()
    expect({ pages, width, pageHeight, hasAlpha }).toEqual({ pages: 100, width: 160, pageHeight: 120, hasAlpha: true })
    const frame = (at: number) => sharp(bytes, { page: at }).ensureAlpha().raw().toBuffer()
    const [first, quarter] = await Promise.all([frame(0), frame(20)])
    expect(first.equals(quarter)).toBe(false)
  })

  it('is nothing when it is stopped before the end', async () => {
    let downloads = 0
    page.on('download', () => downloads++)
    await page.getByRole('textbox', { name: 'Picture width' }).fill('640')
    await page.getByRole('textbox', { name: 'Picture height' }).fill('480')
    await button('Loop').click()
    await page.getByRole('progressbar', { name: 'Turntable' }).waitFor()
    await button('Stop').click()
    await page.getByRole('progressbar', { name: 'Turntable' }).waitFor({ state: 'detached' })
    await expect.poll(() => button('Loop').isEnabled()).toBe(true)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(downloads).toBe(0)
  })
})

/** Last in the file: the driver logs what is freed of the old context for as long as the page lives. */
describe('while the graphics context is lost', () => {
  it('a picture is refused with the reason instead of saved empty', async () => {
    // three.js logs the loss, and the driver what is freed of the old context.
    allow(page, CONTEXT_LOST)
    let downloads = 0
    page.on('download', () => downloads++)
    await page.evaluate(
      `globalThis.losing = document.querySelector('[aria-label=Stage] canvas').getContext('webgl2').getExtension('WEBGL_lose_context'); losing.loseContext()`,
    )
    await page.getByText('The graphics driver stopped the 3D view.').waitFor()
    await button('Picture').click()
    await page.getByText('there is nothing to take a picture of').waitFor()
    expect(downloads).toBe(0)
  })
})
