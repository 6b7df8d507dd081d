import { EventEmitter, once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, expect, it } from 'vitest'
import { readSubject } from '../../src/cutout/subject-file.ts'
import { fitted, toEasel, type Point } from '../../src/retouch/view.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { browserSuite, ownServer, WITHOUT_STAGE } from '../fixtures/browser-suite.ts'
import { restingBox, sendPicture, spin } from '../fixtures/open-page.ts'
import { RED_SCENE, redBeforeClutter, writeRedModel } from '../fixtures/red-model.ts'

let folder = ''
let server: AppServer

const { visit, at } = browserSuite({
  async server() {
    folder = await mkdtemp(join(tmpdir(), 'plinth-guess-'))
    return (server = await ownServer({ PLINTH_CUTOUT_MODEL: await writeRedModel(folder) }))
  },
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const codeOf = (page: Page) => new URL(page.url()).searchParams.get('session') ?? ''
const title = (page: Page) => page.getByRole('banner').getByRole('paragraph').first()
const guess = (page: Page) => page.getByText('Not sure what the subject is: check the cut-out.')
const sessionOf = (page: Page, code: string) => page.request.get(at(`/api/image-to-3d-sessions/${code}`))

async function pictureOf(page: Page, code: string) {
  const file = await (await page.request.get(at(`/api/image-to-3d-sessions/${code}/assets/image`))).body()
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { file, alphaAt: ([x, y]: Point) => data[(y * info.width + x) * 4 + 3], ...info }
}

/** How many pixels of it the engine's cut-out covers. */
async function coveredOf(code: string): Promise<number> {
  const { mask } = readSubject(await readFile(join(server.dataFolder, 'sessions', code, 'subject.rgba')))
  return mask.reduce((sum, covered) => sum + covered, 0)
}

/** Leads the mouse over the picture from pixel to pixel. */
async function paint(page: Page, ...pixels: readonly Point[]): Promise<void> {
  const { x, y, width, height } = await restingBox(page.getByRole('application', { name: 'Picture to paint on' }))
  const view = fitted({ width, height }, RED_SCENE)
  for (const [nth, pixel] of pixels.entries()) {
    const [left, top] = toEasel(view, pixel)
    await page.mouse.move(x + left, y + top, { steps: 4 })
    if (nth === 0) await page.mouse.down()
  }
  await page.mouse.up()
}

it('a guess is told of, looked at and corrected into new spins, and what was made before stays as it was', async () => {
  const page = await visit('/?session=SAMPLE_duck', WITHOUT_STAGE)
  // Sent before its cut-out could be looked at.
  await page.route('**/api/plinth/cut-out*', () => {})
  const buffer = await redBeforeClutter({ doubtful: true })
  await page.getByLabel('Image file').setInputFiles({ name: 'ember.png', mimeType: 'image/png', buffer })
  await sendPicture(page)
  await guess(page).waitFor()
  await spin(page, 4).waitFor()
  const first = codeOf(page)
  const asItWas = await (await sessionOf(page, first)).json()
  const coveredBefore = await coveredOf(first)

  await page.unroute('**/api/plinth/cut-out*')
  await button(page, 'Check the cut-out').click()
  await page.getByText('Not sure what the subject is: check the outline.').waitFor()
  await page.getByRole('radio', { name: 'Erase' }).click()
  await page.getByRole('switch', { name: 'Exact' }).click()
  await paint(page, [100, 70], [140, 70])
  await expect.poll(() => button(page, 'Undo').isEnabled()).toBe(true)
  await button(page, 'Make new spins').click()
  await expect.poll(() => codeOf(page)).not.toBe(first)
  await expect.poll(() => title(page).innerText()).toBe('ember')
  await spin(page, 4).waitFor()
  const second = codeOf(page)
  const picture = await pictureOf(page, second)
  expect([picture.width, picture.height, picture.alphaAt([120, 70]), picture.alphaAt([120, 40])]).toEqual([200, 150, 0, 255]) // prettier-ignore
  expect((await coveredOf(second)) / coveredBefore, 'the engine’s outline lacks what was painted out').toBeLessThan(
    0.97,
  )

  expect(await (await sessionOf(page, first)).json()).toEqual(asItWas)
  expect((await pictureOf(page, first)).file.equals(buffer)).toBe(true)
  await page.goBack()
  await spin(page, 4).waitFor()
  await page.reload()
  await spin(page, 4).waitFor()
  expect(codeOf(page)).toBe(first)
  expect(await guess(page).count(), 'it was looked at').toBe(0)
})

it('several pictures at once become a session each, in their order; what is none says why, what waits can be taken out, and guesses are marked', async () => {
  const page = await visit('/', WITHOUT_STAGE)
  const sure = await redBeforeClutter()
  const pictures = {
    ember: await redBeforeClutter({ doubtful: true }),
    notes: Buffer.from('no picture'),
    apple: sure,
    fig: await sharp(sure).flip().png().toBuffer(),
  }
  // The third stays on its way until the fourth is taken out.
  const way = new EventEmitter()
  const onItsWay = once(way, 'free')
  let posts = 0
  await page.route('**/api/image-to-3d-sessions', async (route) => {
    if (route.request().method() === 'POST' && ++posts === 2) await onItsWay
    await route.continue()
  })
  await page
    .getByLabel('Image file')
    .setInputFiles(
      Object.entries(pictures).map(([name, buffer]) => ({ name: `${name}.png`, mimeType: 'image/png', buffer })),
    )
  await page.getByText('Sending picture 3 of 4').waitFor()
  await page.getByText('Not sent. notes.png is not a picture that can be read.').waitFor()
  await button(page, 'Take out fig').click()
  await button(page, 'Take out fig').waitFor({ state: 'detached' })
  way.emit('free')
  await page.getByText('2 pictures sent, 1 not sent').waitFor()
  await expect.poll(() => title(page).innerText()).toBe('ember')

  await button(page, 'Library').click()
  const library = page.getByRole('dialog', { name: 'Library' })
  await library.getByRole('button', { name: 'Open apple', exact: true }).waitFor()
  await library.getByRole('button', { name: 'Open ember, check the cut-out' }).waitFor()
  expect(await library.getByRole('button', { name: /^Open fig/ }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await button(page, 'Dismiss').last().click()
  await page.getByText('2 pictures sent').waitFor({ state: 'detached' })
  expect(posts).toBe(2)
})
