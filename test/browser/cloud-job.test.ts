import type { Page } from 'playwright-core'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { generate, spin, type, valueOf } from '../fixtures/open-page.ts'
import { plainGlb } from '../fixtures/packed-glb.ts'
import { json, openUpstream, type TestUpstream } from '../fixtures/upstream.ts'
import sharp from 'sharp'

/** What the API says about its one session; the test sets it. */
interface Script {
  status: string
  message: string
  updatedAt: number
  mesh: string | null
  percentage?: number
  /** How the next POST ends; a broken one may still have been accepted. */
  post: 'accepted' | 'broken' | 'unanswered'
  /** How a GET is answered. */
  get: 'well' | 'cut short' | 'as a page' | 'later' | 'mistyped' | 'foreign'
}

const FRESH: Script = {
  status: 'spin_generate_done',
  message: '',
  updatedAt: 1,
  mesh: null,
  post: 'accepted',
  get: 'well',
}

let script: Script
let signature = 0
let upstream: TestUpstream

const posts = () => upstream.arrived.filter(({ method }) => method === 'POST')

/** The tab's icon: a path, or the beginning of what was drawn. */
const icon = (page: Page) =>
  page.evaluate<string>(`document.querySelector('link[rel=icon]').href.replace(location.origin, '').slice(0, 60)`)

/** How often a tab asks for a session from now on. */
function questionsOf(page: Page, code: string): () => number {
  let count = 0
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().endsWith(`/${code}`)) count++
  })
  return () => count
}

/** How often the page has looked at a session. */
const looksAt = (code: string) => upstream.arrived.filter(({ url }) => url.endsWith(`/${code}`)).length

const link = (path: string) => `${upstream.origin}/${path}?sig=${++signature}&se=2026`

/** The session in CSM's words; every answer signs its links again. */
function sessionData(code: string) {
  const mesh = script.mesh ? { preview_mesh_url: link(script.mesh), preview_mesh_url_glb: link(script.mesh) } : {}
  return {
    session_code: code,
    status: script.status,
    message: script.message,
    updated_at: String(script.updatedAt),
    image_url: link('spin.png'),
    spins: [{ image_url: link('spin.png') }],
    ...mesh,
    ...(script.percentage !== undefined && { percentage: script.percentage }),
  }
}

function answerAbout(code: string) {
  const data = sessionData(code)
  if (script.get === 'mistyped') return { ...data, spins: 'none', status: 7 }
  return script.get === 'foreign' ? { ...data, session_code: 'SESSION_ELSE', status: 'preview_done' } : data
}

