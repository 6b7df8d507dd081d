import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { expectRest, drop, generate, spin, type } from '../fixtures/open-page.ts'
import { boxGlb, webpGlb } from '../fixtures/packed-glb.ts'
import { seenOf, stagePixels } from '../fixtures/stage-pixels.ts'

const { visit } = browserSuite({ server: ownServer })

const chosen = (page: Page) =>
  page
    .getByRole('radio', { name: /^Spin/ })
    .evaluateAll((all) => all.findIndex((card) => card.getAttribute('aria-checked') === 'true'))
/** The blue of the box; the focus ring is paler. */
const isBlue = (red: number, green: number, blue: number) => blue > 60 && blue > red * 2.5 && blue > green * 1.3
const isYellow = (red: number, green: number, blue: number) => red > 150 && green > 100 && blue < 90

describe('a page opened to present', () => {
  it('shows only stage and spins, steps through the spins while there is no mesh, and leaves the draft alone', async () => {
    const page = await visit('/?present')
    expect(await generate(page).isVisible()).toBe(false)
    const before = await chosen(page)
    // The address follows the draft, which chose its spin a moment ago.
    await expect.poll(() => page.url()).toMatch(/[?&]spin=\d/)
    const address = page.url()
    expect(address).toMatch(/[?&]present(?:&|$)/)
    await page.keyboard.press('ArrowRight')
    expect(await chosen(page)).toBe((before + 1) % 4)
    await page.keyboard.press('4')
    expect(await chosen(page)).toBe(3)
    await page.keyboard.press('ArrowRight')
    expect(await chosen(page)).toBe(0)
    await page.getByRole('button', { name: 'Previous' }).click()
    expect(await chosen(page)).toBe(3)
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await chosen(page)).toBe(0)
    expect(page.url(), 'the draft in the address is the same').toBe(address)
    await page.keyboard.press('Escape')
    await generate(page).waitFor()
    expect(page.url()).not.toContain('present')
    expect(await chosen(page)).toBe(before)
    expect(await page.getByRole('button', { name: 'Undo' }).first().getAttribute('aria-disabled')).toBe('true')
    // The next change of the draft writes the whole draft to the address.
    await type(page, 'Width', '0.321')
    await expect.poll(() => page.url()).toContain('w=0.321')
    expect(new URL(page.url()).searchParams.get('spin')).toBe(new URL(address).searchParams.get('spin'))
  })

  it('says what is shown in letters for the last row, fills the screen, and hides all but the picture', async () => {
    const page = await visit('/?present', { viewport: { width: 1440, height: 900 } })
    const lines = ['Rubber duck', /^[\d.]+ × [\d.]+ × [\d.]+ m$/, /^Beside it: /]
    for (const line of lines) {
      const text = page.getByText(line).filter({ visible: true })
      await text.waitFor()
      const fontPx = await text.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
      expect(fontPx).toBeGreaterThanOrEqual(28)
    }
    const isFull = () => page.evaluate<boolean>('document.fullscreenElement !== null')
    await page.getByRole('button', { name: 'Full screen' }).click()
    await expect.poll(isFull).toBe(true)
    await page.keyboard.press('Shift+F')
    await expect.poll(isFull).toBe(false)
    const exit = page.getByRole('button', { name: 'Exit (Esc)' })
    await page.keyboard.press('h')
    await exit.waitFor({ state: 'detached' })
    expect(await page.getByRole('radio', { name: 'Spin 1' }).isVisible()).toBe(false)
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await exit.waitFor()
    await page.getByRole('button', { name: 'Hide controls' }).click()
    await exit.waitFor({ state: 'detached' })
    await page.mouse.click(700, 450)
    await exit.click()
    await generate(page).waitFor()
  })

  it('leaves Escape and the arrows to the large view of a spin', async () => {
    const page = await visit('/?present')
    await spin(page, 2).dblclick()
    const large = page.getByRole('dialog')
    const slider = large.getByRole('slider')
    await slider.focus()
    const before = await slider.inputValue()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => slider.inputValue()).not.toBe(before)
    await page.keyboard.press('Escape')
    await large.waitFor({ state: 'detached' })
    expect(await generate(page).isVisible(), 'still presenting').toBe(false)
    expect(await chosen(page)).toBe(1)
    await page.keyboard.press('Escape')
    await generate(page).waitFor()
  })

  it('starts no job by its key', async () => {
    // Not the duck: while a session's mesh is made again, the one before is not offered to the tests that follow.
    const page = await visit('/?present&session=SAMPLE_sun')
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.postData() ?? ''))
    await page.keyboard.press('ControlOrMeta+Enter')
    // A job that the key started would be sent before the button's.
    await page.keyboard.press('Escape')
    await type(page, 'Width', '0.321')
    await generate(page).click()
    await expect.poll(() => posts.length).toBeGreaterThan(0)
    expect(posts.map((body) => JSON.parse(body))).toEqual([
      expect.objectContaining({ scaled_bbox: [0.321, expect.any(Number), expect.any(Number)] }),
    ])
  })
})

