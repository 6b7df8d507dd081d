import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppServer } from '../fixtures/app-server.ts'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { downloadGlb, expectFit, field, generate, sendPicture, spin, type, valueOf } from '../fixtures/open-page.ts'

let app: AppServer
let folder: string
/** One visitor makes all these mistakes in turn. */
let page: Page

const { visit, allow } = browserSuite({ server: async () => (app = await ownServer()) })

beforeAll(async () => {
  page = await visit('/?lock=0')
  folder = await mkdtemp(join(tmpdir(), 'plinth-bad-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#446688' } })
    .png({ compressionLevel: 9 })
    .toBuffer()

/** Sets up a draft that no mishap may change. */
async function settle() {
  await spin(page, 3).click()
  await type(page, 'Width', '0.42')
  await type(page, 'Pivot Y', '-0.5')
}

async function expectSettled() {
  expect(await spin(page, 3).isChecked()).toBe(true)
  expect([await valueOf(page, 'Width'), await valueOf(page, 'Pivot Y')]).toEqual([0.42, -0.5])
}

const alertText = async (sentence: RegExp) => {
  const alert = page.getByRole('alert').filter({ hasText: sentence })
  await alert.first().waitFor()
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
    await settle()
    await page.locator('input[type=file]').first().setInputFiles(path)
    expect(await alertText(sentence)).toMatch(sentence)
    await expectSettled()
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await expectSettled()
  })
})

describe('a session that does not exist', () => {
  it('is named, and leaves the draft and the open session as they were', async () => {
    allow(page, /answer 404: GET .*SESSION_NO_SUCH_1$/)
    await settle()
    const code = page.getByRole('textbox', { name: /session code/i })
    if (!(await code.isVisible()))
      await page
        .getByRole('button', { name: /by code|open.*session/i })
        .first()
        .click()
    await code.fill('SESSION_NO_SUCH_1')
    await code.press('Enter')
    expect(await alertText(/SESSION_NO_SUCH_1|no session|not found/i)).not.toBe('')
    expect(await code.inputValue()).toBe('SESSION_NO_SUCH_1')
    await expectSettled()
  })
})

describe('a number out of its range', () => {
  it.each([
    ['Pivot X', '0.6', /-0\.5.*0\.5|−0\.5.*0\.5/],
    ['Width', '0', /0\.001|more than 0|greater than 0|> 0/],
    ['Height', 'tall', /number|0\.001/],
  ])('%s %s says what it accepts, keeps the text, and Generate sends nothing', async (name, text, sentence) => {
    const posts: string[] = []
    const listen = (request: Request) => request.method() === 'POST' && posts.push(request.url())
    page.on('request', listen)
    await spin(page, 1).click()
    await field(page, name).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    await page.getByText(sentence).first().waitFor()
    expect(await field(page, name).inputValue()).toBe(text)
    expect(await field(page, name).getAttribute('aria-invalid')).toBe('true')
    await generate(page).click()
    expect(await alertText(new RegExp(`${name} takes`))).toMatch(sentence)
    expect(await field(page, name).evaluate((element) => element === document.activeElement)).toBe(true)
    expect(posts).toEqual([])
    page.off('request', listen)
    await type(page, name, '0.25')
    expect(await field(page, name).getAttribute('aria-invalid')).not.toBe('true')
  })
})

describe('after a mishap', () => {
  it('the corrected draft gives exactly what it says', async () => {
    await spin(page, 1).click()
    for (const [name, text] of [
      ['Width', '0'],
      ['Width', '0.3'],
      ['Height', '0.2'],
      ['Depth', '0.1'],
      ['Pivot X', '0.6'],
      ['Pivot X', '0.5'],
      ['Pivot Y', '0'],
      ['Pivot Z', '0'],
    ] as const)
      await type(page, name, text)
    await generate(page).click()
    expectFit((await downloadGlb(page)).glb, [0.3, 0.2, 0.1], [0.5, 0, 0])
  })
})

describe('a data folder that can no longer be written to', () => {
  it('is reported for a mesh and for a picture, with what to do, and both work again once it is mended', async () => {
    const sessions = join(app.dataFolder, 'sessions')
    const aside = join(app.dataFolder, 'aside')
    allow(page, /answer 507: POST/)
    await settle()
    await rename(sessions, aside)
    await writeFile(sessions, 'A file where the folder was.')
    await generate(page).click()
    const refused = /data folder/i
    expect(await alertText(refused)).not.toContain(app.dataFolder)
    await expectSettled()
    await writeFile(join(folder, 'plain.png'), await flat(64, 64))
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'plain.png'))
    await sendPicture(page, 'Send as it is')
    await expect.poll(() => page.getByRole('alert').filter({ hasText: refused }).count()).toBe(2)
    await expectSettled()
    await rm(sessions)
    await rename(aside, sessions)
    await page.getByRole('button', { name: 'Try again' }).click()
    await downloadGlb(page)
    await expectSettled()
  })
})
