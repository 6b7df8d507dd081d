import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppServer } from '../fixtures/app-server.ts'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { expectSeen, sendPicture, spin } from '../fixtures/open-page.ts'
import { picture } from '../fixtures/pictures.ts'

let app: AppServer
let page: Page

const { visit, allow } = browserSuite({ server: async () => (app = await ownServer()) })

beforeAll(async () => {
  page = await visit()
})

const title = () => page.getByRole('banner').getByRole('paragraph').first()
const codeInAddress = (): Promise<string> =>
  page.evaluate<string>('new URL(location.href).searchParams.get("session") ?? ""')

/** Drops or pastes a file onto the element `onto`. */
async function give(
  how: 'drop' | 'paste',
  onto: string,
  name: string,
  bytes: Uint8Array,
  text?: string,
): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name: fileName, base64, words }) => {
      const data = new DataTransfer()
      data.items.add(
        new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName, { type: 'image/png' }),
      )
      if (words !== undefined) data.setData('text/plain', words)
      return data
    },
    { name, base64: Buffer.from(bytes).toString('base64'), words: text },
  )
  if (how === 'drop') return page.dispatchEvent(onto, 'drop', { dataTransfer: transfer })
  await page
    .locator(onto)
    .first()
    .evaluate(
      (element, data) =>
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })),
      transfer,
    )
}

/** The code of the session that is open instead of `before`, once its spins are there. */
async function newSession(before: string): Promise<string> {
  await sendPicture(page)
  await expect.poll(codeInAddress).not.toBe(before)
  await spin(page, 4).waitFor()
  return codeInAddress()
}

let vase: Uint8Array
const made: string[] = []

describe('an own picture', () => {
  beforeAll(async () => {
    vase = await picture('vase.png')
  })

  it('beside a number in the clipboard is not taken when the number is pasted into a field', async () => {
    const before = await codeInAddress()
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname))
    await give('paste', '[role=spinbutton]', 'cells.png', vase, '0.25')
    // Had it been taken, it would be cut out before the next one.
    await give('drop', 'body', 'given-next.png', vase)
    await newSession(before)
    expect(await title().innerText()).toBe('given-next')
    expect(posts).toEqual(['/api/plinth/cut-out', '/api/image-to-3d-sessions'])
  })

  it.each(['drop', 'paste'] as const)('becomes a session by %s', async (how) => {
    const before = await codeInAddress()
    await give(how, 'body', `by-${how}.png`, vase)
    made.push(await newSession(before))
    expect(await title().innerText()).toBe(`by-${how}`)
    await spin(page, 2).click()
    expect(await spin(page, 2).isChecked()).toBe(true)
  })
})

describe('a session that is there already', () => {
  it('is opened by its code, or by a click among the recent ones, each with its picture', async () => {
    const [first = '', second = ''] = made
    await page.getByRole('button', { name: 'Open session' }).click()
    await page.getByRole('textbox', { name: 'Session code' }).fill(` ${first} `)
    await page.keyboard.press('Enter')
    await expect.poll(codeInAddress).toBe(first)
    expect(await title().innerText()).toBe('by-drop')
    await page.getByRole('button', { name: 'Open session' }).click()
    const entries = page.getByRole('dialog').getByRole('listitem')
    await entries.nth(1).waitFor()
    expect(await entries.allInnerTexts()).toEqual([
      expect.stringContaining('by-paste'),
      expect.stringContaining('by-drop'),
      expect.stringContaining('given-next'),
    ])
    await expect
      .poll(() =>
        entries
          .nth(0)
          .getByRole('presentation')
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(0)
    await entries.nth(0).getByRole('button').click()
    await expect.poll(codeInAddress).toBe(second)
  })

  it('is found again by the browser’s Back, and the sample by its picture', async () => {
    await page.goBack()
    await expect.poll(() => title().innerText()).toBe('by-drop')
    await page.getByRole('button', { name: 'Sample: Rubber duck' }).click()
    await expect.poll(() => title().innerText()).toBe('Rubber duck')
  })

  it('named in the link but not there says so, in front of the library and a sample', async () => {
    const visitor = await visit('/?session=SESSION_NOWHERE', { ready: false })
    allow(visitor, /answer 404: GET .*SESSION_NOWHERE$/)
    const library = visitor.getByRole('dialog', { name: 'Library' })
    await library
      .getByText('Session SESSION_NOWHERE could not be opened. There is no session SESSION_NOWHERE here.')
      .waitFor()
    await library.getByRole('button', { name: 'Close' }).click()
    await expectSeen(spin(visitor, 1))
    expect(new URL(visitor.url()).searchParams.get('session')).toBe('SAMPLE_duck')
    const alert = visitor.getByRole('alert').filter({ hasText: 'Session SESSION_NOWHERE could not be opened.' })
    await alert.getByRole('button', { name: 'Dismiss' }).click()
    await alert.waitFor({ state: 'detached' })
  })
})

describe('while the server is down', () => {
  let again: AppServer | undefined
  afterAll(() => again?.close())

  it('opening another session says what is wrong, keeps the one on screen, and works once it is back', async () => {
    const { port } = new URL(app.url)
    allow(page, /ERR_CONNECTION_REFUSED/)
    await app.kill()
    await page.getByRole('button', { name: 'Sample: Brass key' }).click()
    await page.getByRole('banner').getByText('Opening Brass key').waitFor()
    const alert = page
      .getByRole('alert')
      .filter({ hasText: 'Brass key could not be opened. Plinth’s server cannot be reached.' })
    await alert.waitFor()
    expect(await title().innerText()).toBe('Rubber duck')
    await expect.poll(() => spin(page, 1).count()).toBe(1)
    again = await ownServer({ PORT: port, PLINTH_DATA: app.dataFolder })
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => title().innerText()).toBe('Brass key')
    await alert.waitFor({ state: 'detached' })
  })
})