describe('the meshes of a visit', () => {
  it('are stepped through by the arrow keys, which do not turn the stage, and the page’s own mesh comes back at the end', async () => {
    const page = await visit()
    await spin(page, 1).click()
    await generate(page).click()
    await page.getByText('Size and pivot match').waitFor()
    await drop(page, 'blue.glb', await webpGlb('#1040d0'))
    await page.getByRole('heading', { name: 'blue.glb' }).waitFor()
    await page.getByRole('button', { name: 'Measurements' }).waitFor()
    await page.getByRole('button', { name: 'Back to the session' }).click()
    await page.getByRole('button', { name: 'Present' }).click()
    await page.locator('[role=application]').focus()
    const seen = async () => {
      await expectRest(page)
      const pixels = await stagePixels(page)
      return { blue: seenOf(pixels, isBlue).count > 500, yellow: seenOf(pixels, isYellow).count > 500 }
    }
    await expect.poll(seen).toEqual({ blue: false, yellow: true })
    const pixels = await stagePixels(page)
    const filled = seenOf(pixels, isYellow).height / pixels.height
    expect(filled, 'the mesh has about two thirds of the height').toBeGreaterThan(0.55)
    expect(filled).toBeLessThan(0.72)
    await page.keyboard.press('ArrowRight')
    await expect.poll(seen).toEqual({ blue: true, yellow: false })
    expect(await chosen(page), 'a file of one’s own is of no spin').toBe(-1)
    const first = await stagePixels(page)
    await page.keyboard.press('ArrowRight')
    await expect.poll(seen).toEqual({ blue: false, yellow: true })
    await page.keyboard.press('ArrowLeft')
    const asBefore = async () => {
      await expectRest(page)
      return Buffer.from((await stagePixels(page)).rgb).equals(Buffer.from(first.rgb))
    }
    await expect.poll(asBefore, { message: 'the view has not turned' }).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(seen).toEqual({ blue: false, yellow: true })
    expect(await chosen(page)).toBe(0)
  })

  it('are compared with an own file, and comparing ends when another is dropped', async () => {
    const page = await visit()
    await drop(page, 'one.glb', await webpGlb())
    await page.getByRole('button', { name: 'Measurements' }).waitFor()
    await drop(page, 'two.glb', await boxGlb([1, 1, 1], [0, 0, 0]))
    await page.getByRole('heading', { name: 'two.glb' }).waitFor()
    await page.getByRole('checkbox', { name: /two/ }).waitFor()
    await page.getByRole('checkbox', { name: /one/ }).check()
    await page
      .getByRole('row', { name: /^Width/ })
      .last()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Picture', exact: true }).isDisabled()).toBe(true)
    await page.getByText('Stop comparing to save a picture').waitFor()
    await drop(page, 'three.glb', await webpGlb('#1040d0'))
    await page.getByRole('heading', { name: 'three.glb' }).waitFor()
    await page.getByRole('button', { name: 'Stop comparing' }).waitFor({ state: 'detached' })
    await expectRest(page)
    expect(seenOf(await stagePixels(page), isBlue).count).toBeGreaterThan(500)
  })
})
