import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { silence, well } from '../fixtures/cloud.ts'
import { cloudSuite, comes, meshes } from '../fixtures/cloud-suite.ts'
import { generate, spin, type, valueOf } from '../fixtures/open-page.ts'

const { open, heard, cloud, allow } = cloudSuite()

const ready = (page: Page) => page.getByRole('button', { name: 'Download GLB' })

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

describe('a job on somebody else’s server', () => {
  it('is one request, however often and in however many tabs Generate is pressed', async () => {
    const { page, code } = await open()
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
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().session(code).status = 'training_preview'
    await comes(other, 'Building mesh…')
    await page.keyboard.press('Control+Enter')
    const questions = [page, other].map((tab) => questionsOf(tab, code))
    const counts = () => questions.map((count) => count())
    // One of the tabs asks for both, and when it is gone, the other one does.
    await expect.poll(() => Math.max(...counts())).toBe(3)
    expect(Math.min(...counts())).toBe(0)
    const asking = counts().indexOf(3)
    const [leaving, staying] = asking === 0 ? [page, other] : [other, page]
    cloud().session(code).percentage = 41
    for (const tab of [page, other]) await expect.poll(() => tab.title()).toBe(`41 % · ${code} · Plinth`)
    expect(await icon(staying)).toMatch(/^data:image\/png/)
    await leaving.close()
    await expect.poll(() => counts()[1 - asking]).toBeGreaterThan(1)
    cloud().finish(code)
    await comes(staying, ready(staying))
    expect([await staying.title(), await icon(staying)]).toEqual([`${code} · Plinth`, '/icon.svg'])
    expect(
      cloud()
        .posts(code)
        .map(({ body }) => JSON.parse(body) as unknown),
    ).toEqual([
      expect.objectContaining({ selected_spin_index: 0, scaled_bbox: [0.111, expect.any(Number), expect.any(Number)] }),
    ])
  })

  it('waits for its own mesh while the answers still name the old one, with a new signature and a new time', async () => {
    const { page, code } = await open()
    cloud().finish(code)
    await page.reload()
    await comes(page, ready(page))
    // It is accepted, and its session shows nothing of it yet.
    cloud().postFaults.push({ taken: false, fault: well })
    await generate(page).click()
    await page.getByRole('progressbar').waitFor()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    const own = cloud().session(code)
    own.updatedAt++
    const before = cloud().looksAt(code)
    await expect.poll(() => cloud().looksAt(code)).toBeGreaterThan(before + 1)
    await expect.poll(() => meshes(page).count(), { message: 'the mesh of before' }).toBe(1)
    own.status = 'training_preview'
    await comes(page, 'Building mesh…')
    Object.assign(own, { status: 'preview_done', updatedAt: own.updatedAt + 1 })
    await comes(page, meshes(page).nth(1))
    expect(cloud().posts(code)).toHaveLength(1)
  })

  it('waits in the queue behind another one until that mesh is here, and for none of another session', async () => {
    const { page, code } = await open()
    // What is not answered ends with the server's patience at the latest.
    allow(page, /answer 504: POST/)
    cloud().postFaults.push({ taken: false, fault: silence })
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    await page.getByRole('button', { name: 'Open session' }).click()
    await page.getByRole('textbox', { name: 'Session code' }).fill('SESSION_OTHER')
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await expect.poll(() => page.url()).toContain('SESSION_OTHER')
    await spin(page, 1).waitFor()
    const others = () => cloud().posts('SESSION_OTHER')
    await type(page, 'Height', '0.31')
    await generate(page).click()
    await expect.poll(() => others().length).toBe(1)
    await page.getByRole('progressbar').waitFor()
    await type(page, 'Height', '0.32')
    await generate(page).click()
    await page.getByRole('region', { name: '1 request waits' }).waitFor()
    await heard(page, 'SESSION_OTHER')
    expect(others(), 'the second one of this session has not left').toHaveLength(1)
    cloud().finish('SESSION_OTHER')
    await heard(page, 'SESSION_OTHER')
    await expect.poll(() => others().length).toBe(2)
    expect(others().map(({ body }) => (JSON.parse(body) as { scaled_bbox: number[] }).scaled_bbox[1])).toEqual([
      0.31, 0.32,
    ])
    await page.getByRole('region', { name: '1 request waits' }).waitFor({ state: 'detached' })
  })
})
