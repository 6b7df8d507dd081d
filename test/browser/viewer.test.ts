import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserSuite, MOVING, ownServer } from '../fixtures/browser-suite.ts'
import {
  expectRest,
  drawCalls,
  expectDrawnBeyond,
  drop,
  expectSeen,
  generate,
  unfoldMeasurements,
} from '../fixtures/open-page.ts'
import { PACKED_SIZE, dracoGlb, ktx2Glb, meshoptGlb, plainGlb, webpGlb } from '../fixtures/packed-glb.ts'

const { visit } = browserSuite({ server: ownServer })
let page: Page

beforeAll(async () => {
  page = await visit()
})

const heading = (name: string) => page.getByRole('heading', { name })
const cellOf = (row: string) => page.getByRole('row', { name: row }).getByRole('cell').first()
const look = (name: string) => page.getByRole('radio', { name, exact: true })
const facts = () => page.getByRole('list', { name: 'What the mesh is made of' })

describe('a GLB of one’s own', () => {
  it.each([
    ['plain', plainGlb, 'no texture'],
    ['packed with Draco', dracoGlb, 'no texture'],
    ['packed with meshopt', meshoptGlb, 'no texture'],
    ['with a KTX2 texture', ktx2Glb, '1 texture (4 × 4)'],
    ['with a WebP texture', webpGlb, '1 texture (8 × 8)'],
  ])('%s is opened by dropping it, measured, and called closed', async (name, make, texture) => {
    const file = `${name.replaceAll(' ', '-')}.glb`
    await drop(page, file, await make())
    await heading(file).waitFor()
    await unfoldMeasurements(page)
    for (const [axis, row] of ['Width', 'Height', 'Depth'].entries())
      expect(Number.parseFloat((await cellOf(row).textContent()) ?? '')).toBeCloseTo(PACKED_SIZE[axis] ?? Number.NaN, 3)
    expect(Number.parseFloat((await cellOf('Pivot Y').textContent()) ?? '')).toBeCloseTo(-0.5, 3)
    await facts().getByText('closed').waitFor()
    expect(await facts().textContent()).toContain('12 triangles')
    expect(await facts().textContent()).toContain(texture)
  })

  it('that is no GLB says so, and the next one opens', async () => {
    await drop(page, 'page.glb', new TextEncoder().encode('<!doctype html><title>Not found</title>'))
    await page.getByText('The file is not a GLB').waitFor()
    await drop(page, 'again.glb', await plainGlb())
    await unfoldMeasurements(page)
    await expectSeen(cellOf('Width'))
  })
})

describe('the viewer', () => {
  it('draws each look, and draws nothing more until it is touched', async () => {
    for (const name of ['Clay', 'Normals', 'Wire', 'UV', 'Textured']) {
      const before = await drawCalls(page)
      await look(name).click()
      await expectDrawnBeyond(page, before)
      expect(await look(name).isChecked()).toBe(true)
    }
    await expectRest(page)
  })

  it('is worked by the keyboard', async () => {
    await look('Textured').focus()
    for (const [key, name] of [
      ['ArrowRight', 'Clay'],
      ['ArrowLeft', 'Textured'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => page.locator(':focus').innerText()).toBe(name)
      await page.keyboard.press('Space')
      expect(await look(name).isChecked()).toBe(true)
    }
  })

  it('draws on while the view turns, and stops when it is told to', async () => {
    await page.getByRole('button', { name: 'Auto-rotate', exact: true }).click()
    const before = await drawCalls(page)
    await expectDrawnBeyond(page, before + 60)
    await page.getByRole('button', { name: 'Auto-rotate', exact: true }).click()
    await expectRest(page)
  })

  it('lights the mesh in another way, and brighter or darker', async () => {
    await page.getByRole('button', { name: 'Light' }).click()
    for (const name of ['Outdoor', 'Studio']) {
      const before = await drawCalls(page)
      await look(name).click()
      await expectDrawnBeyond(page, before)
    }
    await page.getByRole('slider', { name: 'Exposure' }).focus()
    const before = await drawCalls(page)
    await page.keyboard.press('ArrowRight')
    await expectDrawnBeyond(page, before)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Escape')
  })

  it('goes back to the session', async () => {
    await page.getByRole('button', { name: 'Back to the session' }).click()
    await page.getByRole('button', { name: 'Generate preview' }).waitFor()
    expect(await page.getByRole('radiogroup', { name: 'Look' }).count()).toBe(0)
  })
})

describe('a mesh that came back', () => {
  it('moves about its origin until it is told to stop', async () => {
    await generate(page).click()
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    await page.emulateMedia(MOVING)
    const falling = page.getByRole('button', { name: 'Drop', exact: true })
    await falling.click()
    await page.getByText('Puts the pivot on the floor').waitFor()
    await expectDrawnBeyond(page, (await drawCalls(page)) + 40)
    await page.keyboard.press('Escape')
    expect(await falling.getAttribute('aria-pressed')).toBe('false')
    await expectRest(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  it('is saved as a picture of the requested size, on a transparent ground', async () => {
    await page.getByRole('textbox', { name: 'Picture width' }).fill('320')
    await page.getByRole('textbox', { name: 'Picture height' }).fill('240')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Picture', exact: true }).click(),
    ])
    const { data, info } = await sharp(await download.path())
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([320, 240])
    const alphaAt = (x: number, y: number) => data[4 * (y * 320 + x) + 3] ?? -1
    expect([alphaAt(2, 2), alphaAt(317, 237)], 'the corners are empty').toEqual([0, 0])
    expect(alphaAt(160, 120), 'the mesh is in the middle').toBe(255)
  })

  it('refuses a picture too large for any graphics card', async () => {
    await page.getByRole('textbox', { name: 'Picture width' }).fill('900000')
    expect(await page.getByRole('button', { name: 'Picture', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'Picture width' }).fill('320')
  })

  it('stands beside those of the other spins after one click, each requested once, under one camera', async () => {
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.postData() ?? ''))
    await page.getByRole('button', { name: 'Generate and compare all 4' }).click()
    await page.getByRole('button', { name: 'Stop comparing' }).waitFor()
    expect(posts).toHaveLength(3)
    const triangles = await page
      .getByRole('row', { name: /^Triangles/ })
      .getByRole('cell')
      .allTextContents()
    expect(new Set(triangles).size).toBe(4)
    await page.getByRole('checkbox', { name: /Spin 3/ }).uncheck()
    await page.getByRole('checkbox', { name: /Spin 4/ }).uncheck()
    await page.getByRole('button', { name: 'Wipe' }).click()
    const before = await drawCalls(page)
    await page.getByRole('slider', { name: 'Wipe' }).press('ArrowRight')
    await expectDrawnBeyond(page, before)
    await page.getByRole('button', { name: 'Stop comparing' }).click()
    await page.getByRole('slider', { name: 'Wipe' }).waitFor({ state: 'detached' })
  })
})
