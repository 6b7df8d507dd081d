import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { launch } from '../fixtures/chromium.ts'
import { dragBy, field, handle, openPage, slider, spin, type, valueOf } from '../fixtures/open-page.ts'

let app: AppServer
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  app = await startApp(inject('builtDir'))
  browser = await launch()
  ;({ page, faults } = await openPage(browser, app.url))
})

afterEach(() => expect(faults.splice(0)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const SIZES = ['Width', 'Height', 'Depth'] as const
const PIVOTS = ['Pivot X', 'Pivot Y', 'Pivot Z'] as const
const all = (names: readonly string[]) => Promise.all(names.map((name) => valueOf(page, name)))

describe('spins', () => {
  it('are chosen by mouse, one at a time', async () => {
    for (const number of [3, 1, 4]) {
      await spin(page, number).click()
      expect(await spin(page, number).isChecked()).toBe(true)
      expect(await page.getByRole('radio', { checked: true }).count()).toBe(1)
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
    await type(page, name, '0.5')
    const before = await all(SIZES)
    await dragBy(slider(page, name), 40, 0)
    const after = await all(SIZES)
    for (const [i, other] of SIZES.entries()) {
      if (other === name) expect(after[i]).toBeGreaterThan(before[i] ?? Number.NaN)
      else expect(after[i]).toBe(before[i])
    }
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

describe('the pivot', () => {
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
      for (const other of [0, 1, 2] as const) {
        const moved = Math.abs((after[other] ?? 0) - (before[other] ?? 0))
        if (other === axis) expect(moved, `pulling ${name(axis)}`).toBeGreaterThan(0.01)
        else expect(moved, `pulling ${name(axis)} moves ${name(other)}`).toBe(0)
      }
    }
  })

  it('never leaves the box, however far it is pulled', async () => {
    await dragBy(handle(page, 'pivot-y'), 0, -600)
    expect(await valueOf(page, 'Pivot Y')).toBe(0.5)
  })
})

const name = (axis: 0 | 1 | 2) => PIVOTS[axis]

describe('a number field', () => {
  it('shows what was typed again after it was left', async () => {
    await field(page, 'Depth').fill('0.75')
    await field(page, 'Width').focus()
    expect(await valueOf(page, 'Depth')).toBe(0.75)
  })
})
