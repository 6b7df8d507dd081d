import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { drawCalls, newVisitor, openPage, type, unfoldMeasurements, unfoldOthers } from '../fixtures/open-page.ts'
import { largeGlb } from './large-glb.ts'
import { median, verdict } from './figures.ts'

const OPENINGS = 24
const REFITS = 9
const BOUND_RATIO = 1.15
const BOUND_BAKE_MS = 300
/** What the browser calls long: a task that keeps a hand waiting. */
const BOUND_TASK_MS = 50

/** When a save button is pressed, when its bytes are handed to the browser, and the longest task of the page's own thread until then. */
const WATCH_SAVES = `
  globalThis.saves = [];
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries())).observe({ type: 'longtask' });
  addEventListener('click', () => (globalThis.clickedAt = performance.now()), true);
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    if (blob.type === 'model/gltf-binary') globalThis.saves.push({ from: globalThis.clickedAt, to: performance.now(), bytes: blob.size });
    return make.call(URL, blob);
  };`

interface Save {
  readonly from: number
  readonly to: number
  readonly bytes: number
  /** The longest task of the page's own thread in between that was long at all, ms. */
  readonly longestTask: number
}

async function save(page: Page, button: string): Promise<Save> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  await download.delete()
  // The observer tells of a task only after it has ended.
  await page.waitForTimeout(300)
  return page.evaluate<Save>(`(() => {
    const save = globalThis.saves.at(-1);
    const within = globalThis.longTasks.filter(({ startTime, duration }) => startTime < save.to && startTime + duration > save.from);
    return { ...save, longestTask: Math.max(0, ...within.map(({ duration }) => duration)) };
  })()`)
}

/** The stage is drawn in software here, and what it still has to draw holds the page's thread up. */
async function expectRest(page: Page): Promise<void> {
  for (let before = -1, now = await drawCalls(page); now !== before;) {
    await page.waitForTimeout(1500)
    ;[before, now] = [now, await drawCalls(page)]
  }
}

/** Opening, refitting and shrinking a large textured file on the built page, in a browser, each figure beside its bound. */
export async function benchDelivered(print: (line: string) => void): Promise<void> {
  const held = (line: string, value: number, bound: number, unit: string) => {
    print(`${line}  ${value.toFixed(unit === '' ? 2 : 0)}${unit} (bound ≤ ${bound}${unit}: ${verdict(value <= bound)})`)
  }
  const builtDir = await buildApp({ bench: resolve('test/bench/in-page.ts') })
  const app = await startApp(builtDir)
  const browser = await launch()
  try {
    const glb = await largeGlb()
    const buffer = Buffer.from(glb)
    const script = (await readdir(join(builtDir, 'client/assets'))).find((name) => /^bench-.*\.js$/.test(name))
    const page = await openPage(await newVisitor(browser), app.url, { before: WATCH_SAVES })
    const size = `${(glb.length / 1e6).toFixed(1)} MB`

    await page.evaluate(
      `import('/assets/${script}').then(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'bench' })))`,
    )
    await page.locator('#bench').setInputFiles({ name: 'large.glb', mimeType: 'model/gltf-binary', buffer })
    const { bare, whole } = await page.evaluate<{ bare: number[]; whole: number[] }>(
      `globalThis.benchOpening(document.querySelector('#bench').files[0], ${OPENINGS})`,
    )
    await page.evaluate(`document.querySelector('#bench').remove()`)
    print(`delivered  ${size}  opened by GLTFLoader alone        ${median(bare).toFixed(0)} ms`)
    print(`delivered  ${size}  opened, checked and measured      ${median(whole).toFixed(0)} ms`)
    held(`delivered  ${size}  the one against the other        `, median(whole) / median(bare), BOUND_RATIO, '')

    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'large.glb', mimeType: 'model/gltf-binary', buffer })
    await page.getByRole('heading', { name: 'large.glb' }).waitFor()
    await unfoldMeasurements(page)
    await page
      .getByRole('list', { name: 'What the mesh is made of' })
      .getByText('open edges')
      .waitFor({ timeout: 60_000 })
    const refits: Save[] = []
    for (let round = 0; round < REFITS; round++) {
      await type(page, 'Height', String(1 + round / 10))
      await expectRest(page)
      refits.push(await save(page, 'Download GLB'))
    }
    const took = refits.map(({ from, to }) => to - from)
    print(`delivered  ${size}  first refit, click to bytes       ${(took[0] ?? 0).toFixed(0)} ms`)
    held(`delivered  ${size}  refit, click to bytes            `, median(took), BOUND_BAKE_MS, ' ms')
    const tasks = refits.map(({ longestTask }) => longestTask)
    print(
      `delivered  ${size}  long tasks of the page by then    ${tasks.map((each) => each.toFixed(0)).join(', ')} ms, a refit each (0: none above 50)`,
    )
    held(`delivered  ${size}  the longest of them              `, Math.max(...tasks), BOUND_TASK_MS, ' ms')

    await unfoldOthers(page)
    const small = await save(page, 'GLB, meshopt')
    print(
      `delivered  ${size}  meshopt: ${(small.bytes / 1e6).toFixed(1)} MB, ${((small.bytes / glb.length) * 100).toFixed(0)} % of it, in ${(small.to - small.from).toFixed(0)} ms`,
    )
    held(`delivered  ${size}  longest task of the page by then `, small.longestTask, BOUND_TASK_MS, ' ms')
  } finally {
    await browser.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
