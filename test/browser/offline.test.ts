import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { tmpdir } from 'node:os'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { packFolder } from '../../src/server/pack.ts'
import { spunSamplesIn, startApp, type AppServer } from '../fixtures/app-server.ts'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { expectSeen, generate, spin, stageIsReady, type, valueOf } from '../fixtures/open-page.ts'

const { visit, allow } = browserSuite()

let data = ''
let newerDir = ''
let app: AppServer

/** The server at the same address as before, as after a restart. */
async function start(builtDir: string, port = '0'): Promise<void> {
  app = await startApp(builtDir, { PLINTH_DATA: data, PORT: port })
}

/** The same build with another document, as the next version would have. */
async function newerBuild(): Promise<string> {
  const folder = await mkdtemp(resolve('node_modules/.plinth-newer-'))
  await cp(inject('builtDir'), folder, {
    recursive: true,
    filter: (from) => from !== spunSamplesIn(inject('builtDir')),
  })
  const [page, worker] = [join(folder, 'client/index.html'), join(folder, 'client/service-worker.js')]
  await writeFile(page, (await readFile(page, 'utf8')).replace('<html ', '<html data-newer '))
  const listed = /(?<=\/index\.html.{1,4}revision\W{2,4})\w{16}/
  const script = await readFile(worker, 'utf8')
  expect(script).toMatch(listed)
  await writeFile(worker, script.replace(listed, 'a'.repeat(16)))
  await packFolder(join(folder, 'client'))
  return folder
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'plinth-data-'))
  await cp(spunSamplesIn(inject('builtDir')), data, { recursive: true })
  newerDir = await newerBuild()
  await start(inject('builtDir'))
})

afterAll(async () => {
  await app?.close()
  for (const folder of [data, newerDir]) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** How many sessions the browser has kept with their spins. */
const keptCount = (page: Page): Promise<number> =>
  page.evaluate(`new Promise((done) => {
    const opening = indexedDB.open('plinth');
    opening.onsuccess = () => {
      const { result: db } = opening;
      if (!db.objectStoreNames.contains('seen')) return done(0);
      const counting = db.transaction('seen').objectStore('seen').count();
      counting.onsuccess = () => { db.close(); done(counting.result); };
    };
  })`)

const isCarried = (page: Page): Promise<boolean> => page.evaluate('navigator.serviceWorker.controller !== null')

const isNewer = (page: Page): Promise<boolean> => page.evaluate("document.documentElement.hasAttribute('data-newer')")

describe('a second visit', () => {
  it('works without a server: page, samples and kept results, and nothing is lost until it is back, perhaps with a newer page', async () => {
    const page = await visit(app.url, { serviceWorkers: 'allow' })
    const { port } = new URL(app.url)
    allow(page, /request failed|ERR_CONNECTION_REFUSED|answer 50\d/)
    await generate(page).click()
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    await expect.poll(() => isCarried(page)).toBe(true)
    await expect.poll(() => keptCount(page)).toBe(4)

    await app.close()
    await page.reload()
    await stageIsReady(page)
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    await page.getByRole('button', { name: 'Brass key' }).click()
    await expect.poll(() => page.url()).toContain('SAMPLE_key')
    await spin(page, 4).waitFor()
    await expectSeen(page.getByRole('status').filter({ hasText: 'Connection lost.' }))
    await type(page, 'Width', '0.05')
    await generate(page).click()
    await expectSeen(page.getByText('Nothing was sent yet.'))
    await page.reload()
    await stageIsReady(page)
    expect(await valueOf(page, 'Width')).toBe(0.05)

    await start(newerDir, port)
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    expect(await valueOf(page, 'Width')).toBe(0.05)
    expect(await isNewer(page)).toBe(false)
    await type(page, 'Height', '0.3')
    await page.reload()
    const notice = page.getByRole('status').filter({ hasText: 'A new version is ready.' })
    await notice.waitFor()
    expect(await isNewer(page)).toBe(false)
    await notice.getByRole('button', { name: 'Reload' }).click()
    await expect.poll(() => isNewer(page).catch(() => false)).toBe(true)
    await stageIsReady(page)
    expect(await valueOf(page, 'Height')).toBe(0.3)
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
  })

  it('is asked for its token by the server, and no question to the API is answered from what is kept', async () => {
    const page = await visit(app.url, { serviceWorkers: 'allow' })
    await expect.poll(() => isCarried(page)).toBe(true)
    const by = async (path: string) => {
      const [answer] = await Promise.all([
        page.waitForResponse((response) => new URL(response.url()).pathname + new URL(response.url()).search === path),
        page.evaluate(`fetch(${JSON.stringify(path)}).then((answer) => answer.text())`),
      ])
      return answer.fromServiceWorker()
    }
    expect(await by('/?session=SAMPLE_key')).toBe(true)
    expect(await by('/?token=1234567890123456')).toBe(false)
    expect(await by('/api/plinth')).toBe(false)
    expect(await by('/api/image-to-3d-sessions/SAMPLE_key/assets/spins/0')).toBe(false)
    const kept = await page.evaluate<string[]>(
      `caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys())))).then((lists) => lists.flat().map(({ url }) => new URL(url).pathname))`,
    )
    expect(kept).toEqual(expect.arrayContaining(['/index.html', '/samples/duck.webp']))
    expect(kept.filter((path) => path.startsWith('/api'))).toEqual([])
  })
})
