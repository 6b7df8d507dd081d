import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page, Route } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { expectSeen, field, slider, spin, stageIsReady, type, valueOf } from '../fixtures/open-page.ts'
import { GENERATING, json, openUpstream } from '../fixtures/upstream.ts'

const run = promisify(execFile)

const { visit, allow, at } = browserSuite()
let page: Page

beforeAll(async () => {
  page = await visit('/?lock=0', { permissions: ['clipboard-read', 'clipboard-write'] })
})

const SIZES = ['Width', 'Height', 'Depth'] as const
const ALL = [...SIZES, 'Pivot X', 'Pivot Y', 'Pivot Z'] as const
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const sizes = () => Promise.all(SIZES.map((name) => valueOf(page, name)))
const texts = (from: Page) => Promise.all(ALL.map((name) => field(from, name).inputValue()))
const pressed = (name: string) => button(name).getAttribute('aria-pressed')
/** Width and height. */
const front = async () => (await sizes()).slice(0, 2)
const setSizes = async (...values: readonly string[]) => {
  for (const [i, name] of SIZES.entries()) await type(page, name, values[i] ?? '')
}
/** Chooses a unit as a hand does, which moves the focus there. */
const unit = async (name: string) => {
  const choice = page.getByRole('combobox', { name: 'Unit' })
  await choice.focus()
  await choice.selectOption(name)
}
const label = (text: string) => page.locator('span', { hasText: new RegExp(`^${text}$`) }).first()
const expectLabel = (text: string) => expectSeen(label(text))

describe('a unit', () => {
  it('changes what is read and typed, in the fields and on the box, but no size', async () => {
    await setSizes('0.3', '0.254', '1')
    await unit('cm')
    expect(await sizes()).toEqual([30, 25.4, 100])
    await expectLabel('25.4 cm')
    await unit('in')
    expect(await sizes()).toEqual([11.81, 10, 39.37])
    await type(page, 'Height', '20')
    await type(page, 'Depth', '12 cm')
    await unit('mm')
    expect(await sizes()).toEqual([300, 508, 120])
    await expectLabel('508 mm')
    await unit('ft')
    expect(await sizes()).toEqual([0.9843, 1.667, 0.3937])
    await type(page, 'Width', '1')
    await expectLabel('1 ft')
    await unit('m')
    expect(await sizes()).toEqual([0.3048, 0.508, 0.12])
    await expectLabel('0.508 m')
  })

  it('shows four digits, and every typed digit while the field has the focus', async () => {
    await type(page, 'Width', '0.123456')
    await field(page, 'Height').focus()
    expect(await field(page, 'Width').inputValue()).toBe('0.1235')
    await field(page, 'Width').focus()
    expect(await field(page, 'Width').inputValue()).toBe('0.123456')
  })
})

