import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { field, handle, middleOf, tapUntil, type, valueOf } from '../fixtures/open-page.ts'
import { ownCircles } from '../fixtures/own-circle.ts'
import { CATCH_CAMERA, alongAxisTo, seenAt, stageCamera } from '../fixtures/stage-camera.ts'

const { visit } = browserSuite()
let desk: Page
let phone: Page

const DRAFT = '/?session=SAMPLE_duck&w=1.2&h=0.8&d=0.9&pivot=0,0,0&figure=0&lock=0'
const PHONE = { viewport: { width: 412, height: 860 }, isMobile: true, hasTouch: true }

beforeAll(async () => {
  desk = await visit(DRAFT, { before: CATCH_CAMERA })
  phone = await visit(DRAFT, { ...PHONE, before: CATCH_CAMERA })
})

const SIZE = [1.2, 0.8, 0.9] as const
const SIZES = ['Width', 'Height', 'Depth'] as const
const PIVOTS = ['Pivot X', 'Pivot Y', 'Pivot Z'] as const
const AXES = [0, 1, 2] as const
type Triple = [number, number, number]
interface Place {
  readonly x: number
  readonly y: number
}

const values = async (page: Page, names: readonly string[]) => {
  const found = []
  for (const name of names) found.push(await valueOf(page, name))
  return found as Triple
}
const set = async (page: Page, names: readonly string[], to: readonly number[]) => {
  for (const [i, name] of names.entries()) await type(page, name, String(to[i]))
}
const topmost = (page: Page, { x, y }: Place) =>
  page.evaluate<string>(`document.elementFromPoint(${x}, ${y}).dataset.handle ?? ''`)

/** Chooses a view by its button, then turns or zooms it by keys. */
async function look(page: Page, view: string, ...keys: readonly string[]) {
  await page.getByRole('button', { name: view, exact: true }).click()
  await page.getByRole('application').focus()
  for (const key of keys) await page.keyboard.press(key)
  await middleOf(handle(page, 'pivot-free'))
}

const times = (count: number, key: string): string[] => Array.from({ length: count }, () => key)

const LOOKS: readonly (readonly string[])[] = [
  ['Three-quarter'],
  ['Front'],
  ['Right'],
  ['Top'],
  ['Three-quarter', ...times(6, 'ArrowLeft'), ...times(4, 'ArrowDown')],
  ['Three-quarter', ...times(10, 'ArrowRight')],
  ['Front', ...times(16, 'ArrowRight'), 'ArrowUp', 'ArrowUp'],
  ['Front', 'ArrowUp', 'ArrowRight', 'ArrowRight'],
]
const ZOOMS: readonly (readonly string[])[] = [[], times(7, '+'), times(14, '-')]

describe.each([
  ['mouse', 28, () => desk],
  ['finger', 40, () => phone],
] as const)('for a %s every grip that a view offers', (_, sizePx, open) => {
  it('has a circle of 24 px to itself, from every side, near and far, and the first view offers them all', async () => {
    const page = open()
    await set(page, PIVOTS, [0, 0, 0])
    const found = new Set<string>()
    const offered = new Map<string, readonly string[]>()
    for (const [view = '', ...keys] of LOOKS) {
      for (const zoom of ZOOMS) {
        await look(page, view, ...keys, ...zoom)
        const circles = await ownCircles(page)
        for (const { name, acrossPx } of circles) {
          expect(acrossPx, `${name} seen ${[view, ...keys, ...zoom].join(' ')}`).toBeGreaterThanOrEqual(24)
          expect(acrossPx).toBeLessThanOrEqual(sizePx)
          found.add(name)
        }
        offered.set(
          [view, ...keys, ...zoom].join(' '),
          circles.map(({ name }) => name),
        )
      }
    }
    expect(found.size).toBe(10)
    for (const from of LOOKS) expect(offered.get(from.join(' ')), from.join(' ')).toContain('pivot-free')
    expect(offered.get('Three-quarter')).toHaveLength(10)
  })

  it('has it with the pivot in a corner or on a face too, and while the 27 places are shown', async () => {
    const page = open()
    for (const pivot of [
      [0.5, 0.5, 0.5],
      [0.5, 0, 0],
      [0, 0.5, 0],
      [-0.5, -0.5, -0.5],
    ]) {
      await set(page, PIVOTS, pivot)
      await look(page, 'Three-quarter')
      const idle = await ownCircles(page)
      for (const { name, acrossPx } of idle)
        expect(acrossPx, `${name} with the pivot at ${pivot.join()}`).toBeGreaterThanOrEqual(24)
      expect(idle.filter(({ name }) => name.startsWith('size')).length, `faces with the pivot at ${pivot.join()}`).toBe(
        3,
      )
      await handle(page, 'pivot-free').focus()
      // One that would lie over the gizmo is hidden.
      await page.locator('[data-lattice]').filter({ visible: true }).first().waitFor()
      await middleOf(handle(page, 'size-x'))
      for (const { name, acrossPx } of await ownCircles(page))
        expect(acrossPx, `${name} among the places`).toBeGreaterThanOrEqual(24)
    }
    await set(page, PIVOTS, [0, 0, 0])
  })
})

