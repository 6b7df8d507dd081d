import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { handle, middleOf } from '../fixtures/open-page.ts'
import { CATCH_CAMERA, seenAt, stageCamera } from '../fixtures/stage-camera.ts'

const { visit } = browserSuite()
let page: Page

const SIZE = [1.2, 0.8, 0.9] as const

beforeAll(
  async () =>
    void (page = await visit('/?session=SAMPLE_duck&w=1.2&h=0.8&d=0.9&pivot=-0.5,-0.5,-0.5&figure=0', {
      before: CATCH_CAMERA,
    })),
)

beforeEach(async () => {
  await page.getByRole('button', { name: 'Three-quarter' }).click()
  await settled()
})

/** Waits for the handles to come to rest. */
const settled = () => middleOf(handle(page, 'pivot-free'))

/** Evaluates an expression about `all`, the visible objects of the last frame's scene. */
const inScene = <T>(expression: string) =>
  page.evaluate<T>(
    `(() => { const all = []; seenScene.traverseVisible((object) => all.push(object)); return ${expression}; })()`,
  )

const hasCard = (of: Page) => of.evaluate<boolean>(`globalThis.seenScene?.getObjectByName('spin card') !== undefined`)

/** How often the page has fetched the first spin. */
const fetchesOfSpin = (of: Page) =>
  of.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/SAMPLE_duck/assets/spins/0')).length`,
  )

const kinds = () =>
  inScene<string[]>(`all.filter((object) => object.isLineSegments).map((object) => object.material.type)`)

interface SeenLabel {
  readonly label: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly whole: boolean
}

const labelsInSight = () =>
  page.evaluate<SeenLabel[]>(`(() => {
    const stage = document.querySelector('[aria-label=Stage] canvas').getBoundingClientRect();
    return [...document.querySelectorAll('[data-label]')].map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const whole = left >= stage.left && right <= stage.right && top >= stage.top && bottom <= stage.bottom;
      return { label: element.dataset.label, left, top, right, bottom, whole, seen: right > stage.left && left < stage.right && bottom > stage.top && top < stage.bottom };
    }).filter(({ seen, left, right }) => seen && right > left);
  })()`)

