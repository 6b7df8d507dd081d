import { describe, expect, it } from 'vitest'
import { MOVING, browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import {
  expectRest,
  downloadGlb,
  drawCalls,
  expectDrawnBeyond,
  expectFit,
  generate,
  spin,
  stageIsReady,
  type,
} from '../fixtures/open-page.ts'

const { visit, at } = browserSuite({ server: ownServer })

/** Longer than anything that a page might put off. */
const IDLE_MS = 60_000

describe('a page left alone', () => {
  it('draws nothing for a minute, with a draft and with a mesh in the stage, and draws again when touched', async () => {
    const page = await visit('about:blank', { ...MOVING, ready: false })
    // The page's timers and frames go by a clock that the test turns, so nobody waits for a minute.
    await page.clock.install()
    await page.goto(at('/'))
    await stageIsReady(page)
    const drawnWhileIdle = async () => {
      await expectRest(page)
      const before = await drawCalls(page)
      await page.clock.runFor(IDLE_MS)
      return (await drawCalls(page)) - before
    }
    expect(await drawnWhileIdle()).toBe(0)
    const before = await drawCalls(page)
    await type(page, 'Width', '0.8')
    await expectDrawnBeyond(page, before)
    await spin(page, 1).click()
    await generate(page).click()
    await downloadGlb(page)
    expect(await drawnWhileIdle()).toBe(0)
  })
})

describe('ten meshes in a row', () => {
  it('leave the console clean, and each file is the requested one', async () => {
    const page = await visit('/?lock=0')
    const jobs: string[] = []
    page.on('request', (request) => request.method() === 'POST' && jobs.push(request.url()))
    for (let round = 1; round <= 10; round++) {
      const size = [0.1 * round, 0.2, 0.05 * round]
      await spin(page, 1 + (round % 4)).click()
      for (const [axis, name] of ['Width', 'Height', 'Depth'].entries())
        await type(page, name, size[axis]?.toFixed(2) ?? '')
      for (const axis of ['X', 'Y', 'Z']) await type(page, `Pivot ${axis}`, '-0.5')
      const posted = page.waitForResponse((response) => response.request().method() === 'POST')
      await generate(page).click()
      await posted
      expectFit((await downloadGlb(page)).glb, size, [-0.5, -0.5, -0.5])
    }
    expect(jobs).toHaveLength(10)
  })
})

describe('a reload in the middle of a job', () => {
  it('picks the job up where it is, sends no second one, and ends with the mesh', async () => {
    const page = await visit('/?lock=0')
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
    await spin(page, 1).click()
    for (const [name, text] of [
      ['Width', '0.5'],
      ['Height', '0.6'],
      ['Depth', '0.7'],
      ['Pivot X', '0.1'],
      ['Pivot Y', '0.2'],
      ['Pivot Z', '0.3'],
    ] as const)
      await type(page, name, text)
    const posted = page.waitForResponse((response) => response.request().method() === 'POST')
    await generate(page).click()
    await posted
    await page.reload()
    await stageIsReady(page)
    expectFit((await downloadGlb(page)).glb, [0.5, 0.6, 0.7], [0.1, 0.2, 0.3])
    expect(posts).toHaveLength(1)
  })
})
