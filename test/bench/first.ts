import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { listen } from '../../src/server/listen.ts'
import { packFolder } from '../../src/server/pack.ts'
import { openPage as openBuilt } from '../../src/server/page.ts'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { median, verdict } from './figures.ts'

const ROUNDS = 5
/** A middling laptop on a middling line. */
const [CPU_SLOWDOWN, LATENCY_MS, BYTES_PER_SECOND] = [4, 40, 10_000_000 / 8]
/** A page is at rest when so long no task of it was long. */
const REST_MS = 3000
const LIMIT_MS = 120_000

/**
 * Marks `usable` in the first frame in which React has taken over a Generate button that is not disabled: a press does its work from then on.
 * The minimal page marks it itself.
 */
const WATCH = `
  globalThis.tasks = []; globalThis.shift = 0; globalThis.largestPaint = 0;
  const on = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on('longtask', (task) => globalThis.tasks.push([task.startTime, task.duration]));
  on('layout-shift', (entry) => { if (!entry.hadRecentInput) globalThis.shift += entry.value; });
  on('largest-contentful-paint', ({ startTime }) => { globalThis.largestPaint = startTime; });
  globalThis.isUsable = () => performance.getEntriesByName('usable').length > 0;
  const taken = (button) => Object.keys(button).some((key) => key.startsWith('__reactProps$') && button[key].onClick);
  const look = () => {
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => /^Generate preview/.test(textContent.trim()));
    if (button && !button.disabled && button.getAttribute('aria-disabled') !== 'true' && taken(button)) {
      performance.mark('usable');
      if (globalThis.pressWhenUsable) button.click();
    } else if (!globalThis.isUsable()) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`

/** What one visit costs. Times in ms since the navigation began, bytes as they came over the line. */
interface Visit {
  readonly usableMs: number
  readonly scriptBytesBefore: number
  readonly scriptBytes: number
  /** Total blocking time: what long tasks take beyond 50 ms each, until the page is at rest. */
  readonly blockedMs: number
  readonly largestPaintMs: number
  readonly layoutShift: number
  /** Its document came from the page's worker, without a question to the server. */
  readonly byWorker: boolean
}

const READ = `(() => {
  const usableMs = performance.getEntriesByName('usable')[0].startTime;
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => /\\.m?js$/.test(new URL(name).pathname));
  const bytes = (list) => list.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return {
    usableMs,
    scriptBytesBefore: bytes(scripts.filter(({ responseEnd }) => responseEnd <= usableMs)),
    scriptBytes: bytes(scripts),
    blockedMs: tasks.reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0),
    largestPaintMs: largestPaint,
    layoutShift: shift,
    byWorker: performance.getEntriesByType('navigation')[0].workerStart > 0,
  };
})()`

const AT_REST = `isUsable() && performance.now() - Math.max(performance.getEntriesByName('usable')[0].startTime, ...tasks.map(([start, duration]) => start + duration)) > ${REST_MS}`

async function slowPage(page: Page): Promise<Page> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  })
  return page
}

async function visit(page: Page, url: string): Promise<Visit> {
  await page.goto(url, { waitUntil: 'commit' })
  // Not `waitForFunction`, whose eval the page's policy forbids.
  const until = Date.now() + LIMIT_MS
  while (!(await page.evaluate<boolean>(AT_REST))) {
    if (Date.now() > until) throw new Error(`${url} was not usable and at rest in ${LIMIT_MS / 1000} s.`)
    await page.waitForTimeout(250)
  }
  return page.evaluate<Visit>(READ)
}

interface Visits {
  readonly first: Visit
  readonly second: Visit
}

/** A first visit, and a second one in the same browser, once whatever `keeps` the page has done so. */
async function visitTwice(browser: Browser, url: string, keeps: string): Promise<Visits> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    await context.addInitScript(WATCH)
    const page = await slowPage(await context.newPage())
    const first = await visit(page, url)
    await page.evaluate(keeps)
    await page.close()
    return { first, second: await visit(await slowPage(await context.newPage()), url) }
  } finally {
    await context.close()
  }
}

