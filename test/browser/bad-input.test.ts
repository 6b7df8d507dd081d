import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { launch } from '../fixtures/chromium.ts'
import { downloadGlb, expectFit, field, generate, openPage, spin, type, valueOf } from '../fixtures/open-page.ts'

let app: AppServer
let browser: Browser
let folder: string

beforeAll(async () => {
  app = await startApp(inject('builtDir'))
  browser = await launch()
  folder = await mkdtemp(join(tmpdir(), 'plinth-bad-'))
})

afterAll(async () => {
  await browser?.close()
  await app?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#446688' } }).png({ compressionLevel: 9 }).toBuffer()

/** Types a draft that a mishap must not touch. */
async function settle(page: Page) {
  await spin(page, 3).click()
  await type(page, 'Width', '0.42')
  await type(page, 'Pivot Y', '-0.5')
}

async function expectSettled(page: Page) {
  expect(await spin(page, 3).isChecked()).toBe(true)
  expect([await valueOf(page, 'Width'), await valueOf(page, 'Pivot Y')]).toEqual([0.42, -0.5])
}

const alertText = async (page: Page, sentence: RegExp) => {
  const alert = page.getByRole('alert').filter({ hasText: sentence })
  await alert.first().waitFor({ timeout: 30_000 })
  return alert.first().innerText()
}

describe('a picture that cannot be used', () => {
  it.each([
    ['a text file', 'notes.txt', async () => Buffer.from('Buy clay.\n'), /picture|image/i],
    ['a text file called .png', 'notes.png', async () => Buffer.from('Buy clay.\n'), /picture|image/i],
    ['one pixel', 'dot.png', () => flat(1, 1), /small|pixel/i],
    ['60 megapixels', 'poster.png', () => flat(10_000, 6000), /megapixel|large|big/i],
  ])('%s is refused with a reason, and the draft stays', async (_title, file, make, sentence) => {
    const path = join(folder, file)
    await writeFile(path, await make())
    const { page } = await openPage(browser, app.url)
    await settle(page)
    await page.locator('input[type=file]').first().setInputFiles(path)
    expect(await alertText(page, sentence)).toMatch(sentence)
    await expectSettled(page)
    await generate(page).click()
    const { glb } = await downloadGlb(page)
    expect(glb.box.max[0] - glb.box.min[0]).toBeCloseTo(0.42, 4)
    await page.context().close()
  })
})

describe('a session that does not exist', () => {
  it('is named, with the draft and the open session as they were', async () => {
    const { page } = await openPage(browser, app.url)
    await settle(page)
    const code = page.getByRole('textbox', { name: /session code/i })
    if (!(await code.isVisible())) await page.getByRole('button', { name: /by code|open.*session/i }).first().click()
    await code.fill('SESSION_NO_SUCH_1')
    await code.press('Enter')
    expect(await alertText(page, /SESSION_NO_SUCH_1|no session|not found/i)).not.toBe('')
    expect(await code.inputValue()).toBe('SESSION_NO_SUCH_1')
    await expectSettled(page)
    await page.context().close()
  })
})

describe('a number out of its range', () => {
  it.each([
    ['Pivot X', '0.6', /-0\.5.*0\.5|−0\.5.*0\.5/],
    ['Width', '0', /0\.001|more than 0|greater than 0|> 0/],
    ['Height', 'tall', /number|0\.001/],
  ])('%s %s says what it takes, keeps the text, and Generate sends nothing', async (name, text, sentence) => {
    const { page, faults } = await openPage(browser, app.url)
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
    await spin(page, 1).click()
    await field(page, name).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    await page.getByText(sentence).first().waitFor()
    expect(await field(page, name).inputValue()).toBe(text)
    expect(await field(page, name).getAttribute('aria-invalid')).toBe('true')
    if (await generate(page).isEnabled()) await generate(page).click()
    await page.getByText(new RegExp(`${name}.*${sentence.source}|${name}`)).first().waitFor()
    expect(posts).toEqual([])
    await type(page, name, '0.25')
    expect(await field(page, name).getAttribute('aria-invalid')).not.toBe('true')
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('after a mishap', () => {
  it('the corrected draft gives exactly what it says', async () => {
    const { page } = await openPage(browser, app.url)
    await spin(page, 1).click()
    for (const [name, text] of [['Width', '0'], ['Width', '0.3'], ['Height', '0.2'], ['Depth', '0.1'], ['Pivot X', '0.6'], ['Pivot X', '0.5'], ['Pivot Y', '0'], ['Pivot Z', '0']] as const)
      await type(page, name, text)
    await generate(page).click()
    expectFit((await downloadGlb(page)).glb, [0.3, 0.2, 0.1], [0.5, 0, 0])
    await page.context().close()
  })
})