async function openCloud(): Promise<TestUpstream> {
  const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#46c' } })
    .png()
    .toBuffer()
  const glb = await plainGlb()
  return openUpstream((request, response, raw) => {
    const { pathname } = new URL(request.url, 'http://upstream')
    const code = pathname.split('/').at(-1) ?? ''
    if (pathname.endsWith('.glb'))
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': glb.length }).end(glb)
    else if (pathname.endsWith('.png'))
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': png.length }).end(png)
    else if (request.method === 'POST' && script.post === 'broken') raw.destroy()
    else if (request.method === 'POST' && script.post === 'unanswered') response.setTimeout(0)
    else if (request.method === 'POST')
      json({ error: '', message: 'Generating Mesh', statusCode: 200, data: { scenario: code, status: 'unprocessed' } })(
        request,
        response,
        raw,
      )
    else if (script.get === 'as a page')
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    else if (script.get === 'later')
      response
        .writeHead(429, { 'content-type': 'application/json', 'retry-after': '3600' })
        .end('{"error":"rate_limited","message":"slow down","statusCode":429}')
    else if (script.get === 'cut short')
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"error":"","message":"","statusCode":200,"data":{"session_')
    else
      json({
        error: '',
        message: '',
        statusCode: 200,
        data: code === 'image-to-3d-sessions' ? { results: [] } : answerAbout(code),
      })(request, response, raw)
  })
}

const { visit, allow } = browserSuite({
  async server() {
    upstream = await openCloud()
    return ownServer({ PLINTH_UPSTREAM: upstream.origin })
  },
})

afterAll(() => upstream.close())

beforeEach(() => {
  script = { ...FRESH }
  upstream.arrived.length = 0
})

const open = (code: string): Promise<Page> => visit(`/?session=${code}`)
const card = (page: Page, words: string | RegExp) => page.getByText(words).first()
const meshes = (page: Page) => page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')
const ready = (page: Page) => page.getByRole('button', { name: 'Download GLB' })

describe('a job on somebody else’s server', () => {
  it('is one request, however often and in however many tabs Generate is pressed', async () => {
    const page = await open('SESSION_ONCE')
    await type(page, 'Width', '0.111')
    await expect.poll(() => page.url()).toContain('0.111')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await spin(other, 1).waitFor()
    await expect.poll(() => valueOf(other, 'Width')).toBe(0.111)
    await Promise.all([
      generate(page).dblclick(),
      other.keyboard.press('Control+Enter').then(() => other.keyboard.press('Control+Enter')),
    ])
    for (const tab of [page, other]) await tab.getByRole('progressbar').waitFor()
    script = { ...script, status: 'training_preview', updatedAt: 2 }
    await card(other, 'Generating the mesh').waitFor()
    await page.keyboard.press('Control+Enter')
    const questions = [page, other].map((tab) => questionsOf(tab, 'SESSION_ONCE'))
    const counts = () => questions.map((count) => count())
    // One of the tabs asks for both, and when it is gone, the other one does.
    await expect.poll(() => Math.max(...counts())).toBe(3)
    expect(Math.min(...counts())).toBe(0)
    const asking = counts().indexOf(3)
    const [leaving, staying] = asking === 0 ? [page, other] : [other, page]
    script = { ...script, percentage: 41 }
    for (const tab of [page, other]) await expect.poll(() => tab.title()).toBe('41 % · SESSION_ONCE · Plinth')
    expect(await icon(staying)).toMatch(/^data:image\/png/)
    await leaving.close()
    await expect.poll(() => counts()[1 - asking]).toBeGreaterThan(1)
    script = { ...script, status: 'preview_done', updatedAt: 3, mesh: 'one.glb' }
    await ready(staying).waitFor()
    expect([await staying.title(), await icon(staying)]).toEqual(['SESSION_ONCE · Plinth', '/icon.svg'])
    expect(posts().map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({ selected_spin_index: 0, scaled_bbox: [0.111, expect.any(Number), expect.any(Number)] }),
    ])
  })

  it('waits for its own mesh while the answers still name the old one, with a new signature and a new time', async () => {
    script = { ...FRESH, status: 'preview_done', mesh: 'one.glb' }
    const page = await open('SESSION_AGAIN')
    await ready(page).waitFor()
    await generate(page).click()
    await page.getByRole('progressbar').waitFor()
    script = { ...script, updatedAt: 2 }
    // When the page asks a second time, it has taken in the first answer.
    const before = looksAt('SESSION_AGAIN')
    await expect.poll(() => looksAt('SESSION_AGAIN')).toBeGreaterThan(before + 1)
    expect(await meshes(page).count(), 'the mesh of before').toBe(1)
    script = { ...script, status: 'training_preview', updatedAt: 3 }
    await card(page, 'Generating the mesh').waitFor()
    script = { ...script, status: 'preview_done', updatedAt: 4 }
    await expect.poll(() => meshes(page).count()).toBe(2)
    expect(posts()).toHaveLength(1)
  })

  it('whose request broke off is called sent but not confirmed, is never sent again by itself, and ends with the mesh if the request had arrived', async () => {
    const page = await open('SESSION_BROKEN')
    script.post = 'broken'
    allow(page, /answer 504: POST/)
    await generate(page).click()
    await card(page, /^Sent, not confirmed\./).waitFor()
    await page.reload()
    await card(page, /^Sent, not confirmed\./).waitFor()
    expect(posts()).toHaveLength(1)
    script = { ...script, status: 'preview_done', updatedAt: 2, mesh: 'one.glb' }
    await ready(page).waitFor()
    expect(posts()).toHaveLength(1)
  })

  it('waits in the queue behind another one until that mesh is here, and for none of another session', async () => {
    const page = await open('SESSION_FIRST')
    // What is not answered ends with the page at the latest.
    allow(page, /answer 504: POST/)
    script.post = 'unanswered'
    await generate(page).click()
    await expect.poll(() => posts().length).toBe(1)
    script.post = 'accepted'
    await page.getByRole('button', { name: 'Open session' }).click()
    await page.getByRole('textbox', { name: 'Session code' }).fill('SESSION_OTHER')
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await expect.poll(() => page.url()).toContain('SESSION_OTHER')
    await spin(page, 1).waitFor()
    await type(page, 'Height', '0.31')
    await generate(page).click()
    await expect.poll(() => posts().length).toBe(2)
    await card(page, 'Waiting to start').waitFor()
    await type(page, 'Height', '0.32')
    await generate(page).click()
    await page.getByRole('region', { name: '1 request waits' }).waitFor()
    expect(posts(), 'the second one of this session has not left').toHaveLength(2)
    script = { ...script, status: 'preview_done', updatedAt: 2, mesh: 'one.glb' }
    await expect.poll(() => posts().length).toBe(3)
    const heights = posts().map(({ body }) => (JSON.parse(body) as { scaled_bbox: number[] }).scaled_bbox[1])
    expect(heights.slice(1)).toEqual([0.31, 0.32])
    await page.getByRole('region', { name: '1 request waits' }).waitFor({ state: 'detached' })
  })

  it('survives broken answers, with the last known state on screen and the draft untouched', async () => {
    const page = await open('SESSION_FAULTS')
    await type(page, 'Height', '0.42')
    await generate(page).click()
    script = { ...script, status: 'training_preview', updatedAt: 2 }
    await card(page, 'Generating the mesh').waitFor()
    allow(page, /answer 502: GET/)
    for (const get of ['cut short', 'as a page'] as const) {
      script.get = get
      await card(page, 'No answer from Plinth’s server just now.').waitFor()
      expect(await card(page, 'Generating the mesh').isVisible()).toBe(true)
      expect(await page.getByRole('spinbutton', { name: 'Height', exact: true }).inputValue()).toBe('0.42')
      script.get = 'well'
      await card(page, 'No answer from Plinth’s server just now.').waitFor({ state: 'detached' })
    }
    for (const [get, why] of [
      ['mistyped', 'The newest answer cannot be used. The answer could not be read'],
      ['foreign', 'The newest answer cannot be used. The answer is about another session: SESSION_ELSE'],
      ['later', 'The API is getting too many requests right now.'],
    ] as const) {
      script.get = get
      if (get === 'later') allow(page, /answer 429: GET/)
      await card(page, why).waitFor()
      expect(await spin(page, 1).isVisible()).toBe(true)
      await page.getByText('Generating the mesh').first().waitFor()
      script.get = 'well'
      // An hour was named, and the artist does not wait for it.
      if (get === 'later') {
        await page.getByText(/It told Plinth to wait 1 h\. Plinth asks again at \d/).waitFor()
        await page.getByRole('button', { name: 'Ask now' }).click()
      }
      await card(page, why).waitFor({ state: 'detached' })
    }
    script = { ...script, status: 'preview_failed', message: 'Out of clay.', updatedAt: 3 }
    await card(page, 'No mesh came back. Out of clay.').waitFor()
    await card(page, 'SESSION_FAULTS').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => posts().length).toBe(2)
    expect(new Set(posts().map(({ body }) => body)).size, 'the same settings').toBe(1)
  })
})