/** Where the stage is as yellow as the duck, or as orange as its beak, in the window's pixels. */
async function yellowOfStage() {
  const { left, top, width, height: whole } = await stageCamera(page)
  // What is pressed in the bar at its foot is nearly as yellow.
  const bar = await page.getByRole('toolbar', { name: 'View' }).boundingBox()
  const height = Math.min(whole, Math.floor((bar?.y ?? Infinity) - top))
  const { data, info } = await sharp(await page.screenshot({ clip: { x: left, y: top, width, height } }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const found = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity, inside: 0 }
  for (let p = 0; p < info.width * info.height; p++) {
    const [r = 0, g = 0, b = 0] = data.subarray(p * 3, p * 3 + 3)
    if (!(r > 150 && g > 60 && b < 90 && g < r)) continue
    const [x, y] = [left + (p % info.width), top + Math.floor(p / info.width)]
    Object.assign(found, {
      left: Math.min(found.left, x),
      right: Math.max(found.right, x),
      top: Math.min(found.top, y),
      bottom: Math.max(found.bottom, y),
      inside: found.inside + 1,
    })
  }
  return found
}

describe('the stage shows', () => {
  it('the edges of an automatic axis dashed, and the others solid', async () => {
    expect((await kinds()).filter((kind) => kind === 'LineDashedMaterial')).toHaveLength(0)
    await page.getByRole('button', { name: 'Auto height' }).click()
    await settled()
    expect((await kinds()).toSorted()).toEqual(['LineBasicMaterial', 'LineBasicMaterial', 'LineDashedMaterial'])
    await page.keyboard.press('ControlOrMeta+z')
  })

  it('the origin’s three axes from the pivot, in their colours', async () => {
    const colours = await inScene<string[]>(
      `all.filter((object) => object.geometry?.type === 'CylinderGeometry').map((object) => object.material.color.getHexString())`,
    )
    const named = await page.evaluate<string[]>(
      `['x', 'y', 'z'].map((axis) => getComputedStyle(document.documentElement).getPropertyValue('--axis-' + axis).trim().slice(1))`,
    )
    expect(colours).toEqual(named)
  })

  it('the chosen spin as a card in the box, which fills it from side to side', async () => {
    await expect.poll(() => hasCard(page)).toBe(true)
    await page.getByRole('button', { name: 'Front', exact: true }).click()
    await settled()
    await expect
      .poll(async () => {
        const { left, right, top, bottom } = await yellowOfStage()
        const camera = await stageCamera(page)
        const [low, high] = [seenAt(camera, [-SIZE[0] / 2, 0, 0]), seenAt(camera, [SIZE[0] / 2, SIZE[1], 0])]
        const off = [left - low.x, right - high.x, top - high.y, bottom - low.y]
        return Math.max(...off.map(Math.abs))
      })
      .toBeLessThan(40)
    expect((await yellowOfStage()).inside).toBeGreaterThan(3000)
  })

  it('the card from the bytes that the spins are shown with, fetched once', async () => {
    await expect.poll(() => hasCard(page)).toBe(true)
    expect(await fetchesOfSpin(page)).toBe(1)
  })

  it('the card all the same when the spin could not be had at first', async () => {
    const failTwice = `
      const [own, tries] = [fetch, {}];
      globalThis.fetch = (...request) => {
        const url = String(request[0].url ?? request[0]);
        if (!/assets\\/spins\\/\\d$/.test(url)) return own(...request);
        tries[url] = (tries[url] ?? 0) + 1;
        return tries[url] > 2 ? own(...request) : Promise.reject(new TypeError('The network is away.'));
      };`
    const late = await visit('/?session=SAMPLE_duck', { before: CATCH_CAMERA + failTwice })
    await expect.poll(() => hasCard(late)).toBe(true)
  })

  it('its box at two thirds of its height, or of its width where that is tighter, in a window of any shape', async () => {
    const filled = async () => {
      const camera = await stageCamera(page)
      const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
        seenAt(camera, [
          SIZE[0] * ((corner & 1) - 0.5),
          corner & 2 ? SIZE[1] : 0,
          SIZE[2] * (((corner >> 2) & 1) - 0.5),
        ]),
      )
      const [xs, ys] = [corners.map(({ x }) => x - camera.left), corners.map(({ y }) => y)]
      const height = (Math.max(...ys) - Math.min(...ys)) / camera.height
      const width = 2 * Math.max(...xs.map((x) => Math.abs(x / camera.width - 0.5)))
      return Math.max(height, width)
    }
    const before = page.viewportSize() ?? { width: 1120, height: 720 }
    for (const [width, height] of [
      [360, 740],
      [1440, 900],
      [1280, 600],
    ] as const) {
      await page.setViewportSize({ width, height })
      await expect.poll(filled, { message: `${width} × ${height}` }).toBeCloseTo(0.66, 1)
    }
    await page.setViewportSize(before)
  })

  it('which side is the front, on that side', async () => {
    for (const view of ['Three-quarter', 'Top', 'Right']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      await settled()
      const camera = await stageCamera(page)
      const label = await middleOf(page.locator('[data-label=front]'))
      const [front, back] = [seenAt(camera, [0, 0, SIZE[2] / 2]), seenAt(camera, [0, 0, -SIZE[2] / 2])]
      const to = ({ x, y }: { x: number; y: number }) => Math.hypot(label.x - x, label.y - y)
      expect(to(front), view).toBeLessThan(to(back))
    }
  })

  it('its labels whole and apart at any zoom, and none for what is behind the eye', async () => {
    for (const view of ['Three-quarter', 'Front', 'Top']) {
      for (const zoom of [0, -20, 8, 16, 24]) {
        await page.getByRole('button', { name: view, exact: true }).click()
        await page.getByRole('application').focus()
        for (let i = 0; i < Math.abs(zoom); i++) await page.keyboard.press(zoom > 0 ? '+' : '-')
        await settled()
        const shown = await labelsInSight()
        const which = `${view} ${zoom}`
        expect(
          shown.map(({ label }) => label),
          which,
        ).toEqual(expect.arrayContaining(['width', 'height', 'depth']))
        for (const [i, a] of shown.entries()) {
          expect(a.whole, `${a.label}, ${which}`).toBe(true)
          for (const b of shown.slice(i + 1))
            expect(
              a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
              `${a.label} and ${b.label}, ${which}`,
            ).toBe(true)
        }
      }
    }
    // The front is behind the eye now.
    await page.getByRole('button', { name: 'Front', exact: true }).click()
    await page.getByRole('application').focus()
    for (let i = 0; i < 24; i++) await page.keyboard.press('+')
    await settled()
    expect((await labelsInSight()).map(({ label }) => label)).not.toContain('front')
  })
})
