/** The states of the page that are looked at together. To add one, add a line to a visit, or a visit. */
import type { BrowserContext, Page } from 'playwright-core'
import { API_MOUNT, SESSIONS_PATH } from '../../src/contract/paths.ts'
import {
  NO_WEBGL,
  drop,
  generate,
  handle,
  middleOf,
  slider,
  spin,
  stageIsReady,
  type as typeInto,
} from '../fixtures/open-page.ts'
import { boxGlb, webpGlb } from '../fixtures/packed-glb.ts'
import { SESSIONS } from '../fixtures/thirty-sessions.ts'

/** Brings the page into the state from the one before it. */
type Play = (page: Page) => Promise<unknown>

/** A new visitor's way through states, each after the one before. */
export interface Visit {
  readonly path: string
  /** A script that runs before the page's own first line. */
  readonly before?: string
  /** Whether the hints of a first visit are still to come. */
  readonly hints?: boolean
  /** What is different about the network. */
  readonly arrange?: (context: BrowserContext) => Promise<unknown>
  readonly states: readonly (readonly [state: string, play: Play])[]
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const results = (page: Page) => page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')
const meshIsThere = (page: Page) => button(page, 'Download GLB').waitFor()
const api = (path: string) => `**${API_MOUNT}${path}`

/** A mesh of a spin, counted from 1, at some height. */
async function make(page: Page, number: number, height: string): Promise<void> {
  const before = await results(page).count()
  await spin(page, number).click()
  await typeInto(page, 'Height', height)
  await generate(page).press('Enter')
  await results(page).nth(before).waitFor()
  await page.getByRole('progressbar').waitFor({ state: 'detached' })
  await meshIsThere(page)
}

/** Takes hold of something and drags it, without letting go. */
async function pull(page: Page, name: string, dx: number, dy: number): Promise<void> {
  const { x, y } = await middleOf(handle(page, name))
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + dx, y + dy, { steps: 6 })
}

async function choosePicture(page: Page, path: string): Promise<void> {
  await page.getByLabel('Image file').setInputFiles(path)
}

export const VISITS: readonly Visit[] = [
  {
    path: '/?session=SAMPLE_duck',
    arrange: (context) => context.route(api('/**'), () => {}),
    states: [['loading', (page) => page.getByRole('heading', { name: 'Plinth' }).waitFor()]],
  },
  { path: '/?session=SAMPLE_duck', hints: true, states: [['first-hint', stageIsReady]] },
  {
    path: '/?session=SAMPLE_duck',
    states: [
      ['sample-open', stageIsReady],
      ['box-dragged', (page) => pull(page, 'size-x', 40, 10)],
      ['pivot-dragged', (page) => page.mouse.up().then(() => pull(page, 'pivot-free', -50, 60))],
      [
        'pivot-in-a-corner',
        async (page) => {
          await page.mouse.up()
          for (const axis of ['X', 'Y', 'Z']) await typeInto(page, `Pivot ${axis}`, axis === 'X' ? '0.5' : '-0.5')
          await handle(page, 'pivot-free').focus()
        },
      ],
      ['keyboard-sheet', (page) => button(page, 'Keys').click()],
    ],
  },
  {
    path: '/?session=SAMPLE_vase',
    arrange: (context) =>
      context.route(api(`${SESSIONS_PATH}/SAMPLE_vase`), async (route) => {
        const answer = await route.fetch()
        const text = await answer.text()
        await route.fulfill({ response: answer, body: text.replaceAll('preview_done', 'training_preview') })
      }),
    states: [
      [
        'generating',
        async (page) => {
          await stageIsReady(page)
          await generate(page).press('Enter')
          await page.getByRole('progressbar').waitFor()
        },
      ],
    ],
  },
  {
    path: '/?session=SAMPLE_sun',
    arrange: async (context) => {
      const glb = Buffer.from(await boxGlb([1, 0.4, 0.6], [0.2, 0, 0]))
      await context.route(api(`${SESSIONS_PATH}/*/assets/preview_mesh_url_glb*`), (route) =>
        route.fulfill({ body: glb, contentType: 'model/gltf-binary' }),
      )
    },
    states: [
      [
        'not-what-was-asked',
        async (page) => {
          await stageIsReady(page)
          await generate(page).press('Enter')
          await meshIsThere(page)
        },
      ],
    ],
  },
  {
    path: '/?session=SAMPLE_duck',
    states: [
      ['generated', (page) => stageIsReady(page).then(() => make(page, 2, '0.08'))],
      ['refitted', (page) => slider(page, 'Height').press('PageUp')],
      [
        'four-up',
        async (page) => {
          await button(page, /^Generate and compare all/).click()
          await button(page, 'Use this one').nth(3).waitFor()
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
          await results(page)
            .first()
            .evaluate((row) => row.scrollIntoView({ block: 'center' }))
        },
      ],
      ['presenting', (page) => button(page, 'Present').click()],
      [
        'library-thirty',
        async (page) => {
          await page.keyboard.press('Escape')
          await button(page, 'Library').click()
          await page.getByText(`Vase ${SESSIONS}`, { exact: true }).waitFor()
        },
      ],
    ],
  },
  {
    path: '/?session=SAMPLE_key',
    arrange: (context) =>
      context.route(api(`${SESSIONS_PATH}?**`), async (route) => {
        const answer = await route.fetch()
        const body = (await answer.json()) as { data?: unknown }
        await route.fulfill({ response: answer, json: { ...body, data: [] } })
      }),
    states: [['library-empty', (page) => button(page, 'Library').click()]],
  },
  {
    path: '/?session=SAMPLE_duck',
    states: [
      [
        'cut-out-editor',
        async (page) => {
          await stageIsReady(page)
          await choosePicture(page, 'public/samples/sun.webp')
          await button(page, 'Make spins').waitFor()
        },
      ],
      [
        'refused-picture',
        async (page) => {
          await page.keyboard.press('Escape')
          await choosePicture(page, 'README.md')
          await page.getByRole('alert').first().waitFor()
        },
      ],
      [
        'own-mesh',
        async (page) => {
          await drop(page, 'garden-gnome-with-a-very-long-name-of-its-own-final-2.glb', await webpGlb())
          await button(page, 'Measurements').waitFor()
        },
      ],
    ],
  },
  {
    path: '/?session=SESSION_NO_SUCH_1',
    states: [['bad-link', (page) => page.getByRole('alert').first().waitFor()]],
  },
  {
    path: '/?session=SAMPLE_duck',
    states: [
      [
        'upstream-away',
        async (page) => {
          await stageIsReady(page)
          await page.context().route(api('/**'), (route) => route.abort('connectionrefused'))
          await generate(page).press('Enter')
          await page.getByRole('alert').first().waitFor()
        },
      ],
    ],
  },
  {
    path: '/?session=SAMPLE_duck',
    before: NO_WEBGL,
    states: [['no-webgl', (page) => spin(page, 1).waitFor()]],
  },
]
