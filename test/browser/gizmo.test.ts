import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { handle, middleOf, type, valueOf } from '../fixtures/open-page.ts'
import { CATCH_CAMERA, alongAxisTo, onPlaneAt, seenAt, stageCamera } from '../fixtures/stage-camera.ts'

const { visit } = browserSuite()
let page: Page

beforeAll(
  async () =>
    void (page = await visit('/?session=SAMPLE_duck&w=1.2&h=0.8&d=0.9&pivot=0,0,0&figure=0', {
      hasTouch: true,
      before: CATCH_CAMERA,
    })),
)

const SIZE = [1.2, 0.8, 0.9] as const
const PIVOTS = ['Pivot X', 'Pivot Y', 'Pivot Z'] as const
const AXES = [0, 1, 2] as const
type Pivot = [number, number, number]

const pivot = async (): Promise<Pivot> => [
  await valueOf(page, 'Pivot X'),
  await valueOf(page, 'Pivot Y'),
  await valueOf(page, 'Pivot Z'),
]
const inStage = ([x, y, z]: Pivot): Pivot => [x * SIZE[0], (y + 0.5) * SIZE[1], z * SIZE[2]]

async function setPivot(...values: Pivot) {
  for (const [axis, name] of PIVOTS.entries()) await type(page, name, String(values[axis]))
}

const topmost = ({ x, y }: { x: number; y: number }) =>
  page.evaluate<string>(`document.elementFromPoint(${x}, ${y}).dataset.handle ?? ''`)

/** Whether the pointer can take a grip in this view; the keyboard reaches all of them. */
const offered = async (name: string) => (await handle(page, name).getAttribute('data-off')) === null

/** Drags from a grip to a place in the window, with Alt unless it should snap. */
async function pull(
  grip: { x: number; y: number },
  to: { x: number; y: number },
  alt = true,
  midway: () => Promise<unknown> = async () => {},
) {
  await page.mouse.move(grip.x, grip.y)
  if (alt) await page.keyboard.down('Alt')
  await page.mouse.down()
  await page.mouse.move((grip.x + to.x) / 2, (grip.y + to.y) / 2, { steps: 3 })
  await midway()
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.up()
  if (alt) await page.keyboard.up('Alt')
}

/** Does everything that moves the camera while nothing is held. */
async function meddle() {
  await page.mouse.wheel(0, -200)
  for (const key of ['f', 'r', 't', 'q', 'a'])
    await page.evaluate(`dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`)
}

const VIEWS = ['Three-quarter', 'Front', 'from the left below'] as const

async function look(from: (typeof VIEWS)[number]) {
  if (from === 'from the left below') {
    await page.getByRole('button', { name: 'Three-quarter' }).click()
    const stage = page.getByRole('application')
    await stage.focus()
    for (const key of [
      'ArrowLeft',
      'ArrowLeft',
      'ArrowLeft',
      'ArrowLeft',
      'ArrowLeft',
      'ArrowLeft',
      'ArrowUp',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
    ])
      await stage.press(key)
  } else await page.getByRole('button', { name: from, exact: true }).click()
  await middleOf(handle(page, 'pivot-free'))
}

/** Axes and planes that each view shows face-on enough to be dragged, and clear of each other. */
const SEEN = {
  'Three-quarter': { axes: [0, 1, 2], planes: ['xy', 'xz', 'yz'] },
  Front: { axes: [0, 1], planes: ['xy'] },
  'from the left below': { axes: [0, 1], planes: ['xy', 'yz'] },
} as const