/** The middle of the face on one side of an axis, in the stage's metres. */
function faceMiddle(axis: 0 | 1 | 2, side: 1 | -1): Triple {
  const middle: Triple = [0, SIZE[1] / 2, 0]
  middle[axis] = axis === 1 ? SIZE[1] : (side * SIZE[axis]) / 2
  return middle
}

async function pull(page: Page, name: string, by: Place, midway: () => Promise<unknown> = async () => {}) {
  const grip = await middleOf(handle(page, name))
  await page.mouse.move(grip.x, grip.y)
  await page.mouse.down()
  await page.mouse.move(grip.x + by.x / 2, grip.y + by.y / 2, { steps: 2 })
  await midway()
  await page.mouse.move(grip.x + by.x, grip.y + by.y, { steps: 2 })
  await page.mouse.up()
}

describe('a face of the box', () => {
  beforeEach(async () => {
    await set(desk, SIZES, SIZE)
    await set(desk, PIVOTS, [0.5, 0.5, -0.5])
  })

  it.each([
    ['the right, the top and the front', ['Three-quarter'], { 0: 1, 1: 1, 2: 1 }, [0.5, 0.5, -0.5]],
    [
      'the left and the back from behind',
      ['Three-quarter', ...times(22, 'ArrowRight')],
      { 0: -1, 1: 1, 2: -1 },
      [-0.5, 0.5, 0.5],
    ],
  ] as const)(
    '%s follow the pointer within 2 %, and each changes its own size alone, while the camera stands still',
    async (_, [view, ...keys], sides, pivot) => {
      // Out of the way: the grips of the faces make room for the pivot's.
      await set(desk, PIVOTS, pivot)
      for (const axis of AXES) {
        await set(desk, SIZES, SIZE)
        await look(desk, view, ...keys)
        const [name, side] = [`size-${'xyz'[axis]}`, sides[axis]]
        const grip = await middleOf(handle(desk, name))
        expect(await topmost(desk, grip)).toBe(name)
        const camera = await stageCamera(desk)
        const middle = faceMiddle(axis, side)
        const seen = seenAt(camera, middle)
        expect(Math.hypot(seen.x - grip.x, seen.y - grip.y)).toBeLessThan(1)
        const ahead: Triple = [...middle]
        ahead[axis] += 0.1 * side
        const there = seenAt(camera, ahead)
        const by = { x: there.x - seen.x, y: there.y - seen.y }
        await pull(desk, name, by, async () => {
          await desk.mouse.wheel(0, -200)
          await desk.evaluate(`dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }))`)
        })
        const expected =
          SIZE[axis] +
          (axis === 1 ? 1 : 2) * side * alongAxisTo(camera, middle, axis, { x: grip.x + by.x, y: grip.y + by.y }, 3)
        const after = await values(desk, SIZES)
        expect(expected).toBeGreaterThan(SIZE[axis] * 1.05)
        expect(Math.abs(after[axis] / expected - 1), name).toBeLessThan(0.02)
        expect(after.with(axis, 0)).toEqual(Array.from<number>(SIZE).with(axis, 0))
        expect(await stageCamera(desk)).toEqual(camera)
      }
    },
  )

  it('goes back with Escape, and one drag is one step to undo', async () => {
    await look(desk, 'Three-quarter')
    await pull(desk, 'size-x', { x: 40, y: 0 }, () => desk.keyboard.press('Escape'))
    expect(await values(desk, SIZES)).toEqual(SIZE)
    await pull(desk, 'size-x', { x: 40, y: 0 })
    expect((await values(desk, SIZES))[0]).toBeGreaterThan(SIZE[0])
    await desk.keyboard.press('ControlOrMeta+z')
    expect(await values(desk, SIZES)).toEqual(SIZE)
  })

  it('moves by its keys: one per cent by an arrow, ten with Shift, and only its own size', async () => {
    for (const [axis, key, factor] of [
      [0, 'ArrowRight', 1.01],
      [1, 'Shift+ArrowUp', 1.1],
      [2, 'ArrowLeft', 1 / 1.01],
      [2, 'Shift+ArrowDown', 1 / 1.1],
    ] as const) {
      await set(desk, SIZES, SIZE)
      await handle(desk, `size-${'xyz'[axis]}`).focus()
      await handle(desk, `size-${'xyz'[axis]}`).press(key)
      const after = await values(desk, SIZES)
      for (const other of AXES) expect(after[other]).toBeCloseTo(other === axis ? SIZE[other] * factor : SIZE[other], 3)
    }
  })

  it('looks different under the pointer, and different again while it is held', async () => {
    await look(desk, 'Three-quarter')
    const drawn = async () => {
      const { x, y } = await middleOf(handle(desk, 'size-y'))
      return (await desk.screenshot({ clip: { x: x - 12, y: y - 12, width: 24, height: 24 } })).toString('base64')
    }
    await desk.mouse.move(5, 5)
    const idle = await drawn()
    const { x, y } = await middleOf(handle(desk, 'size-y'))
    await desk.mouse.move(x, y)
    const hovered = await drawn()
    await desk.mouse.down()
    const held = await drawn()
    await desk.mouse.up()
    expect(new Set([idle, hovered, held]).size).toBe(3)
  })
})

