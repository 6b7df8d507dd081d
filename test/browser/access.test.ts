import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { launch } from '../fixtures/chromium.ts'
import { downloadGlb, field, generate, openPage, spin, type } from '../fixtures/open-page.ts'

let app: AppServer
let browser: Browser

beforeAll(async () => {
  app = await startApp(inject('builtDir'))
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** One line per element that breaks a rule of axe-core. */
async function violations(page: Page): Promise<string[]> {
  // Through the debugger and not by a script tag, which the page's own policy rightly refuses.
  await page.evaluate(axe.source)
  const { violations: found } = await page.evaluate<AxeResults>('axe.run()')
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`))
}

describe.each(['dark', 'light'] as const)('in the %s scheme', (colorScheme) => {
  it('axe finds nothing wrong at the start, with a field in error, at work, and with a mesh', async () => {
    const { page } = await openPage(browser, app.url, { colorScheme })
    expect(await violations(page), 'at the start').toEqual([])
    await type(page, 'Pivot X', '0.6')
    expect(await violations(page), 'with a field in error').toEqual([])
    await type(page, 'Pivot X', '0.5')
    await spin(page, 4).click()
    await generate(page).click()
    expect(await violations(page), 'at work').toEqual([])
    await downloadGlb(page)
    expect(await violations(page), 'with a mesh').toEqual([])
    await page.context().close()
  })
})

describe('with the keyboard alone', () => {
  it('a spin is chosen, a size is typed, and Ctrl+Enter makes the mesh', async () => {
    const { page, faults } = await openPage(browser, app.url)
    await page.keyboard.press('2')
    await field(page, 'Height').focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('0.33')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ControlOrMeta+Enter')
    const button = page.getByRole('button', { name: 'Download GLB' })
    await button.waitFor({ timeout: 60_000 })
    await button.focus()
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(download.suggestedFilename()).toMatch(/\.glb$/)
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('on a narrow screen', () => {
  it('nothing runs out of a phone’s 360 pixels', async () => {
    const { page } = await openPage(browser, app.url, { viewport: { width: 360, height: 740 } })
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await generate(page).scrollIntoViewIfNeeded()
    expect(await generate(page).isVisible()).toBe(true)
    await page.context().close()
  })
})