describe.each(VIEWS)('the pivot seen %s', (view) => {
  beforeEach(async () => {
    await setPivot(0.05, -0.07, 0.06)
    await look(view)
  })

  it('offers the arrows and planes that make sense here, and the free grip', async () => {
    const found = []
    for (const grip of ['x', 'y', 'z', 'xy', 'xz', 'yz', 'free']) if (await offered(`pivot-${grip}`)) found.push(grip)
    expect(found).toEqual([...SEEN[view].axes.map((axis) => 'xyz'[axis]), ...SEEN[view].planes, 'free'])
  })

  it('moves along each arrow alone, by the distance under the pointer to 2 %, while wheel and keys leave the camera still', async () => {
    for (const axis of SEEN[view].axes) {
      const before = await pivot()
      const grip = await middleOf(handle(page, `pivot-${'xyz'[axis]}`))
      expect(await topmost(grip)).toBe(`pivot-${'xyz'[axis]}`)
      const camera = await stageCamera(page)
      const from = inStage(before)
      const ahead: Pivot = [...from]
      ahead[axis] += 0.2 * SIZE[axis]
      const [a, b] = [seenAt(camera, from), seenAt(camera, ahead)]
      const to = { x: grip.x + (b.x - a.x), y: grip.y + (b.y - a.y) }
      await pull(grip, to, true, meddle)
      const after = await pivot()
      const expected = (alongAxisTo(camera, from, axis, to, 3) - alongAxisTo(camera, from, axis, grip, 3)) / SIZE[axis]
      expect(Math.abs(expected)).toBeGreaterThan(0.05)
      expect(Math.abs((after[axis] - before[axis]) / expected - 1), `along ${'XYZ'[axis]}`).toBeLessThan(0.02)
      expect(after.with(axis, 0)).toEqual(before.with(axis, 0))
      expect(await stageCamera(page)).toEqual(camera)
      await setPivot(...before)
    }
  })

  it('moves in each plane along both its axes, to 2 %, and not along the third, while the camera stands still', async () => {
    for (const plane of SEEN[view].planes) {
      const normal = AXES.find((axis) => !plane.includes('xyz'[axis] ?? '')) ?? 0
      const before = await pivot()
      const grip = await middleOf(handle(page, `pivot-${plane}`))
      expect(await topmost(grip)).toBe(`pivot-${plane}`)
      const camera = await stageCamera(page)
      const from = inStage(before)
      // Along both its axes, but not out of the box.
      const aim: Pivot = [...before]
      for (const axis of AXES) if (axis !== normal) aim[axis] -= 0.2 * Math.sign(before[axis])
      const [a, b] = [seenAt(camera, from), seenAt(camera, inStage(aim))]
      const to = { x: grip.x + b.x - a.x, y: grip.y + b.y - a.y }
      const [start, end] = [onPlaneAt(camera, from, normal, grip), onPlaneAt(camera, from, normal, to)]
      const expected = AXES.map((axis) => before[axis] + (end[axis] - start[axis]) / SIZE[axis])
      await pull(grip, to, true, meddle)
      const after = await pivot()
      const way = Math.hypot(...AXES.map((axis) => (expected[axis] ?? 0) - before[axis]))
      const off = Math.hypot(...AXES.map((axis) => after[axis] - (expected[axis] ?? 0)))
      expect(way).toBeGreaterThan(0.1)
      expect(off / way, `in ${plane}`).toBeLessThan(0.02)
      expect(after[normal]).toBe(before[normal])
      expect(await stageCamera(page)).toEqual(camera)
      await setPivot(...before)
    }
  })

  it('stays under the pointer when it is dragged by its middle, while the camera stands still', async () => {
    const before = await pivot()
    const grip = await middleOf(handle(page, 'pivot-free'))
    expect(await topmost(grip)).toBe('pivot-free')
    const camera = await stageCamera(page)
    await pull(grip, { x: grip.x + 26, y: grip.y - 18 }, true, meddle)
    const after = await pivot()
    const [a, b] = [seenAt(camera, inStage(before)), seenAt(camera, inStage(after))]
    expect(Math.hypot(b.x - a.x - 26, b.y - a.y + 18)).toBeLessThan(0.02 * Math.hypot(26, 18) + 0.1)
    for (const axis of view === 'Front' ? ([0, 1] as const) : AXES)
      expect(Math.abs(after[axis] - before[axis]), 'XYZ'[axis]).toBeGreaterThan(0.002)
    expect(await stageCamera(page)).toEqual(camera)
  })
})

