import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserSuite, MOVING } from '../fixtures/browser-suite.ts'
import { dragBy, field, handle, middleOf, slider, spin, tapUntil, type, valueOf } from '../fixtures/open-page.ts'

const { visit } = browserSuite()
let page: Page

beforeAll(async () => {
  page = await visit('/?lock=0')
})

const SIZES = ['Width', 'Height', 'Depth'] as const
const PIVOTS = ['Pivot X', 'Pivot Y', 'Pivot Z'] as const
const all = (names: readonly string[]) => Promise.all(names.map((name) => valueOf(page, name)))

describe('spins', () => {
  it('are chosen by mouse, one at a time', async () => {
    for (const number of [3, 1, 4]) {
      await spin(page, number).click()
      expect(await spin(page, number).isChecked()).toBe(true)
      await expect.poll(() => page.getByRole('radio', { checked: true }).count()).toBe(1)
    }
  })

  it('are chosen by the keys 1 to 4, and by arrows within the group', async () => {
    await page.keyboard.press('3')
    expect(await spin(page, 3).isChecked()).toBe(true)
    await spin(page, 3).focus()
    await page.keyboard.press('ArrowRight')
    expect(await spin(page, 4).isChecked()).toBe(true)
  })
})

describe.each(SIZES)('%s', (name) => {
  it('follows its slider under the mouse, and moves no other', async () => {
    // An automatic side would follow.
    for (const side of SIZES) await type(page, side, '0.5')
    const before = await all(SIZES)
    await dragBy(slider(page, name), 40, 0)
    const after = await all(SIZES)
    const moved = SIZES.indexOf(name)
    expect(after[moved]).toBeGreaterThan(before[moved] ?? Number.NaN)
    expect(after.with(moved, 0)).toEqual(before.with(moved, 0))
  })

  it('follows its slider under the arrow keys, up and back down', async () => {
    await type(page, name, '0.5')
    await slider(page, name).focus()
    await page.keyboard.press('ArrowRight')
    expect(await valueOf(page, name)).toBeGreaterThan(0.5)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    expect(await valueOf(page, name)).toBeLessThan(0.5)
  })

  it('can be typed to the millimetre, beyond the slider too', async () => {
    for (const text of ['1.234', '37.5', '0.004']) {
      await type(page, name, text)
      expect(await valueOf(page, name)).toBe(Number(text))
    }
  })
})

const undo = () => page.keyboard.press('ControlOrMeta+z')
const inLink = (key: string) => new URL(page.url()).searchParams.get(key)

describe('a slider', () => {
  it('is in the link as soon as the key is let go, and so survives a reload', async () => {
    await type(page, 'Width', '0.5')
    await slider(page, 'Width').focus()
    await page.keyboard.press('ArrowRight')
    const width = await valueOf(page, 'Width')
    expect(width).toBeGreaterThan(0.5)
    await expect.poll(() => inLink('w')).toBe(String(width))
  })

  it('is one step to undo for each press of a key, however long, and not part of the next change', async () => {
    await type(page, 'Width', '0.5')
    await type(page, 'Pivot X', '0.1')
    await slider(page, 'Width').focus()
    // A held key repeats.
    for (let i = 0; i < 5; i++) await page.keyboard.down('ArrowRight')
    await page.keyboard.up('ArrowRight')
    const released = await valueOf(page, 'Width')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: 'Bottom centre' }).click()
    await undo()
    expect(await valueOf(page, 'Pivot X')).toBe(0.1)
    await undo()
    expect(await valueOf(page, 'Width')).toBe(released)
    await undo()
    expect(await valueOf(page, 'Width')).toBe(0.5)
  })

  it('dragged out and back leaves nothing to undo', async () => {
    await type(page, 'Height', '0.4')
    await slider(page, 'Height').focus()
    await page.keyboard.press('Home')
    expect(await valueOf(page, 'Height')).toBe(0.01)
    const { x, y } = await middleOf(slider(page, 'Height'))
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y, { steps: 4 })
    expect(await valueOf(page, 'Height')).toBeGreaterThan(0.01)
    // It stops at its end.
    await page.mouse.move(x - 30, y, { steps: 4 })
    await page.mouse.up()
    expect(await valueOf(page, 'Height')).toBe(0.01)
    await undo()
    expect(await valueOf(page, 'Height')).toBe(0.4)
  })

  it('leaves undo and the keys of the spins to the page, as the angle slider does; the unit list keeps its digits', async () => {
    await type(page, 'Depth', '0.5')
    await slider(page, 'Depth').focus()
    await page.keyboard.press('ArrowRight')
    await undo()
    expect(await valueOf(page, 'Depth')).toBe(0.5)
    await type(page, 'Depth', '0.6')
    await page.getByRole('slider', { name: 'Angle of all spins' }).focus()
    await undo()
    expect(await valueOf(page, 'Depth')).toBe(0.5)
    await page.keyboard.press('2')
    expect(await spin(page, 2).isChecked()).toBe(true)
    await page.getByRole('combobox', { name: 'Unit' }).focus()
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await page.keyboard.press('3')
    expect(await spin(page, 2).isChecked()).toBe(true)
    await page
      .getByRole('button', { name: 'Play' })
      .or(page.getByRole('button', { name: 'Pause' }))
      .focus()
    await page.keyboard.press('3')
    expect(await spin(page, 3).isChecked()).toBe(true)
  })
})

