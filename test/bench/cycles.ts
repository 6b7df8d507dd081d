import { rm } from 'node:fs/promises'
import type { CDPSession, Page } from 'playwright-core'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { CODE, openMakingUpstream } from '../fixtures/making-upstream.ts'
import { newVisitor, openPage, spin } from '../fixtures/open-page.ts'
import { verdict } from './figures.ts'

const CYCLES = 200
/** By then all that is loaded once is loaded. */
const WARM = 20
const BOUND_RATIO = 1.1
/** So many meshes are kept meanwhile. */
const SHELF = 6
/** The page lets go of a scene that is out of sight after 20 s. */
const SETTLED_MS = 25_000

/** three.js announces every renderer to its developer tools. */
const CATCH_RENDERER = `
  globalThis.__THREE_DEVTOOLS__ = new EventTarget();
  globalThis.__THREE_DEVTOOLS__.addEventListener('observe', ({ detail }) => {
    if (detail.isWebGLRenderer) globalThis.seenRenderer = detail;
  });`

interface Weighed {
  readonly heapBytes: number
  readonly geometries: number
  readonly textures: number
  readonly programs: number
}

const rows = (page: Page) => page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')

/** Deletes the oldest meshes until so many are left. */
async function deleteDownTo(page: Page, count: number): Promise<void> {
  for (let left = await rows(page).count(); left > count; left--) {
    await rows(page).last().getByRole('button', { name: 'Delete' }).click()
    await rows(page)
      .nth(left - 1)
      .waitFor({ state: 'detached' })
  }
}

/** With one mesh in sight, once all others are let go of. */
async function weigh(page: Page, devtools: CDPSession): Promise<Weighed> {
  await deleteDownTo(page, 1)
  await page.waitForTimeout(SETTLED_MS)
  // What the first collection finalises, the second one frees.
  for (let times = 0; times < 2; times++) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const held = await page.evaluate<Omit<Weighed, 'heapBytes'>>(
    `(({ memory, programs }) => ({ geometries: memory.geometries, textures: memory.textures, programs: programs.length }))(seenRenderer.info)`,
  )
  return { heapBytes: usedSize, ...held }
}

/** One mesh more: another spin and size, generated, opened and in the list; now and then two are compared. */
async function cycle(page: Page, number: number): Promise<void> {
  const index = number % 4
  await spin(page, index + 1).click()
  const height = page.getByRole('spinbutton', { name: 'Height', exact: true })
  await height.fill(String(0.2 + (number % 7) / 10))
  await height.press('Enter')
  const before = await rows(page).count()
  await page.keyboard.press('ControlOrMeta+Enter')
  await rows(page).nth(before).waitFor()
  await page
    .getByRole('region', { name: 'Result' })
    .getByRole('heading', { name: new RegExp(`^Spin ${index + 1} .* m$`) })
    .waitFor()
  await page.getByRole('progressbar').waitFor({ state: 'detached' })
  if (number % 5 === 0 && before > 0) {
    await rows(page).last().getByRole('checkbox').click()
    await page.getByRole('button', { name: 'Use this one' }).first().click()
  }
  await deleteDownTo(page, SHELF)
}

/** Two hundred times a mesh is asked for, opened and kept, and an old one deleted: what the page still holds of them. */
export async function benchCycles(print: (line: string) => void): Promise<void> {
  const builtDir = await buildApp()
  const upstream = await openMakingUpstream()
  const app = await startApp(builtDir, { PLINTH_UPSTREAM: upstream.origin })
  const browser = await launch()
  try {
    // A low stage, to be drawn quickly in software.
    const visitor = await newVisitor(browser, { reducedMotion: 'reduce', viewport: { width: 1120, height: 400 } })
    const page = await openPage(visitor, `${app.url}/?session=${CODE}`, { before: CATCH_RENDERER })
    const devtools = await page.context().newCDPSession(page)
    const weights = new Map<number, Weighed>()
    for (let number = 1; number <= CYCLES; number++) {
      await cycle(page, number)
      if (![1, WARM, CYCLES / 2, CYCLES].includes(number)) continue
      const weight = await weigh(page, devtools)
      weights.set(number, weight)
      const { heapBytes, geometries, textures, programs } = weight
      print(
        `cycles  after ${String(number).padStart(3)}  heap ${(heapBytes / 1e6).toFixed(2)} MB, on the GPU ${geometries} geometries, ${textures} textures, ${programs} programs`,
      )
    }
    const [warm, last] = [weights.get(WARM), weights.get(CYCLES)]
    if (!warm || !last) throw new Error('Nothing was weighed.')
    const ratio = last.heapBytes / warm.heapBytes
    const isFreed = (['geometries', 'textures', 'programs'] as const).every((kind) => last[kind] <= warm[kind])
    print(
      `cycles  heap after ${CYCLES} against ${WARM}  ${ratio.toFixed(3)} (bound ≤ ${BOUND_RATIO}: ${verdict(ratio <= BOUND_RATIO)})`,
    )
    print(`cycles  on the GPU no more than after ${WARM}: ${verdict(isFreed)}`)
  } finally {
    await browser.close()
    await app.close()
    await upstream.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