/** Whether a press in the very frame that counts as usable sends a request. */
async function pressCounts(browser: Browser, url: string): Promise<boolean> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    await context.addInitScript(`globalThis.pressWhenUsable = true; ${WATCH}`)
    const page = await slowPage(await context.newPage())
    const posted = page.waitForRequest((request) => request.url().includes('/get-3d/preview/'), { timeout: LIMIT_MS })
    await page.goto(url, { waitUntil: 'commit' })
    return await posted.then(
      () => true,
      () => false,
    )
  } finally {
    await context.close()
  }
}

async function buildMinimal(): Promise<string> {
  const folder = await mkdtemp(resolve('node_modules/.plinth-minimal-'))
  await build({
    root: resolve('test/bench/minimal'),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  })
  await packFolder(folder)
  return folder
}

/**
 * What the first visit of the built page costs beside that of a page with nothing but drei's gizmo, turn by turn in the same browser, both slowed down
 * in the same way. A missed bound ends the process with a failure.
 */
export async function benchFirst(print: (line: string) => void): Promise<void> {
  const [builtDir, minimalDir] = [await buildApp(), await buildMinimal()]
  const app = await startApp(builtDir)
  const minimal = await listen({ host: '127.0.0.1', port: 0, fetch: await openBuilt(minimalDir) })
  const browser = await launch()
  try {
    const bare: Visit[] = []
    const ours: Visit[] = []
    const again: Visit[] = []
    // The first of each warms the browser up, and the samples of the engine.
    for (let round = 0; round <= ROUNDS; round++) {
      const small = await visitTwice(browser, `http://127.0.0.1:${minimal.port}/`, 'null')
      const own = await visitTwice(browser, app.url, 'navigator.serviceWorker.ready.then(() => null)')
      if (round === 0) continue
      bare.push(small.first)
      ours.push(own.first)
      again.push(own.second)
    }
    const of = (visits: readonly Visit[], figure: Exclude<keyof Visit, 'byWorker'>): number =>
      median(visits.map((each) => each[figure]))
    const ratio = (name: string, value: number, beside: number, unit: string, bound: number): void =>
      print(
        `first  ${name.padEnd(28)} ${value.toFixed(0).padStart(6)} ${unit}, the minimal page ${beside.toFixed(0).padStart(6)} ${unit}: ${(value / beside).toFixed(2)} × (bound ${bound}: ${verdict(value <= bound * beside)})`,
      )
    const bareMs = of(bare, 'usableMs')
    ratio('usable', of(ours, 'usableMs'), bareMs, 'ms', 0.6)
    ratio('usable, second visit', of(again, 'usableMs'), bareMs, 'ms', 0.3)
    print(`first  second visit by the page's worker: ${verdict(again.every(({ byWorker }) => byWorker))}`)
    ratio('main thread blocked', of(ours, 'blockedMs'), of(bare, 'blockedMs'), 'ms', 1)
    ratio('script, all of it', of(ours, 'scriptBytes') / 1000, of(bare, 'scriptBytes') / 1000, 'kB', 1.3)
    const before = of(ours, 'scriptBytesBefore') / 1000
    print(
      `first  script before it is usable   ${before.toFixed(0).padStart(6)} kB (bound 120: ${verdict(before <= 120)})`,
    )
    const shift = of(ours, 'layoutShift')
    print(`first  layout shift                 ${shift.toFixed(3).padStart(6)} (bound 0.02: ${verdict(shift < 0.02)})`)
    print(
      `first  largest paint                ${of(ours, 'largestPaintMs').toFixed(0).padStart(6)} ms, the minimal page ${of(bare, 'largestPaintMs').toFixed(0)} ms`,
    )
    print(`first  a press in that frame sends the request: ${verdict(await pressCounts(browser, app.url))}`)
  } finally {
    await browser.close()
    await minimal.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
    await rm(minimalDir, { recursive: true, force: true })
  }
}