/** Puts a finger down, moves it in steps and lifts it, or the system cancels the touch. */
async function swipe(
  touched: Page,
  from: { x: number; y: number },
  dx: number,
  end: 'touchEnd' | 'touchCancel' = 'touchEnd',
  dy = 0,
) {
  const session = await touched.context().newCDPSession(touched)
  const at = (part: number) => [{ x: from.x + dx * part, y: from.y + dy * part }]
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) })
  for (let step = 1; step <= 6; step++)
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 6) })
  await session.send('Input.dispatchTouchEvent', { type: end, touchPoints: [] })
  await session.detach()
}

/** How far the page and everything in it is scrolled down. */
const scrolledPx = (of: Page) =>
  of.evaluate<number>(`[...document.querySelectorAll('*')].reduce((sum, { scrollTop }) => sum + scrollTop, 0)`)

describe('a finger', () => {
  it('moves a slider and turns a spin, without choosing it, and scrolls the page from a slider', async () => {
    const touched = await visit('/?lock=0', { ...MOVING, hasTouch: true })
    const [width, height] = [await valueOf(touched, 'Width'), await valueOf(touched, 'Height')]
    await swipe(touched, await middleOf(slider(touched, 'Width')), 40)
    const wider = await valueOf(touched, 'Width')
    expect(wider).toBeGreaterThan(width)
    await expect.poll(() => new URL(touched.url()).searchParams.get('w')).toBe(String(wider))
    await swipe(touched, await middleOf(slider(touched, 'Width')), -20, 'touchCancel')
    const narrower = await valueOf(touched, 'Width')
    expect(narrower).toBeLessThan(wider)
    await expect.poll(() => new URL(touched.url()).searchParams.get('w')).toBe(String(narrower))
    await swipe(touched, await middleOf(slider(touched, 'Height')), 0, 'touchEnd', -200)
    await expect.poll(() => scrolledPx(touched)).toBeGreaterThan(20)
    expect(await valueOf(touched, 'Height')).toBe(height)
    await touched.evaluate(`for (const element of document.querySelectorAll('*')) element.scrollTop = 0`)
    const chosen = await touched.getByRole('radio', { checked: true }).getAttribute('aria-label')
    const card = spin(touched, 2)
    const box = await card.boundingBox()
    await swipe(touched, await middleOf(card), (box?.width ?? 0) / 4)
    await expect
      .poll(async () => Number(await card.locator('[data-angle-deg]').first().getAttribute('data-angle-deg')) / 360)
      .toBeCloseTo(0.25, 1)
    expect(await touched.getByRole('radio', { checked: true }).getAttribute('aria-label')).toBe(chosen)
    await tapUntil(card, () => card.isChecked())
  })
})

describe('the pivot', () => {
  it.each([
    ['Left-bottom-back', [-0.5, -0.5, -0.5]],
    ['Bottom centre', [0, -0.5, 0]],
    ['Right-top-front', [0.5, 0.5, 0.5]],
    ['Centre', [0, 0, 0]],
  ])('goes to %s in one click', async (preset, place) => {
    await page.getByRole('button', { name: preset, exact: true }).click()
    expect(await all(PIVOTS)).toEqual(place)
    expect(await page.getByRole('button', { name: preset, exact: true }).getAttribute('aria-pressed')).toBe('true')
  })

  it.each(PIVOTS)('%s can be typed, and moves no other', async (name) => {
    const before = await all(PIVOTS)
    await type(page, name, '0.25')
    const expected = PIVOTS.map((other, i) => (other === name ? 0.25 : before[i]))
    expect(await all(PIVOTS)).toEqual(expected)
  })

  it('is pulled along one axis by that axis’ arrow in the stage', async () => {
    for (const [axis, name] of PIVOTS.entries()) await type(page, name, axis === 1 ? '-0.2' : '0')
    for (const axis of [0, 1] as const) {
      const before = await all(PIVOTS)
      await dragBy(handle(page, `pivot-${'xyz'[axis]}`), axis === 0 ? 30 : 0, axis === 1 ? -30 : 0)
      const after = await all(PIVOTS)
      const moved = Math.abs((after[axis] ?? 0) - (before[axis] ?? 0))
      expect(moved, `pulling ${PIVOTS[axis]}`).toBeGreaterThan(0.01)
      expect(after.with(axis, 0), `pulling ${PIVOTS[axis]} alone`).toEqual(before.with(axis, 0))
    }
  })

  it('never leaves the box, however far it is pulled', async () => {
    await dragBy(handle(page, 'pivot-y'), 0, -600)
    expect(await valueOf(page, 'Pivot Y')).toBe(0.5)
  })
})

describe('a number field', () => {
  it('shows what was typed again after it was left', async () => {
    await field(page, 'Depth').fill('0.75')
    await field(page, 'Width').focus()
    expect(await valueOf(page, 'Depth')).toBe(0.75)
  })
})