describe('the box', () => {
  it('keeps its proportions when they are locked, by field and by slider', async () => {
    await setSizes('0.4', '0.2', '0.1')
    await button('Lock proportions').click()
    await type(page, 'Height', '0.5')
    expect(await sizes()).toEqual([1, 0.5, 0.25])
    await slider(page, 'Width').focus()
    await page.keyboard.press('ArrowRight')
    const [w = 0, h = 0, d = 0] = await sizes()
    expect(w).toBeGreaterThan(1)
    expect([h / w, d / w]).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.25, 2)])
    await page.keyboard.press('ControlOrMeta+z')
    expect(await sizes()).toEqual([1, 0.5, 0.25])
    await button('Lock proportions').click()
  })

  it.each([
    ['Mug', 0.095],
    ['Chair', 0.9],
    ['Person', 1.75],
    ['Car', 1.45],
    ['House', 8],
  ])('gets the height of a %s, and its other sides follow', async (kind, height) => {
    await button(kind).click()
    const [w = 0, h = 0, d = 0] = await sizes()
    expect(h).toBe(height)
    expect([w / h, d / h]).toEqual([expect.closeTo(0.099 / 0.08, 2), expect.closeTo(0.04 / 0.08, 2)])
    expect(await Promise.all(['Auto width', 'Auto depth'].map((name) => pressed(name)))).toEqual(['true', 'true'])
    expect(await page.getByText('Stretched:').count()).toBe(0)
    await page.getByText(/^About \d/).waitFor()
  })

  it('says before generating what it stretches and by how much, and is natural again in one click, which keeps the focus and what was typed', async () => {
    await setSizes('0.1524', '0.123456', '0.3')
    await page.getByText('Stretched: about 4.8 × too deep').waitFor()
    const back = button('Reset proportions')
    await back.focus()
    await page.keyboard.press('Enter')
    const [w = 0, , d = 0] = await sizes()
    expect([w / 0.123456, d / 0.123456]).toEqual([expect.closeTo(1.235, 2), expect.closeTo(0.503, 2)])
    expect(await page.getByText('Stretched:').count()).toBe(0)
    expect(await back.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await back.getAttribute('aria-disabled')).toBe('true')
    await field(page, 'Height').focus()
    expect(await field(page, 'Height').inputValue()).toBe('0.123456')
  })

  it('can be natural again even where no stretch is noticed', async () => {
    await setSizes('0.0995', '0.08', '0.0405')
    expect(await page.getByText('Stretched:').count()).toBe(0)
    await button('Reset proportions').click()
    expect(await pressed('Auto width')).toBe('true')
  })

  it('keeps its proportions for a new visitor, from the first change on', async () => {
    const other = await visit()
    await type(other, 'Depth', '0.2')
    const [w = 0, h = 0, d = 0] = await Promise.all(SIZES.map((name) => valueOf(other, name)))
    expect([w / h, d]).toEqual([expect.closeTo(0.099 / 0.08, 2), 0.2])
    expect(await other.getByRole('button', { name: 'Lock proportions' }).getAttribute('aria-pressed')).toBe('true')
  })

  it('is at least a millimetre and at most a kilometre along each side', async () => {
    for (const name of SIZES) {
      for (const [text, taken] of [
        ['0.001', true],
        ['1000', true],
        ['0.0009', false],
        ['1000.1', false],
      ] as const) {
        await type(page, name, text)
        expect(await field(page, name).getAttribute('aria-invalid'), `${name} ${text}`).toBe(String(!taken))
      }
      await type(page, name, '0.2')
    }
  })

  it('leaves an axis to the mesh with Auto, and shows the size it will have', async () => {
    await setSizes('0.198', '0.16', '0.5')
    await button('Auto depth').click()
    const depth = (await sizes())[2] ?? 0
    expect(depth).toBeCloseTo(0.08, 2)
    await expectLabel(`≈ ${depth} m`)
    await button('Auto depth').click()
    expect(await pressed('Auto depth')).toBe('false')
    expect((await sizes())[2]).toBe(depth)
  })
})

describe('the figure beside the box', () => {
  it('suits its size, and can be hidden', async () => {
    for (const [metres, name] of [
      ['0.02', 'Coin'],
      ['0.1', 'Mug'],
      ['0.8', 'Chair'],
      ['2', 'Person'],
      ['12', 'House'],
    ] as const) {
      await setSizes(metres, metres, metres)
      await expectLabel(name)
    }
    await button('Scale figure').click()
    await label('House').waitFor({ state: 'hidden' })
    await button('Scale figure').click()
    await expectLabel('House')
  })
})

