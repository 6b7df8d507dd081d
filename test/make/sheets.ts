import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import sharp, { type OverlayOptions } from 'sharp'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { newVisitor, openPage } from '../fixtures/open-page.ts'
import { fillWithSessions } from '../fixtures/thirty-sessions.ts'
import { untilSession } from '../fixtures/until-session.ts'
import { SAMPLES } from '../../src/session/samples.ts'
import { VISITS, type Visit } from './sheet-states.ts'

const WINDOWS: Readonly<Record<string, BrowserContextOptions>> = {
  360: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  768: { viewport: { width: 768, height: 1024 } },
  1440: { viewport: { width: 1440, height: 900 } },
  2560: { viewport: { width: 2560, height: 1440 } },
}
const SCHEMES = ['dark', 'light'] as const

/** Against a state that is never reached: its picture is taken all the same, and its name printed. */
const STATE_LIMIT_MS = 40_000
/** For pictures to decode, and what moved to come to rest. */
const REST_MS = 1200
const ROW_PX = 420
const GAP_PX = 12

const fileOf = (state: string, window: string, scheme: string): string => `${state}-${window}-${scheme}.png`

interface Taking {
  readonly browser: Browser
  readonly url: string
  readonly folder: string
  readonly wanted: (state: string) => boolean
}

/** One visitor goes through a visit's states up to the last that is wanted. */
async function takeVisit({ browser, url, folder, wanted }: Taking, visit: Visit, window: string): Promise<void> {
  const names = visit.states.map(([state]) => state)
  const last = names.findLastIndex(wanted)
  if (last < 0) return
  const visitor = await newVisitor(browser, {
    reducedMotion: 'reduce',
    hints: visit.hints ?? false,
    ...WINDOWS[window],
  })
  visitor.context.setDefaultTimeout(STATE_LIMIT_MS)
  try {
    await visit.arrange?.(visitor.context)
    const page = await openPage(visitor, `${url}${visit.path}`, { before: visit.before ?? '', ready: false })
    for (const [state, play] of visit.states.slice(0, last + 1)) {
      await play(page).catch((error: Error) => console.log(`${state}, ${window}: ${error.message.split('\n')[0]}`))
      if (!wanted(state)) continue
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(REST_MS)
        await page.screenshot({ path: join(folder, fileOf(state, window, colorScheme)), animations: 'disabled' })
      }
      await page.emulateMedia({ colorScheme: 'dark' })
    }
  } catch (error) {
    console.log(`${names.join(', ')}, ${window}: ${String(error).split('\n')[0]}`)
  } finally {
    await visitor.context.close()
  }
}

/** A row for each state; in it each window, dark and light. */
async function drawSheet(folder: string, states: readonly string[], windows: readonly string[]): Promise<string> {
  const cells: OverlayOptions[] = []
  let width = 0
  for (const [row, state] of states.entries()) {
    let left = 0
    for (const window of windows)
      for (const scheme of SCHEMES) {
        const file = join(folder, fileOf(state, window, scheme))
        if (!existsSync(file)) continue
        const picture = sharp(file).resize({ height: ROW_PX })
        const { data, info } = await picture.png().toBuffer({ resolveWithObject: true })
        cells.push({ input: data, left, top: row * (ROW_PX + GAP_PX) })
        left += info.width + GAP_PX
      }
    width = Math.max(width, left)
  }
  const path = join(folder, 'contact-sheet.png')
  const height = states.length * (ROW_PX + GAP_PX)
  await sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .composite(cells)
    .png()
    .toFile(path)
  return path
}

/** The names of a list with commas, in the order of `known`; all of them without a list. Throws where one is not known. */
export function chosen(list: string, known: readonly string[], what: string): readonly string[] {
  const names = list ? list.split(',') : known
  const strangers = names.filter((name) => !known.includes(name))
  if (strangers.length > 0)
    throw new Error(`There is no ${what} called ${strangers.join(', ')}. There are: ${known.join(', ')}.`)
  return known.filter((name) => names.includes(name))
}

/**
 * Every state of the page in four windows, dark and light, on one contact sheet, and each picture by itself:
 * `npm run sheets -- /tmp/sheets`. With `-- /tmp/sheets 360,1440 library-thirty,presenting` only those windows and states.
 */
export default async function makeSheets(): Promise<void> {
  const [, , , given, windowList = '', stateList = ''] = process.argv
  const windows = chosen(windowList, Object.keys(WINDOWS), 'window')
  const states = chosen(
    stateList,
    VISITS.flatMap((visit) => visit.states.map(([state]) => state)),
    'state',
  )
  const wanted = (state: string) => states.includes(state)
  const folder = resolve(given ?? (await mkdtemp(join(tmpdir(), 'plinth-sheets-'))))
  const dataFolder = await mkdtemp(join(tmpdir(), 'plinth-sheets-data-'))
  const builtDir = await buildApp()
  await fillWithSessions(dataFolder, null, () => 'public/samples/vase.webp')
  const app = await startApp(builtDir, { PLINTH_DATA: dataFolder })
  const browser = await launch()
  try {
    await mkdir(folder, { recursive: true })
    for (const { code } of SAMPLES)
      await untilSession(`${app.url}/api/image-to-3d-sessions/${code}`, ({ status }) => status === 'spin_generate_done')
    for (const window of windows)
      for (const visit of VISITS) await takeVisit({ browser, url: app.url, folder, wanted }, visit, window)
    console.log(await drawSheet(folder, states, windows))
    console.log(`  rows: ${states.join(', ')}\n  columns: ${windows.join(', ')}, each dark and light`)
  } finally {
    await browser.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
    await rm(dataFolder, { recursive: true, force: true })
  }
}