describe('the pivot', () => {
  beforeEach(async () => {
    await setPivot(0.1, 0, 0)
    await look('Front')
  })

  it('snaps to a lattice point within 8 px, not beyond, and with Alt not at all', async () => {
    const camera = await stageCamera(page)
    const corner = seenAt(camera, inStage([0.5, 0, 0]))
    const now = seenAt(camera, inStage([0.1, 0, 0]))
    const drop = async (missPx: number, alt: boolean) => {
      await setPivot(0.1, 0, 0)
      const grip = await middleOf(handle(page, 'pivot-x'))
      await pull(grip, { x: grip.x + corner.x - now.x - missPx, y: grip.y }, alt)
      return (await pivot())[0]
    }
    expect(await drop(6, false)).toBe(0.5)
    expect(await drop(13, false)).toBeLessThan(0.49)
    const passed = await drop(6, true)
    expect(passed).toBeLessThan(0.499)
    expect(passed).toBeGreaterThan(0.45)
  })

  it('snaps in a plane and by its middle as well, on the axes that the hand moves, and with Alt not at all', async () => {
    for (const name of ['pivot-xy', 'pivot-free']) {
      const drop = async (alt: boolean) => {
        await setPivot(0.1, 0.1, 0.2)
        const [grip, camera] = [await middleOf(handle(page, name)), await stageCamera(page)]
        const [now, there] = [seenAt(camera, inStage([0.1, 0.1, 0.2])), seenAt(camera, inStage([0.5, 0.5, 0.2]))]
        await pull(grip, { x: grip.x + there.x - now.x - 4, y: grip.y + there.y - now.y + 3 }, alt)
        return pivot()
      }
      expect((await drop(false)).slice(0, 2), name).toEqual([0.5, 0.5])
      const passed = await drop(true)
      for (const axis of [0, 1] as const) {
        expect(passed[axis], name).toBeLessThan(0.499)
        expect(passed[axis], name).toBeGreaterThan(0.4)
      }
    }
  })

  it('stops at the faces of the box, however far it is pulled, by any grip', async () => {
    for (const [name, stop] of [
      ['pivot-x', [0.5, 0]],
      ['pivot-xy', [0.5, 0.5]],
      ['pivot-free', [0.5, 0.5]],
    ] as const) {
      await setPivot(0.1, 0, 0)
      const grip = await middleOf(handle(page, name))
      await pull(grip, { x: grip.x + 330, y: grip.y - 260 })
      const after = await pivot()
      expect(after.slice(0, 2), name).toEqual(stop)
    }
  })

  it('goes back to where it was with Escape, and one drag is one step to undo', async () => {
    const grip = await middleOf(handle(page, 'pivot-x'))
    await page.mouse.move(grip.x, grip.y)
    await page.mouse.down()
    await page.mouse.move(grip.x - 40, grip.y, { steps: 4 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await pivot()).toEqual([0.1, 0, 0])
    await pull(await middleOf(handle(page, 'pivot-x')), { x: grip.x - 50, y: grip.y })
    expect((await pivot())[0]).toBeLessThan(0.05)
    await page.keyboard.press('ControlOrMeta+z')
    expect(await pivot()).toEqual([0.1, 0, 0])
  })

  it('shows its 27 places once it is clicked, and goes to the one that is clicked next', async () => {
    await look('Three-quarter')
    await page.getByRole('button', { name: 'Frame all' }).focus()
    expect(await page.locator('[data-lattice]').count()).toBe(0)
    const grip = await middleOf(handle(page, 'pivot-free'))
    await page.mouse.click(grip.x, grip.y)
    await expect.poll(() => page.locator('[data-lattice]').count()).toBe(27)
    await page.locator('[data-lattice="0.5,0.5,0.5"]').click()
    expect(await pivot()).toEqual([0.5, 0.5, 0.5])
    await expect.poll(() => page.locator('[data-lattice]').count()).toBe(27)
  })

  it('moves by the arrow keys along X, Y and Z, ten times as far with Shift, and says where it is', async () => {
    for (const [axis, step] of [
      [0, 'ArrowRight'],
      [1, 'ArrowUp'],
      [2, 'ArrowRight'],
    ] as const) {
      await setPivot(0, 0, 0)
      const grip = handle(page, `pivot-${'xyz'[axis]}`)
      await grip.focus()
      await grip.press(step)
      expect((await pivot())[axis]).toBe(0.01)
      await grip.press(`Shift+${step}`)
      expect((await pivot())[axis]).toBe(0.11)
    }
    await page.getByRole('button', { name: 'Bottom centre', exact: true }).click()
    await page
      .getByRole('status')
      .filter({ hasText: 'Pivot: bottom centre, 0, -0.5, 0' })
      .waitFor({ state: 'attached' })
  })

  it('moves by the keys of its plane and free grips: arrows for the first two axes, Page keys for the third', async () => {
    for (const [name, moves] of [
      ['pivot-xz', { ArrowRight: [0.01, 0, 0], ArrowUp: [0, 0, 0.01], 'Shift+ArrowDown': [0, 0, -0.1] }],
      ['pivot-yz', { ArrowLeft: [0, -0.01, 0], ArrowDown: [0, 0, -0.01] }],
      [
        'pivot-free',
        {
          'Shift+ArrowRight': [0.1, 0, 0],
          ArrowUp: [0, 0.01, 0],
          PageUp: [0, 0, 0.01],
          'Shift+PageDown': [0, 0, -0.1],
        },
      ],
    ] as const) {
      for (const [key, moved] of Object.entries(moves)) {
        await setPivot(0, 0, 0)
        await handle(page, name).focus()
        await handle(page, name).press(key)
        expect(await pivot(), `${name} ${key}`).toEqual(moved)
      }
    }
  })

  it('makes one step to undo of a held key, however often it repeats', async () => {
    await setPivot(0, 0, 0)
    await handle(page, 'pivot-y').focus()
    for (let repeat = 0; repeat < 6; repeat++) await page.keyboard.down('ArrowUp')
    await page.keyboard.up('ArrowUp')
    expect(await pivot()).toEqual([0, 0.06, 0])
    await page.keyboard.press('ControlOrMeta+z')
    expect(await pivot()).toEqual([0, 0, 0])
  })
})
