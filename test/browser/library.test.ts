import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { spunSamplesIn } from '../fixtures/app-server.ts'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { saved } from '../fixtures/open-page.ts'
import { keptOf, tinyGlb } from '../fixtures/kept-of.ts'
import { readZip } from '../fixtures/read-zip.ts'
import { SESSIONS, fillWithSessions, shelfCodeOf } from '../fixtures/thirty-sessions.ts'

let dataFolder: string

/** A server whose engine has thirty sessions, as it would have after a restart. */
async function serverWithSessions() {
  dataFolder = await mkdtemp(join(tmpdir(), 'plinth-library-'))
  await fillWithSessions(dataFolder, spunSamplesIn(inject('builtDir')), () => 'public/samples/vase.webp')
  return ownServer({ PLINTH_DATA: dataFolder })
}

// Before the suite's own, so that it runs after the server has ended.
afterAll(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 5 }))
const { visit } = browserSuite({ server: serverWithSessions })

/** Puts kept meshes into the browser's database, as the page does when it has fetched them. */
async function keep(page: Page, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, k) => ({
    kept: keptOf(shelfCodeOf(k % SESSIONS), k),
    bytes: [...tinyGlb(k)],
  }))
  await page.evaluate(async (all) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plinth')
      opening.addEventListener('success', () => resolve(opening.result))
      opening.addEventListener('error', () => reject(new Error('The database does not open.')))
    })
    const transaction = db.transaction(['results', 'meshes'], 'readwrite')
    for (const { kept, bytes } of all) {
      transaction.objectStore('results').put(kept)
      transaction.objectStore('meshes').put({ id: kept.id, bytes: new Uint8Array(bytes) })
    }
    await new Promise((resolve) => transaction.addEventListener('complete', resolve))
    db.close()
  }, rows)
}

describe('the library', () => {
  let page: Page
  const library = () => page.getByRole('dialog', { name: 'Library' })
  const lines = () => library().getByRole('listitem')

  beforeAll(async () => {
    page = await visit()
    await keep(page, 1000)
    await page.getByRole('button', { name: 'Library' }).click()
    await library().getByText('Vase 30', { exact: true }).waitFor()
  })

  it('lists thirty sessions by name, and of a thousand meshes draws those in sight', async () => {
    expect(await lines().count()).toBeLessThan(40)
    await library()
      .getByText(/keeps 1000 meshes.*disk holds/)
      .waitFor()
    const list = library().getByRole('list', { name: 'Sessions' })
    await list.evaluate((element) => element.parentElement?.scrollTo(0, 1e6))
    await library().getByText('Vase 1', { exact: true }).waitFor()
    expect(await lines().count()).toBeLessThan(40)
  })

  it('finds, renames for every browser, and takes a deletion back', async () => {
    await library().getByRole('searchbox').fill('vase 17')
    await library().getByRole('button', { name: 'Rename Vase 17' }).click()
    await page.keyboard.type('Blue jug')
    await page.keyboard.press('Enter')
    await library().getByRole('searchbox').fill('jug')
    await library().getByText('Blue jug', { exact: true }).waitFor()
    await library().getByRole('button', { name: 'Rename Blue jug' }).click()
    await page.keyboard.type('Else')
    await page.keyboard.press('Escape')
    await library().getByText('Blue jug', { exact: true }).waitFor()
    await expect.poll(() => library().isVisible(), { message: 'Escape leaves the name, not the library' }).toBe(true)
    const record = await readFile(join(dataFolder, 'sessions', shelfCodeOf(16), 'session.json'), 'utf8')
    expect(JSON.parse(record)).toMatchObject({ name: 'Blue jug' })
    await library().getByRole('button', { name: 'Delete Blue jug' }).click()
    await library().getByText('Nothing is called “jug”.').waitFor()
    await library().getByRole('button', { name: 'Undo' }).click()
    await library().getByText('Blue jug', { exact: true }).waitFor()
  })

  it('goes out as one file, which says what it brings when it comes in again', async () => {
    const { bytes } = await saved(page, 'Export')
    const names = readZip(bytes).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['index.json', 'meshes/1.glb', 'meshes/33.glb']))
    const file = { name: 'library.zip', mimeType: 'application/zip', buffer: Buffer.from(bytes) }
    await library().getByLabel('Library file').setInputFiles(file)
    await library().getByText('0 meshes imported, 33 kept here already.').waitFor()
  })
})