describe('the gizmo', () => {
  it('looks different under the pointer, different again while held, and lit after the release', async () => {
    await set(desk, PIVOTS, [0, 0, 0])
    await look(desk, 'Three-quarter')
    const { x, y } = await middleOf(handle(desk, 'pivot-xy'))
    /** Size and opacity of the gizmo's squares. */
    const drawn = async () => {
      await middleOf(handle(desk, 'pivot-xy'))
      return desk.evaluate<string>(`(() => {
        const squares = [];
        seenScene.traverse((object) => object.renderOrder === 10 && squares.push([object.scale.x, object.material.opacity]));
        return JSON.stringify(squares);
      })()`)
    }
    await desk.mouse.move(5, 5)
    const idle = await drawn()
    await desk.mouse.move(x, y)
    const hovered = await drawn()
    await desk.mouse.down()
    const held = await drawn()
    await desk.mouse.up()
    const released = await drawn()
    await desk.mouse.move(5, 5)
    expect(new Set([idle, hovered, held]).size).toBe(3)
    expect([released, await drawn()]).toEqual([hovered, idle])
  })

  it('and the box keep every digit and every automatic axis when a gesture is cancelled, with no step to undo', async () => {
    const page = await visit('/?session=SAMPLE_duck&w=1.234567&h=0.876543&d=~0.9&pivot=0.123456,-0.234567,0.0001234')
    const exact = async () => {
      const texts = []
      for (const name of [...SIZES, ...PIVOTS]) {
        await field(page, name).focus()
        texts.push(await field(page, name).inputValue())
      }
      return [...texts, await page.getByRole('button', { name: 'Auto depth' }).getAttribute('aria-pressed')]
    }
    const before = await exact()
    expect([before[0], before[3], before.at(-1)]).toEqual(['1.234567', '0.123456', 'true'])
    for (const name of ['pivot-x', 'pivot-free', 'size-x', 'size-y', 'size-z']) {
      await pull(page, name, { x: -30, y: -20 }, () => page.keyboard.press('Escape'))
      expect(await exact(), name).toEqual(before)
    }
    await field(page, 'Width').fill('3')
    await field(page, 'Width').press('Escape')
    await handle(page, 'pivot-y').focus()
    await page.keyboard.down('ArrowUp')
    await page.keyboard.press('Escape')
    await page.keyboard.up('ArrowUp')
    expect(await exact()).toEqual(before)
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
  })
})