describe('an offset', () => {
  it('is the same pivot as a length, either way', async () => {
    await setSizes('0.4', '0.2', '0.1')
    await type(page, 'Pivot X', '-0.25')
    expect(await valueOf(page, 'X from centre')).toBe(-0.1)
    await type(page, 'Y from centre', '0.05')
    expect(await valueOf(page, 'Pivot Y')).toBe(0.25)
    await type(page, 'Z from centre', '1')
    await page.getByText('Z from centre takes a number of metres from -0.05 to 0.05.').waitFor()
    await type(page, 'Z from centre', '0.05')
    expect(await valueOf(page, 'Pivot Z')).toBe(0.5)
  })

  it('that does not fit in the box is accepted once the box is large enough', async () => {
    await setSizes('0.4', '0.2', '0.1')
    await type(page, 'X from centre', '1')
    expect(await field(page, 'X from centre').getAttribute('aria-invalid')).toBe('true')
    await type(page, 'Width', '4')
    expect(await field(page, 'X from centre').getAttribute('aria-invalid')).toBe('false')
    expect([await valueOf(page, 'X from centre'), await valueOf(page, 'Pivot X')]).toEqual([1, 0.25])
  })
})

describe('undo', () => {
  it('goes back and forth one gesture at a time, by button or key, and Start over can be undone', async () => {
    await button('Start over').click()
    const start = await front()
    expect(start).toEqual([expect.closeTo(0.099, 3), 0.08])
    await type(page, 'Width', '0.7')
    await type(page, 'Height', '0.6')
    await button('Undo').click()
    expect(await front()).toEqual([0.7, 0.08])
    await page.keyboard.press('ControlOrMeta+Shift+z')
    expect(await front()).toEqual([0.7, 0.6])
    await button('Start over').click()
    expect(await front()).toEqual(start)
    await page.keyboard.press('ControlOrMeta+z')
    expect(await front()).toEqual([0.7, 0.6])
  })
})

describe('what is set while the session is still loading', () => {
  it('stays beside what the session brings, and undo returns to that', async () => {
    const early = await page.context().newPage()
    const onItsWay = new Promise<Route>((hold, fail) => {
      early.route('**/api/image-to-3d-sessions/SAMPLE_duck', hold, { times: 1 }).catch(fail)
    })
    await early.goto(at('/?session=SAMPLE_duck'))
    await type(early, 'Width', '0.77')
    await type(early, 'Pivot Y', '0.25')
    await field(early, 'Depth').fill('0.5')
    await (await onItsWay).continue()
    await spin(early, 1).waitFor()
    const now = () => Promise.all([...SIZES, 'Pivot X', 'Pivot Y'].map((name) => valueOf(early, name)))
    // The other sides follow the one that was set last.
    await expect.poll(now).toEqual([expect.closeTo(1.23, 1), expect.closeTo(0.99, 1), 0.5, 0, 0.25])
    await field(early, 'Depth').press('Enter')
    await early.keyboard.press('ControlOrMeta+z')
    await expect.poll(now).toEqual([expect.closeTo(0.099, 3), 0.08, expect.closeTo(0.04, 3), 0, 0])
    await early.close()
  })
})

describe('the link', () => {
  it('opens the same session and draft for another visitor', async () => {
    await spin(page, 3).click()
    await setSizes('0.123456', '0.2', '0.3')
    await button('Auto height').click()
    await type(page, 'Pivot Y', '-0.5')
    await unit('cm')
    await button('Copy link').click()
    const link = await page.evaluate<string>('navigator.clipboard.readText()')
    await expect.poll(() => page.url()).toBe(link)
    const other = await visit(link)
    expect(await spin(other, 3).isChecked()).toBe(true)
    expect(await texts(other)).toEqual(await texts(page))
    expect(await other.getByRole('button', { name: 'Auto height' }).getAttribute('aria-pressed')).toBe('true')
    await unit('m')
  })

  it('keeps a number that was typed but not entered when the page is reloaded', async () => {
    await setSizes('0.2', '0.3', '0.4')
    await field(page, 'Width').fill('0.77')
    await page.reload()
    await stageIsReady(page)
    expect(await sizes()).toEqual([0.77, 0.3, 0.4])
  })

  it('that is broken opens a clean draft, says what was left out, and is corrected in the address', async () => {
    await page.goto(at('/?session=no%20code&w=7'))
    await stageIsReady(page)
    const library = page.getByRole('dialog', { name: 'Library' })
    await library.getByText('Session no code could not be opened. A session code has only letters').waitFor()
    await library.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('alert').getByText('Session no code could not be opened.').waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('session')).toBe('SAMPLE_duck')
    await page.goto(at('/?session=SAMPLE_duck&w=wide&h=0.5&pivot=0,0'))
    await stageIsReady(page)
    await page.getByText('Parts of the link cannot be used: w=wide, pivot=0,0.').waitFor()
    // What cannot be read follows the size that can.
    expect(await sizes()).toEqual([expect.closeTo(0.617, 2), 0.5, expect.closeTo(0.252, 2)])
    await button('Dismiss').click()
  })
})

