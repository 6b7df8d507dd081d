import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { expectRest, middleOf, newVisitor, openPage, sendPicture } from '../fixtures/open-page.ts'
import { takePhoto } from '../make/photo.ts'
import { COUNT_LONG_TASKS, verdict } from './figures.ts'

/** As large as the page takes: 50 megapixels. */
const SIDE_PX = 7071

/** Longer, and the page does not follow the hand any more. */
const BOUND_TASK_MS = 100

const REST_MS = 5000

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** What of a task's duration its thread worked, µs; on a busy machine it waits for the rest. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The longest task of a page's own thread in a trace of Chromium, by the time that the thread itself worked on it, ms. */
function longestOwnTime(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const pages = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  )
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && pages.has(threadOf(event)))
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0)
}

const hugePhoto = async (): Promise<Buffer> =>
  sharp((await takePhoto({ object: 'duck', room: 'kitchen', encoding: 'png', side: 1024 })).bytes)
    .resize(SIDE_PX, SIDE_PX)
    .jpeg({ quality: 70 })
    .toBuffer()

/**
 * The longest task of the page while a picture of 50 megapixels is chosen, cut out, corrected by strokes and sent, on the built page in a browser
 * without a graphics card. A missed bound ends the process with a failure.
 */
export async function benchRetouch(print: (line: string) => void): Promise<void> {
  const builtDir = await buildApp()
  const app = await startApp(builtDir)
  const browser = await launch()
  try {
    const page = await openPage(await newVisitor(browser), app.url, { before: COUNT_LONG_TASKS })
    await expectRest(page)
    const photo = join(builtDir, 'huge.jpg')
    await writeFile(photo, await hugePhoto())
    const part = async (name: string, work: () => Promise<unknown>) => {
      await browser.startTracing(page, { categories: ['toplevel'] })
      await page.evaluate('void (globalThis.longTasks.length = 0)')
      const start = performance.now()
      await work()
      const seconds = (performance.now() - start) / 1000
      const longestMs = await page.evaluate<number>('Math.max(0, ...globalThis.longTasks)')
      const ownMs = longestOwnTime(await browser.stopTracing())
      print(
        `retouch  50 megapixels, ${name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s, longest task of the page ${longestMs.toFixed(0).padStart(3)} ms (bound ${BOUND_TASK_MS}: ${verdict(longestMs <= BOUND_TASK_MS)}), of one task's own time at most ${ownMs.toFixed(0).padStart(3)} ms`,
      )
    }
    // What the page does, or a busy machine does to it, while nothing is asked of it.
    await part('at rest', () => page.waitForTimeout(REST_MS))
    await part('cut out', async () => {
      await page.getByLabel('Image file').setInputFiles(photo)
      await page.getByRole('radio', { name: 'Erase' }).waitFor()
    })
    await part('strokes', async () => {
      await page.getByRole('radio', { name: 'Erase' }).click()
      const { x, y } = await middleOf(page.getByRole('application'))
      for (const dx of [-60, 0, 60]) {
        await page.mouse.move(x + dx, y)
        await page.mouse.down()
        await page.mouse.move(x + dx + 40, y + 40, { steps: 10 })
        await page.mouse.up()
      }
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('button', { name: 'Redo' }).click()
    })
    await part('sent', async () => {
      const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('sessions'))
      await sendPicture(page)
      await posted
    })
  } finally {
    await browser.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
