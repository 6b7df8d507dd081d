import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppServer } from '../fixtures/app-server.ts'
import { violations } from '../fixtures/axe.ts'
import { browserSuite, ownServer, WITHOUT_STAGE } from '../fixtures/browser-suite.ts'
import { boxOfQuads, objText } from '../fixtures/mesh-files.ts'
import {
  downloadGlb,
  field,
  framesOn,
  generate,
  handle,
  slider,
  spin,
  type,
  unfoldMeasurements,
  unfoldOthers,
} from '../fixtures/open-page.ts'
import { outlinedFigure } from '../fixtures/outlined-pictures.ts'
import { readGlb } from '../fixtures/read-glb.ts'
import { json, openUpstream, type TestUpstream } from '../fixtures/upstream.ts'

const { visit, allow, leave } = browserSuite({ server: ownServer })

/** The rules that have to do with colour: what differs between the dark and the light scheme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Waits for colours that fade from one scheme to the other. */
async function colourSettled(page: Page): Promise<void> {
  await framesOn(page, 2)
  await page.evaluate(
    `Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})))`,
  )
}

/** Every rule in the dark scheme, and those about colour in the light one as well. */
async function expectNoViolations(page: Page, state: string): Promise<void> {
  expect(await violations(page), state).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await colourSettled(page)
  expect(await violations(page, COLOUR_RULES), `${state}, in the light scheme`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await colourSettled(page)
}

describe('axe finds nothing wrong, dark or light', () => {
  it('in any state: at the start, in error, stretched, with each dialog open, at work, with a mesh, comparing, presenting', async () => {
    const page = await visit()
    await expectNoViolations(page, 'at the start')
    await type(page, 'Pivot X', '0.6')
    await expectNoViolations(page, 'with a field in error')
    await type(page, 'Pivot X', '0.5')
    await page.getByRole('button', { name: 'Lock proportions' }).click()
    await type(page, 'Width', '0.9')
    await page.getByText('Stretched: ').first().waitFor()
    await handle(page, 'pivot-x').focus()
    await expectNoViolations(page, 'stretched, with the gizmo in hand')
    for (const [opener, state] of [
      ['Code', 'the request as code'],
      ['Keys', 'the keys'],
      ['Enlarge spin 1', 'a spin at large'],
      ['Open session', 'other sessions'],
      ['Library', 'the library'],
    ] as const) {
      await page.getByRole('button', { name: opener, exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await expectNoViolations(page, state)
      await page.keyboard.press('Escape')
    }
    await spin(page, 4).click()
    await generate(page).click()
    await expectNoViolations(page, 'at work')
    await downloadGlb(page)
    await unfoldMeasurements(page)
    await unfoldOthers(page)
    await expectNoViolations(page, 'with a mesh, its measurements and its formats')
    await type(page, 'Height', '0.7')
    await generate(page).click()
    const meshes = page.getByRole('list', { name: 'Results' })
    await meshes.getByRole('checkbox').nth(1).waitFor()
    await meshes.getByRole('checkbox').last().check()
    await page.getByRole('button', { name: 'Wipe' }).click()
    await expectNoViolations(page, 'comparing')
    await page.getByRole('button', { name: 'Stop comparing' }).click()
    await page.getByRole('button', { name: 'Present' }).click()
    await page.getByRole('button', { name: 'Exit (Esc)' }).waitFor()
    await expectNoViolations(page, 'presenting')
    await page.keyboard.press('Escape')
    await page.getByLabel('Image file').setInputFiles({
      name: 'card.obj',
      mimeType: 'text/plain',
      buffer: Buffer.from(objText(boxOfQuads([-0.5, 0, -0.1], [0.5, 2, 0.1]))),
    })
    await page.getByRole('heading', { name: 'card.obj', exact: true }).waitFor()
    await expectNoViolations(page, 'with a mesh of the artist’s own')
    await page.getByRole('button', { name: 'Library', exact: true }).click()
    const search = page.getByRole('dialog').getByRole('searchbox')
    await search.fill('nothing is called this')
    await expectNoViolations(page, 'the library where nothing is found')
  })

  it('with a figure in outline, which is made anew, open, by the keyboard alone', async () => {
    const page = await visit()
    const { rgba, width, height } = outlinedFigure(3).picture
    const buffer = await sharp(rgba, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer()
    await page.getByLabel('Image file').setInputFiles({ name: 'ghost.png', mimeType: 'image/png', buffer })
    await page.getByRole('region', { name: 'Cut-out' }).getByRole('radio', { name: 'Keep' }).waitFor()
    await expectNoViolations(page, 'with a cut-out')
    await page.keyboard.press('Enter')
    const choices = page.getByRole('radiogroup', { name: 'Enclosed areas' })
    const chosen = choices.getByRole('radio', { checked: true })
    await choices.waitFor()
    await spin(page, 4).waitFor()
    await expectNoViolations(page, 'with enclosed areas')
    const asked = page.waitForResponse(/enclosed-areas$/)
    await chosen.focus()
    await page.keyboard.press('ArrowRight')
    expect((await asked).status()).toBe(200)
    await expect.poll(() => chosen.innerText()).toBe('Open')
    await page.getByRole('region', { name: 'Spins' }).getByText('Making').first().waitFor({ state: 'detached' })
    await spin(page, 4).waitFor()
    expect(await page.evaluate('document.activeElement?.getAttribute("role")'), 'the focus stays').toBe('radio')
  })
})

describe.each([
  ['dark', 1120],
  ['light', 360],
] as const)('in the %s scheme, %d pixels wide', (colorScheme, width) => {
  let upstream: TestUpstream
  let other: AppServer
  let page: Page

  beforeAll(async () => {
    const spins = () => [`${upstream.origin}/none.webp`, { image_url: `${upstream.origin}/none.webp`, label: 'slab' }]
    const sessions: Readonly<Record<string, () => object>> = {
      SESSION_NONE: () => ({ status: 'spin_generate_done' }),
      SESSION_GOING: () => ({ status: 'spin_generate_processing', percentage: 40 }),
      SESSION_FAILED: () => ({ status: 'spin_generate_failed', message: 'The picture shows nothing.' }),
      SESSION_BROKEN: () => ({ status: 'spin_generate_done', spins: spins() }),
    }
    upstream = await openUpstream((request, response, raw) => {
      const [, code = ''] = /image-to-3d-sessions\/(\w+)$/.exec(request.url) ?? []
      const session = sessions[code]
      if (session)
        json({ error: '', message: '', statusCode: 200, data: { session_code: code, ...session() } })(
          request,
          response,
          raw,
        )
      else
        json({ error: 'not_found', message: 'There is nothing here.', statusCode: 404, data: null }, 404)(
          request,
          response,
          raw,
        )
    })
    other = await ownServer({ PLINTH_UPSTREAM: upstream.origin })
    page = await visit(other.url, { colorScheme, viewport: { width, height: 720 }, ready: false })
    // Only the sessions' own answers exist there, and no file of theirs.
    allow(page, /answer 404: GET .*\/image-to-3d-sessions\/SESSION_/)
    // Beside it the library opens, and this upstream knows no lists.
    allow(page, /answer (404|502): GET .*\/image-to-3d-sessions(\?|$)/)
  })

  afterAll(async () => {
    if (other) await leave(other.url)
    await other?.close()
    await upstream?.close()
  })

  it.each([
    ['no spins', 'SESSION_NONE', 'This session has no spins to choose from.'],
    ['spins that are being made', 'SESSION_GOING', 'Making the spins'],
    ['spins that could not be made', 'SESSION_FAILED', 'The picture shows nothing.'],
    ['spins that cannot be shown, and a broken link', 'SESSION_BROKEN&w=wide&spin=4', 'Spin 2 cannot be shown'],
    ['a session that is not there', 'SESSION_GONE', 'Session SESSION_GONE could not be opened.'],
  ])('axe finds nothing wrong with %s', async (_state, link, text) => {
    await page.goto(`${other.url}/?session=${link}`)
    await page.getByText(text).first().waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('axe finds nothing wrong with a picture that is refused, a field in the way of generating, and the proportions on offer', async () => {
    await page.goto(`${other.url}/?session=SAMPLE_key`)
    await spin(page, 1).waitFor()
    await page
      .getByLabel('Image file')
      .setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await page.getByRole('alert').waitFor()
    await type(page, 'Height', 'tall')
    await generate(page).click()
    await page.getByRole('alert').filter({ hasText: 'Height takes a number' }).waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('axe finds nothing wrong where there is no WebGL', async () => {
    await page.addInitScript(WITHOUT_STAGE.before)
    await page.goto(`${other.url}/?session=SAMPLE_key`)
    await page.getByText('This browser cannot draw in 3D').waitFor()
    expect(await violations(page)).toEqual([])
  })
})

/** Presses Tab until the focus is on something of that role and name. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab')
    const here = page.locator(':focus')
    const label = (await here.getAttribute('aria-label')) ?? (await here.innerText().catch(() => ''))
    const isRole =
      (await here.getAttribute('role')) === role ||
      (await here.evaluate((element) => element.tagName.toLowerCase())) === role
    if (isRole && name.test(label)) return
  }
  throw new Error(`No ${role} called ${String(name)} can be reached by Tab.`)
}

/** Fails unless lines of what a screen reader is told match in this order; others may stand between them. */
async function expectToldInOrder(page: Page, lines: readonly RegExp[]): Promise<void> {
  const tree = await page.locator('body').ariaSnapshot()
  let rest = tree.split('\n')
  for (const line of lines) {
    const at = rest.findIndex((one) => line.test(one))
    expect(at, `${String(line)} comes next in\n${tree}`).toBeGreaterThanOrEqual(0)
    rest = rest.slice(at + 1)
  }
}

describe('with the keyboard alone', () => {
  it('the whole job can be done: spin, size, pivot in the stage, generating, downloading', async () => {
    const page = await visit()
    await expectToldInOrder(page, [
      /radio "Spin 1"/,
      /radio "Spin 4"/,
      /region "Stage"/,
      /slider "Move pivot along X/,
      /slider "Width"/,
      /spinbutton "Width"/,
      /slider "Height"/,
      /spinbutton "Depth"/,
      /spinbutton "Pivot X"/,
      /spinbutton "Pivot Z"/,
      /button "Generate preview/,
    ])
    await tabTo(page, 'radio', /Spin 1/)
    await page.keyboard.press('ArrowDown')
    expect(await spin(page, 2).isChecked()).toBe(true)
    await tabTo(page, 'slider', /Move pivot along Y/)
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowDown')
    await tabTo(page, 'slider', /^Width/)
    await page.keyboard.press('ArrowRight')
    await tabTo(page, 'spinbutton', /^Height/)
    await page.keyboard.type('0.33')
    await page.keyboard.press('Enter')
    await tabTo(page, 'button', /^Generate preview/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    await expectToldInOrder(page, [/button "Generate preview/, /region "Result"/, /button "Download GLB/])
    await tabTo(page, 'button', /^Download GLB/)
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    const glb = readGlb(new Uint8Array(await readFile(await download.path())))
    expect(glb.box.max[1] - glb.box.min[1]).toBeCloseTo(0.33, 4)
    expect(glb.box.min[1]).toBeCloseTo(0, 4)
  })
})

/** Fails unless everything an artist needs is there, complete and inside the window. */
async function expectWhole(page: Page, width: number) {
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  const needed = [
    spin(page, 1),
    spin(page, 4),
    ...['Width', 'Depth', 'Pivot X', 'Pivot Z', 'Z from centre'].map((name) => field(page, name)),
    page.getByRole('slider', { name: 'Width', exact: true }),
    generate(page),
    page.getByRole('button', { name: 'Front', exact: true }),
    page.getByRole('button', { name: 'Frame all' }),
    page.getByRole('button', { name: 'Start over' }),
  ]
  for (const control of needed) {
    await control.scrollIntoViewIfNeeded()
    const box = await control.boundingBox()
    expect(box, String(control)).not.toBeNull()
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width + 0.5, String(control)).toBe(true)
    const covers = await control.evaluate((element) => {
      const { x, y, width: w, height: h } = element.getBoundingClientRect()
      const top = document.elementFromPoint(x + w / 2, y + h / 2)
      return top && (element.contains(top) || top.contains(element))
        ? null
        : (top?.outerHTML.slice(0, 200) ?? 'nothing')
    })
    expect(covers, `what lies over ${String(control)}`).toBeNull()
  }
}

describe('in a small window', () => {
  it('nothing is lost on a phone’s 360 pixels', async () => {
    const page = await visit('/', { viewport: { width: 360, height: 740 } })
    await expectWhole(page, 360)
    const name = page.getByRole('banner').getByText('Rubber duck')
    expect(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 'cut off').toBe(0)
  })

  it('nothing is lost at a zoom of 200 % and of 400 %, where a window of 1440 by 900 pixels has 360 by 225', async () => {
    const page = await visit('/', { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 })
    await expectWhole(page, 640)
    await page.setViewportSize({ width: 360, height: 225 })
    await expectWhole(page, 360)
  })
})

/** How something looks apart from its colours' names: what tells it from its neighbours where the system's colours rule. */
const looksOf = (element: Locator): Promise<string> =>
  element.evaluate((node) => {
    const { backgroundColor, borderTopColor, borderTopStyle, color } = getComputedStyle(node)
    return [backgroundColor, borderTopColor, borderTopStyle, color].join('; ')
  })

describe('in forced colours, as Windows’ contrast themes have them', () => {
  it('what is chosen, switched on, out of use, filled and in focus is told apart, beside the stage and over it', async () => {
    const page = await visit('/', { forcedColors: 'active' })
    const differ = async (a: Locator, b: Locator, what: string) =>
      expect(await looksOf(a), what).not.toBe(await looksOf(b))
    await spin(page, 2).press('Space')
    await differ(spin(page, 2), spin(page, 1), 'a chosen spin')
    const undo = page.getByRole('button', { name: 'Undo', exact: true })
    const redo = page.getByRole('button', { name: 'Redo', exact: true })
    await differ(undo, redo, 'a button that can be pressed')
    const thumb = slider(page, 'Width')
    const way = page.locator('[data-way]', { has: page.locator('> *') }).first()
    await differ(way, way.locator('> *').first(), 'how far a slider is')
    expect(await looksOf(thumb), 'a slider’s handle').not.toContain('none')
    const handleLook = (name: string) =>
      handle(page, name).evaluate((node) => getComputedStyle(node, '::after').backgroundColor)
    const resting = await handleLook('size-x')
    await handle(page, 'size-x').focus()
    await expect.poll(() => handleLook('size-x'), { message: 'a handle in hand' }).not.toBe(resting)
    const outline = await handle(page, 'size-x').evaluate((node) => getComputedStyle(node).outlineStyle)
    expect(outline, 'the focus').toBe('solid')
  })
})