describe('the request as code', () => {
  const SHELLS: Readonly<Record<string, (code: string) => Promise<{ stdout: string }>>> = {
    curl: (code) => run('sh', ['-c', code]),
    Python: (code) => run('python3', ['-c', code]),
    'Node.js': (code) => run(process.execPath, ['--input-type=module', '-e', code]),
  }

  it('runs unchanged in every language, and sends what the page shows', async () => {
    const upstream = await openUpstream((request, response, raw) => {
      const spins = [0, 1].map((index) => `${upstream.origin}/spins/${index}.webp?signed=a'b"c`)
      const session = { session_code: 'SESSION_CODE', status: 'spin_generate_done', spins }
      json(request.method === 'POST' ? GENERATING : { error: '', message: '', statusCode: 200, data: session })(
        request,
        response,
        raw,
      )
    })
    const own = await ownServer({ PLINTH_UPSTREAM: upstream.origin })
    const other = await visit(`${own.url}/?session=SESSION_CODE&spin=2&w=0.11&h=~0.22&d=0.123456789&pivot=0,-0.5,0.25`)
    // The upstream has no pictures.
    allow(other, /answer (404|502): GET .*\/assets\//)
    try {
      await other.getByRole('button', { name: 'Code', exact: true }).click()
      const code = async (name: string) => {
        await other.getByRole('tab', { name, exact: true }).click()
        return other.getByLabel(`Request as ${name}`).innerText()
      }
      const shownJson = await code('JSON')
      const request: unknown = JSON.parse(shownJson)
      expect(request).toEqual({
        selected_spin_index: 1,
        selected_spin: `${upstream.origin}/spins/1.webp?signed=a'b"c`,
        scaled_bbox: [0.11, -1, 0.123456789],
        pivot_point: [0, -0.5, 0.25],
      })
      const received = () =>
        upstream.arrived
          .filter(({ method }) => method === 'POST')
          .map(({ url, body }) => [url, JSON.parse(body) as unknown])
      const preview = ['/image-to-3d-sessions/get-3d/preview/SESSION_CODE', request]
      for (const [name, shell] of Object.entries(SHELLS)) {
        const text = await code(name)
        expect(text).toContain('<X-API_KEY>')
        const { stdout } = await shell(text)
        expect(JSON.parse(stdout), name).toMatchObject({ error: '', message: 'Generating Mesh', statusCode: 200 })
        expect(received().at(-1), name).toEqual(preview)
      }
      await fetch(`${own.url}/api${String(preview[0])}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: shownJson,
      })
      expect(received()).toEqual(Array.from({ length: 4 }, () => preview))
    } finally {
      // A page that outlives its server complains of that.
      await other.context().close()
      await own.close()
      await upstream.close()
    }
  })

  it('gives the focus back when it is closed', async () => {
    await button('Code').click()
    await button('Close').click()
    expect(await button('Code').evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('says which field is in the way instead', async () => {
    await type(page, 'Height', 'tall')
    await button('Code').click()
    await expectSeen(page.getByRole('dialog').getByText('Height takes a number of metres from 0.001 to 1000.'))
    await page.keyboard.press('Escape')
    await type(page, 'Height', '0.2')
  })
})

describe('the sheet of keys', () => {
  it('opens with ? and closes with Escape', async () => {
    await page.getByRole('application').focus()
    await page.keyboard.press('Shift+?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})
