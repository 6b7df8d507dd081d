import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { drop } from '../fixtures/open-page.ts'
import { plainGlb } from '../fixtures/packed-glb.ts'
import { CATCH_CAMERA, stageCamera } from '../fixtures/stage-camera.ts'

const { visit } = browserSuite()
let page: Page

beforeAll(async () => {
  page = await visit('/', { before: CATCH_CAMERA })
})

interface Place {
  readonly x: number
  readonly y: number
}

/** Presses at one place and releases at another, and waits until the page has been told of the click that comes of it. */
async function press(from: Place, to: Place): Promise<void> {
  await page.evaluate(
    `globalThis.clicked = new Promise((done) => addEventListener('click', done, { once: true })); void 0`,
  )
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
  await page.evaluate('clicked.then(() => {})')
}

const dialog = () => page.getByRole('dialog', { name: 'Keys' })
const BACKDROP: Place = { x: 10, y: 10 }

describe('a dialog', () => {
  let inside: Place

  beforeEach(async () => {
    if (!(await dialog().isVisible())) await page.getByRole('button', { name: 'Keys', exact: true }).click()
    const box = await dialog().getByRole('heading', { name: 'Keys' }).boundingBox()
    if (!box) throw new Error('The dialog has no heading.')
    inside = { x: box.x + 10, y: box.y + box.height / 2 }
  })

  it('stays open while its text is selected, even past its edge', async () => {
    await press(inside, BACKDROP)
    await expect.poll(() => dialog().isVisible()).toBe(true)
  })

  it('stays open when a press on the backdrop is released inside', async () => {
    await press(BACKDROP, inside)
    await expect.poll(() => dialog().isVisible()).toBe(true)
  })

  it('tells what Plinth is made with, and the licences, once that is unfolded', async () => {
    await dialog().getByText('About Plinth').click()
    await expect
      .poll(() => dialog().getByRole('textbox', { name: 'Licences' }).inputValue())
      .toMatch(/U²-Net[^]*Apache License/)
  })

  it('closes when the backdrop is clicked', async () => {
    await press(BACKDROP, { x: 14, y: 14 })
    expect(await dialog().isVisible()).toBe(false)
  })
})

describe('a toolbar', () => {
  it('moves the focus with the arrow keys, and not the stage’s camera', async () => {
    const before = await stageCamera(page)
    await page.getByRole('button', { name: 'Front', exact: true }).focus()
    for (const name of ['Right', 'Top', 'Three-quarter']) {
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.locator(':focus').innerText()).toBe(name)
    }
    expect(await stageCamera(page)).toEqual(before)
  })

  it('is one Tab stop, whichever it is', async () => {
    await drop(page, 'plain.glb', await plainGlb())
    await page.getByRole('toolbar', { name: 'Viewer' }).waitFor()
    // The toolbar itself can be focused too, and hands the focus on to one of its tools.
    const stops = await page.evaluate<
      [string, number][]
    >(`[...document.querySelectorAll('[role=toolbar]')].map((toolbar) =>
      [toolbar.ariaLabel, [...toolbar.querySelectorAll('*')].filter(({ tabIndex }) => tabIndex >= 0).length])`)
    expect(new Set(stops.map(([name]) => name))).toEqual(new Set(['Draft', 'View', 'Viewer']))
    for (const [name, count] of stops) expect(count, name).toBeLessThanOrEqual(1)
  })
})
