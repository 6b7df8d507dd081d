import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { handle, middleOf, openPage, slider } from '../fixtures/open-page.ts'

const MOVES = 60
const ROUNDS = 5
const IDLE_MS = 5000

/** Seconds of processor time that the page's script has taken so far, its frames included, as the browser counts them. */
async function scriptClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN
  }
}

const COUNT_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });`

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

interface Gesture {
  readonly name: string
  readonly grip: (page: Page) => Promise<{ x: number; y: number }>
}

const GESTURES: readonly Gesture[] = [
  { name: 'pivot, along X', grip: (page) => middleOf(handle(page, 'pivot-x')) },
  { name: 'pivot, free', grip: (page) => middleOf(handle(page, 'pivot-free')) },
  { name: 'face of the box', grip: (page) => middleOf(handle(page, 'size-x')) },
  { name: 'width slider', grip: (page) => middleOf(slider(page, 'Width')) },
]

/**
 * Script per pointer move while dragging, on the built page in a browser without a graphics card and without throttling; the moves of the
 * pointer over the bare page in the same run stand for what listening costs at all.
 */
export async function benchPage(print: (line: string) => void): Promise<void> {
  const builtDir = await buildApp()
  const app = await startApp(builtDir)
  const browser = await launch()
  try {
    const { page } = await openPage(browser, `${app.url}/?session=SAMPLE_duck&pivot=-0.4,0.4,-0.4`, {}, COUNT_LONG_TASKS)
    await page.getByRole('button', { name: 'Hold' }).click()
    const scriptSeconds = await scriptClock(page)
    const sweep = async (from: { x: number; y: number }): Promise<number> => {
      const before = await scriptSeconds()
      for (let i = 0; i < MOVES; i++) await page.mouse.move(from.x + 30 * Math.sin(i / 9), from.y + 20 * Math.sin(i / 7))
      return ((await scriptSeconds()) - before) * (1000 / MOVES)
    }
    const bare: number[] = []
    for (let round = 0; round < ROUNDS; round++) bare.push(await sweep({ x: 900, y: 40 }))
    print(`page  pointer over the header, nothing held     ${median(bare).toFixed(2)} ms of script a move`)
    for (const { name, grip } of GESTURES) {
      const held: number[] = []
      await page.evaluate('void (globalThis.longTasks.length = 0)')
      for (let round = 0; round < ROUNDS; round++) {
        const from = await grip(page)
        await page.mouse.move(from.x, from.y)
        await page.mouse.down()
        held.push(await sweep(from))
        await page.keyboard.press('Escape')
        await page.mouse.up()
      }
      const long = await page.evaluate<number[]>('globalThis.longTasks')
      print(`page  dragging ${name.padEnd(32)} ${median(held).toFixed(2)} ms of script a move (asked < 4), long tasks ${long.length}${long.length ? ` (longest ${Math.max(...long).toFixed(0)} ms)` : ''}`)
    }
    const calls = () => page.evaluate<number>('globalThis.drawCalls')
    await page.waitForTimeout(2000)
    const before = await calls()
    await page.waitForTimeout(IDLE_MS)
    print(`page  idle for ${IDLE_MS / 1000} s                              ${(await calls()) - before} draw calls (asked 0)`)
  } finally {
    await browser.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