/** Puts a finger on a grip and moves it in three steps; it is lifted, or the system cancels the touch. */
async function stroke(name: string, by: Place, end: 'touchEnd' | 'touchCancel' = 'touchEnd') {
  const grip = await middleOf(handle(phone, name))
  expect(await topmost(phone, grip)).toBe(name)
  const session = await phone.context().newCDPSession(phone)
  const touch = (kind: 'touchStart' | 'touchMove' | typeof end, part = 0) =>
    session.send('Input.dispatchTouchEvent', {
      type: kind,
      touchPoints: kind === end ? [] : [{ x: grip.x + part * by.x, y: grip.y + part * by.y }],
    })
  await touch('touchStart')
  for (const part of [0.2, 0.6, 1]) await touch('touchMove', part)
  await touch(end)
  await session.detach()
}

describe('under a finger', () => {
  beforeEach(async () => {
    await set(phone, SIZES, SIZE)
    await set(phone, PIVOTS, [0, 0, 0])
    await look(phone, 'Three-quarter')
  })

  it('an arrow, a plane and the free grip move the pivot as they should, while the camera stands still', async () => {
    const { viewing, projection } = await stageCamera(phone)
    await stroke('pivot-x', { x: -30, y: 6 })
    const [x, ...rest] = await values(phone, PIVOTS)
    expect(x).toBeLessThan(-0.05)
    expect(rest).toEqual([0, 0])
    await stroke('pivot-xy', { x: 22, y: -30 })
    const [, y, z] = await values(phone, PIVOTS)
    expect(y).toBeGreaterThan(0.05)
    expect(z).toBe(0)
    await set(phone, PIVOTS, [0.05, 0.05, 0.05])
    await stroke('pivot-free', { x: 24, y: 17 })
    for (const value of await values(phone, PIVOTS)) expect(Math.abs(value - 0.05)).toBeGreaterThan(0.001)
    expect(await stageCamera(phone)).toMatchObject({ viewing, projection })
  })

  it('a face is pulled, and goes back when the system cancels the touch', async () => {
    await stroke('size-y', { x: 0, y: -30 })
    const [width, height, depth] = await values(phone, SIZES)
    expect(height).toBeGreaterThan(SIZE[1] * 1.05)
    expect([width, depth]).toEqual([SIZE[0], SIZE[2]])
    await set(phone, SIZES, SIZE)
    await stroke('size-x', { x: 30, y: 0 }, 'touchCancel')
    // The browser confirms a cancelled touch before the page has heard of it.
    await expect.poll(() => values(phone, SIZES)).toEqual(SIZE)
  })

  it('the 27 places stay after a drag, and the pivot goes to the one that is tapped', async () => {
    await stroke('pivot-y', { x: 0, y: -25 })
    await expect.poll(() => phone.locator('[data-lattice]').count()).toBe(27)
    await tapUntil(
      phone.locator('[data-lattice="-0.5,0.5,0.5"]'),
      async () => (await values(phone, PIVOTS)).join() === '-0.5,0.5,0.5',
    )
  })
})
