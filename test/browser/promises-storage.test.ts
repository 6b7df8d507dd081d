import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { WITHOUT_STAGE } from '../fixtures/browser-suite.ts'
import { cloudSuite, comes, expectMesh, meshes } from '../fixtures/cloud-suite.ts'
import { withJson } from '../fixtures/glb-json.ts'
import { keptOf } from '../fixtures/kept-of.ts'
import { generate, spin, type } from '../fixtures/open-page.ts'
import { plainGlb } from '../fixtures/packed-glb.ts'

const { at, visit, open, cloud } = cloudSuite()

const KEEPS_NOTHING = 'This browser does not let Plinth save anything.'

describe('storage that', () => {
  it.each([
    [
      'is denied',
      `Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('Denied', 'SecurityError') } });
       Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('Denied', 'SecurityError') } });`,
    ],
    // Another version of the page has the database open and does not let go of it.
    ['never answers', `indexedDB.open('plinth', 1);`],
    [
      'fails at every write',
      `IDBObjectStore.prototype.put = function () { throw new DOMException('Broken', 'UnknownError') };`,
    ],
  ])('%s is said, and costs nothing but the memory of it', async (_what, before) => {
    const { page, code } = await open({ before: `${WITHOUT_STAGE.before}; ${before}` })
    await type(page, 'Width', '0.4')
    await generate(page).dblclick()
    await comes(page, KEEPS_NOTHING)
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().session(code).status = 'training_preview'
    await comes(page, 'Building mesh…')
    cloud().finish(code)
    await expectMesh(page)
    await expect.poll(() => meshes(page).count()).toBe(1)
    expect(cloud().posts(code)).toHaveLength(1)
  })

  it('is full says what is not kept, and the mesh is on screen and can be saved', async () => {
    const page = await visit('about:blank', { ...WITHOUT_STAGE, clock: true })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(at('/')).origin, quotaSize: 1_000_000 })
    const code = 'SESSION_OF_A_FULL_DISK'
    // What compresses well would find room.
    const ballast = randomBytes(4_000_000).toString('base64')
    cloud().mesh = withJson(await plainGlb(), (json) => Object.assign(json.asset, { extras: ballast }))
    await page.goto(at(`/?session=${code}`))
    await spin(page, 1).waitFor()
    await generate(page).click()
    await comes(page, 'Building mesh…')
    cloud().finish(code)
    await comes(page, /is not kept in this browser/)
    await expectMesh(page)
    expect(cloud().posts(code)).toHaveLength(1)
  })

  it('holds rows that cannot be read sets them aside, and shows the rest', async () => {
    const { page, code } = await open()
    await generate(page).click()
    await comes(page, 'Building mesh…')
    const other = keptOf(code, 3)
    await page.evaluate(
      async ([sessionCode, kept]) => {
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open('plinth')
          opening.addEventListener('success', () => resolve(opening.result))
          opening.addEventListener('error', () => reject(new Error('The database does not open.')))
        })
        const transaction = db.transaction([...db.objectStoreNames], 'readwrite')
        for (const [store, row] of [
          ['jobs', { id: 'a', sessionCode, state: { is: 'flying' } }],
          ['jobs', { id: 'b', sessionCode }],
          ['results', { id: 'c', sessionCode, bytes: 'many' }],
          ['results', { id: 'd' }],
          ['results', kept],
          ['meshes', { id: (kept as { id: string }).id, bytes: 'none' }],
          ['thumbnails', { id: (kept as { id: string }).id, bytes: 7 }],
          ['sessions', { code: sessionCode, name: { first: 1 } }],
        ] as const)
          transaction.objectStore(store).put(row)
        await new Promise((resolve) => transaction.addEventListener('complete', resolve))
        db.close()
        for (const key of Object.keys(localStorage)) localStorage.setItem(key, '{"half')
        localStorage.setItem('plinth.job-times', '[7')
      },
      [code, other] as const,
    )
    await page.reload()
    await comes(page, 'Building mesh…')
    cloud().finish(code)
    await expectMesh(page)
    expect([cloud().posts(code).length, await meshes(page).count()]).toEqual([1, 2])
    await expect.poll(() => spin(page, 1).isVisible()).toBe(true)
    expect(await page.getByText(KEEPS_NOTHING).count()).toBe(0)
  })
})
