import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { generate, handle, middleOf, newVisitor, openPage, slider } from '../fixtures/open-page.ts'
import { COUNT_LONG_TASKS, median, verdict } from './figures.ts'

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

const BOUND_SCRIPT_MS = 4
/** What a browser calls a long task (Long Tasks API, W3C), and reports. */
const BOUND_TASK_MS = 50

/** What one gesture costs while it lasts: script per pointer move, and the longest task, 0 when none was long. */
interface Cost {
  readonly scriptMs: number
  readonly longestTaskMs: number
}

async function costOf(
  page: Page,
  grip: Gesture['grip'],
  sweep: (from: { x: number; y: number }) => Promise<number>,
): Promise<Cost> {
  const sweeps: number[] = []
  await page.evaluate('void (globalThis.longTasks.length = 0)')
  for (let round = 0; round < ROUNDS; round++) {
    // Without the focus of the gesture before, which shows the lattice's points and moves the faces' grips.
    await page.evaluate('document.activeElement.blur()')
    const from = await grip(page)
    const takes = await page.evaluate<boolean>(
      `document.elementFromPoint(${from.x}, ${from.y})?.closest('[role=slider]') != null`,
    )
    if (!takes) throw new Error('Something lies over the grip, so nothing would be measured.')
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    sweeps.push(await sweep(from))
    await page.keyboard.press('Escape')
    await page.mouse.up()
  }
  return {
    scriptMs: median(sweeps),
    longestTaskMs: await page.evaluate<number>('Math.max(0, ...globalThis.longTasks)'),
  }
}

/**
 * Script per pointer move while dragging, with a draft and with a delivered mesh in the stage, on the built page in a browser without a graphics
 * card and without throttling; the moves of the pointer over the bare page in the same run stand for what listening costs at all. A missed bound
 * ends the process with a failure.
 */
export async function benchPage(print: (line: string) => void): Promise<void> {
  const builtDir = await buildApp()
  const app = await startApp(builtDir)
  const browser = await launch()
  try {
    const page = await openPage(await newVisitor(browser), `${app.url}/?session=SAMPLE_duck&pivot=-0.4,0.4,-0.4`, {
      before: COUNT_LONG_TASKS,
    })
    await page.getByRole('button', { name: 'Pause' }).click()
    const scriptSeconds = await scriptClock(page)
    const sweep = async (from: { x: number; y: number }): Promise<number> => {
      const before = await scriptSeconds()
      for (let i = 0; i < MOVES; i++)
        await page.mouse.move(from.x + 30 * Math.sin(i / 9), from.y + 20 * Math.sin(i / 7))
      return ((await scriptSeconds()) - before) * (1000 / MOVES)
    }
    const bare: number[] = []
    for (let round = 0; round < ROUNDS; round++) bare.push(await sweep({ x: 900, y: 40 }))
    print(`page  pointer over the header, nothing held          ${median(bare).toFixed(2)} ms of script a move`)
    for (const inStage of ['draft', 'mesh'] as const) {
      if (inStage === 'mesh') {
        await generate(page).click()
        await page.getByRole('button', { name: 'Download GLB' }).waitFor({ timeout: 120_000 })
        await page.waitForTimeout(3000)
      }
      for (const { name, grip } of GESTURES) {
        const { scriptMs, longestTaskMs } = await costOf(page, grip, sweep)
        const task = longestTaskMs === 0 ? `none over ${BOUND_TASK_MS} ms` : `${longestTaskMs.toFixed(0)} ms`
        print(
          `page  ${inStage}, dragging ${name.padEnd(22)}  ${scriptMs.toFixed(2)} ms of script a move (bound < ${BOUND_SCRIPT_MS}: ${verdict(scriptMs < BOUND_SCRIPT_MS)}), longest task ${task} (bound none over ${BOUND_TASK_MS} ms: ${verdict(longestTaskMs === 0)})`,
        )
      }
    }
    const calls = () => page.evaluate<number>('globalThis.drawCalls')
    await page.waitForTimeout(2000)
    const before = await calls()
    await page.waitForTimeout(IDLE_MS)
    const drawn = (await calls()) - before
    print(
      `page  idle for ${IDLE_MS / 1000} s                                   ${drawn} draw calls (bound 0: ${verdict(drawn === 0)})`,
    )
  } finally {
    await browser.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
