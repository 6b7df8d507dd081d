import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { generate, newVisitor, openPage, spin, type } from '../fixtures/open-page.ts'
import { SESSIONS, fillWithSessions } from '../fixtures/thirty-sessions.ts'
import { untilSession } from '../fixtures/until-session.ts'
import { SAMPLES } from '../../src/session/samples.ts'

const PHONE = { width: 360, height: 740 }
const WINDOWS: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['360', { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['2560', { viewport: { width: 2560, height: 1440 } }],
]

const results = (page: Page) => page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')

/** A mesh of a spin, counted from 1, at some height. */
async function make(page: Page, number: number, height: string): Promise<void> {
  const before = await results(page).count()
  await spin(page, number).click()
  await type(page, 'Height', height)
  await generate(page).press('Enter')
  await results(page).nth(before).waitFor()
  await page.getByRole('progressbar').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Download GLB' }).waitFor()
}

/** Each scene goes on from the one before. */
const SCENES: readonly (readonly [name: string, play: (page: Page) => Promise<void>])[] = [
  ['just-generated', (page) => make(page, 2, '0.08')],
  [
    'four-up',
    async (page) => {
      await page.getByRole('button', { name: 'Generate and compare all 4' }).click()
      await page.getByRole('button', { name: 'Use this one' }).nth(3).waitFor()
      await page.getByRole('region', { name: 'Stage' }).scrollIntoViewIfNeeded()
    },
  ],
  [
    'shelf',
    async (page) => {
      for (const [number, height] of [
        [1, '0.12'],
        [3, '0.2'],
        [4, '0.05'],
        [1, '0.4'],
      ] as const)
        await make(page, number, height)
      await results(page).nth(2).getByRole('button', { name: 'Star' }).click()
      await results(page).first().scrollIntoViewIfNeeded()
      await results(page)
        .first()
        .evaluate((row) => row.scrollIntoView({ block: 'center' }))
    },
  ],
  [
    'library',
    async (page) => {
      await page.getByRole('button', { name: 'Library' }).click()
      await page.getByText(`Vase ${SESSIONS}`, { exact: true }).waitFor()
    },
  ],
]

/** Pictures of the workbench for eyes: four scenes in three windows, dark and light. `npm run sheets -- /tmp/sheets` names the folder. */
export default async function makeSheets(): Promise<void> {
  const folder = process.argv[3] ?? (await mkdtemp(join(tmpdir(), 'plinth-sheets-')))
  const dataFolder = await mkdtemp(join(tmpdir(), 'plinth-sheets-data-'))
  const builtDir = await buildApp()
  await fillWithSessions(dataFolder, null, () => 'public/samples/vase.webp')
  const app = await startApp(builtDir, { PLINTH_DATA: dataFolder })
  const chromium = await launch()
  try {
    await mkdir(folder, { recursive: true })
    for (const { code } of SAMPLES)
      await untilSession(`${app.url}/api/image-to-3d-sessions/${code}`, ({ status }) => status === 'spin_generate_done')
    for (const [window, options] of WINDOWS) {
      const visitor = await newVisitor(chromium, { reducedMotion: 'reduce', ...options })
      const page = await openPage(visitor, `${app.url}/?session=SAMPLE_duck`)
      for (const [scene, play] of SCENES) {
        await play(page)
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.waitForTimeout(2500)
          const path = resolve(folder, `${scene}-${window}-${colorScheme}.png`)
          await page.screenshot({ path, animations: 'disabled' })
          console.log(path)
        }
      }
      await visitor.context.close()
    }
  } finally {
    await chromium.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
    await rm(dataFolder, { recursive: true, force: true })
  }
}
