import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { VIEWS } from '../../src/stage/views.ts'
import { browserSuite } from '../fixtures/browser-suite.ts'
import { handle, middleOf, type } from '../fixtures/open-page.ts'
import { CATCH_CAMERA, eyeOf, seenAt, stageCamera, type StageCamera } from '../fixtures/stage-camera.ts'

const { visit } = browserSuite()
let page: Page

const SIZE = [1.2, 0.8, 0.9] as const
const MIDDLE = [0, SIZE[1] / 2, 0] as const
const RADIUS = Math.hypot(...SIZE) / 2

beforeAll(
  async () =>
    void (page = await visit('/?session=SAMPLE_duck&w=1.2&h=0.8&d=0.9&pivot=-0.5,-0.5,-0.5&figure=0', {
      hasTouch: true,
      before: CATCH_CAMERA,
    })),
)

/** A place on the bare stage, right of and below its middle. */
let ground: { x: number; y: number }

beforeEach(async () => {
  await page.getByRole('button', { name: 'Three-quarter' }).click()
  await settled()
  const { left, top, width, height } = await stageCamera(page)
  ground = { x: left + width * 0.72, y: top + height * 0.78 }
})

/** Waits for the handles to come to rest. */
const settled = () => middleOf(handle(page, 'pivot-free'))

/** The rotation of the view, without the place of the eye. */
const turned = ({ viewing }: StageCamera) => [0, 1, 2, 4, 5, 6, 8, 9, 10].map((i) => viewing[i] ?? Number.NaN)
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5) as number)
const distance = (camera: StageCamera) => Math.hypot(...eyeOf(camera).map((place, axis) => place - (MIDDLE[axis] ?? 0)))

async function after(
  act: () => Promise<unknown>,
): Promise<{ before: StageCamera; now: StageCamera; movedPx: { x: number; y: number } }> {
  const before = await stageCamera(page)
  await act()
  await settled()
  const now = await stageCamera(page)
  const [a, b] = [seenAt(before, MIDDLE), seenAt(now, MIDDLE)]
  return { before, now, movedPx: { x: b.x - a.x, y: b.y - a.y } }
}

const drag = async (dx: number, dy: number, button: 'left' | 'right' = 'left') => {
  await page.mouse.move(ground.x, ground.y)
  await page.mouse.down({ button })
  await page.mouse.move(ground.x + dx, ground.y + dy, { steps: 4 })
  await page.mouse.up({ button })
}

const holding = async (key: string, act: () => Promise<unknown>) => {
  await page.keyboard.down(key)
  await act()
  await page.keyboard.up(key)
}

const overMiddle = async () => {
  const { x, y } = seenAt(await stageCamera(page), MIDDLE)
  await page.mouse.move(x, y)
}

/** The eye went round the box: the view turned, the distance and the box's middle on screen stayed. */
function expectOrbit({ before, now, movedPx }: Awaited<ReturnType<typeof after>>) {
  expect(turned(now)).not.toEqual(close(turned(before)))
  expect(distance(now)).toBeCloseTo(distance(before), 5)
  expect(Math.hypot(movedPx.x, movedPx.y)).toBeLessThan(0.1)
}

function expectPan({ before, now, movedPx }: Awaited<ReturnType<typeof after>>, dx: number, dy: number) {
  expect(turned(now)).toEqual(close(turned(before)))
  expect(Math.abs(movedPx.x - dx)).toBeLessThan(2)
  expect(Math.abs(movedPx.y - dy)).toBeLessThan(2)
}

function expectZoom({ before, now }: Awaited<ReturnType<typeof after>>, factor: number) {
  expect(turned(now)).toEqual(close(turned(before)))
  expect(distance(before) / distance(now) / factor).toBeCloseTo(1, 2)
}

describe('by mouse', () => {
  it('a drag orbits the box', async () => {
    expectOrbit(await after(() => drag(60, -30)))
  })

  it('a drag with the right button pans, and so does one with Shift: the box follows the pointer', async () => {
    expectPan(await after(() => drag(50, -30, 'right')), 50, -30)
    expectPan(await after(() => holding('Shift', () => drag(-40, 20))), -40, 20)
  })

  it('the wheel zooms about the pointer, by as much as it turns', async () => {
    await overMiddle()
    expectZoom(await after(() => page.mouse.wheel(0, -100)), 1.127)
    expectZoom(await after(() => page.mouse.wheel(0, 100)), 1 / 1.127)
    expectZoom(await after(() => page.mouse.wheel(0, -10)), 1.012)
    const there = await stageCamera(page)
    await page.mouse.move(ground.x, ground.y)
    const { now, movedPx } = await after(() => page.mouse.wheel(0, -100))
    const middle = seenAt(there, MIDDLE)
    expect(turned(now)).toEqual(close(turned(there)))
    expect(movedPx.x / (middle.x - ground.x)).toBeCloseTo(0.127, 1)
    expect(movedPx.y / (middle.y - ground.y)).toBeCloseTo(0.127, 1)
  })

  it('the wheel zooms over a handle as well', async () => {
    const { x, y } = await middleOf(handle(page, 'pivot-free'))
    await page.mouse.move(x, y)
    const { before, now } = await after(() => page.mouse.wheel(0, -100))
    expect(distance(now)).toBeLessThan(distance(before))
  })
})

describe('by trackpad', () => {
  it('a pinch zooms by the scale of the fingers, and a swipe with Shift or sideways pans', async () => {
    await overMiddle()
    expectZoom(await after(() => holding('Control', () => page.mouse.wheel(0, -100 * Math.log(1.2)))), 1.2)
    expectPan(await after(() => holding('Shift', () => page.mouse.wheel(0, 40))), -40, 0)
    expectPan(await after(() => page.mouse.wheel(30, 10)), -30, -10)
  })

  it('no swipe, however long, ends inside the box or so far away that it is lost', async () => {
    await overMiddle()
    for (let i = 0; i < 60; i++) await page.mouse.wheel(0, -400)
    await settled()
    expect(distance(await stageCamera(page))).toBeGreaterThan(RADIUS * 0.2)
    for (let i = 0; i < 90; i++) await page.mouse.wheel(0, 400)
    await settled()
    const far = distance(await stageCamera(page))
    expect(far).toBeGreaterThan(RADIUS * 50)
    expect(far).toBeLessThan(RADIUS * 150)
  })
})

/** Moves fingers over the stage in three steps, each by its own distance. */
async function fingers(
  ...touches: readonly { readonly from: { x: number; y: number }; readonly dx: number; readonly dy: number }[]
) {
  const session = await page.context().newCDPSession(page)
  const touch = (kind: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
    session.send('Input.dispatchTouchEvent', {
      type: kind,
      touchPoints:
        kind === 'touchEnd'
          ? []
          : touches.map(({ from, dx, dy }, id) => ({ x: from.x + part * dx, y: from.y + part * dy, id })),
    })
  await touch('touchStart', 0)
  for (const part of [0.3, 0.6, 1]) await touch('touchMove', part)
  await touch('touchEnd', 1)
  await session.detach()
}

describe('by finger', () => {
  it('one orbits', async () => {
    expectOrbit(await after(() => fingers({ from: ground, dx: 50, dy: -20 })))
  })

  it('two pan, and zoom as they part', async () => {
    const beside = { x: ground.x - 100, y: ground.y }
    const pan = await after(() => fingers({ from: ground, dx: 40, dy: -20 }, { from: beside, dx: 40, dy: -20 }))
    expect(turned(pan.now)).toEqual(close(turned(pan.before)))
    expect(pan.movedPx.x).toBeGreaterThan(20)
    expect(pan.movedPx.y).toBeLessThan(-10)
    const pinch = await after(() => fingers({ from: ground, dx: 50, dy: 0 }, { from: beside, dx: -50, dy: 0 }))
    expect(turned(pinch.now)).toEqual(close(turned(pinch.before)))
    expect(distance(pinch.before) / distance(pinch.now)).toBeGreaterThan(1.5)
  })
})

describe('by keyboard', () => {
  beforeEach(() => page.getByRole('application').focus())

  it('arrows orbit, with Shift they pan, plus and minus zoom', async () => {
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'])
      expectOrbit(await after(() => page.keyboard.press(key)))
    const { before, now, movedPx } = await after(() => page.keyboard.press('Shift+ArrowRight'))
    expect(turned(now)).toEqual(close(turned(before)))
    expect(movedPx.x).toBeLessThan(-20)
    expect(Math.abs(movedPx.y)).toBeLessThan(1)
    await page.keyboard.press('q')
    expectZoom(await after(() => page.keyboard.press('+')), 1.15)
    expectZoom(await after(() => page.keyboard.press('-')), 1 / 1.15)
  })

  it.each(Object.values(VIEWS))(
    '$name is shown alike by its key and its button, from where its name says',
    async ({ name, key, from }) => {
      await drag(70, -40)
      await page.keyboard.press(key)
      await settled()
      const byKey = await stageCamera(page)
      await drag(40, 20, 'right')
      await page.getByRole('button', { name, exact: true }).click()
      await settled()
      const byButton = await stageCamera(page)
      expect(byButton.viewing).toEqual(close(byKey.viewing))
      const [x, y, z] = [byKey.viewing[2], byKey.viewing[6], byKey.viewing[10]]
      expect([x, y, z]).toEqual(from.map((part) => expect.closeTo(part / Math.hypot(...from), 3)))
      const seen = seenAt(byKey, MIDDLE)
      expect(seen.x).toBeCloseTo(byKey.left + byKey.width / 2, 1)
      expect(seen.y).toBeCloseTo(byKey.top + byKey.height / 2, 1)
    },
  )

  it('Frame all, by key or button, shows the whole box again from the same direction', async () => {
    const framed = await stageCamera(page)
    for (const press of [
      () => page.keyboard.press('a'),
      () => page.getByRole('button', { name: 'Frame all' }).click(),
    ]) {
      await drag(90, 60, 'right')
      await overMiddle()
      await page.mouse.wheel(0, -300)
      const { before, now } = await after(press)
      expect(before.viewing).not.toEqual(close(framed.viewing))
      expect(now.viewing).toEqual(close(framed.viewing))
    }
  })
})

/** How far the middle of the box is from that of the picture, in heights of the picture. */
function off(camera: StageCamera): number[] {
  const { x, y } = seenAt(camera, MIDDLE)
  return [(x - camera.left - camera.width / 2) / camera.height, (y - camera.top - camera.height / 2) / camera.height]
}

describe('a window of another size', () => {
  it('keeps the artist’s own view, and does not move the camera while a handle is held', async () => {
    await drag(40, -25, 'right')
    await overMiddle()
    const { now: own } = await after(() => page.mouse.wheel(0, -150))
    const grip = await middleOf(handle(page, 'size-x'))
    await page.mouse.move(grip.x, grip.y)
    await page.mouse.down()
    await page.mouse.move(grip.x + 4, grip.y)
    const { projection } = await stageCamera(page)
    await page.setViewportSize({ width: 1120, height: 600 })
    await expect.poll(async () => (await stageCamera(page)).projection).not.toEqual(projection)
    await settled()
    expect((await stageCamera(page)).viewing).toEqual(own.viewing)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await settled()
    const shown = await stageCamera(page)
    expect(turned(shown)).toEqual(close(turned(own)))
    expect(off(shown)).toEqual(off(own).map((part) => expect.closeTo(part, 1)))
    await page.setViewportSize({ width: 1120, height: 720 })
    await settled()
    expect((await stageCamera(page)).viewing).toEqual(close(own.viewing))
  })
})

describe('in a small window', () => {
  it.each([
    ['a phone’s 360 pixels', { width: 360, height: 740 }],
    ['a zoom of 200 %', { width: 640, height: 360 }],
  ])('whatever has the focus can be seen, at %s', async (_, viewport) => {
    const small = await visit('/', { viewport })
    await type(small, 'Width', '0.3')
    const hidden: string[] = []
    const reached = new Set<string>()
    await small.evaluate('document.activeElement.blur(); scrollTo(0, 0)')
    for (let presses = 0; presses < 90; presses++) {
      await small.keyboard.press('Tab')
      const told = await small.evaluate<{ name: string; seen: boolean; inStage: boolean } | null>(`(() => {
        const here = document.activeElement;
        if (!here || here === document.body) return null;
        const shown = here.matches('input[type=radio]') ? here.closest('label') ?? here.parentElement : here;
        const { left, top, width, height } = shown.getBoundingClientRect();
        const on = document.elementFromPoint(left + width / 2, top + height / 2);
        const name = here.getAttribute('aria-label') || here.textContent || here.tagName;
        return { name, inStage: here.closest('section[aria-label=Stage]') !== null, seen: on !== null && (shown.contains(on) || on.contains(shown)) && on.closest('section[aria-label=Stage]') === here.closest('section[aria-label=Stage]') };
      })()`)
      if (!told || told.inStage) continue
      reached.add(told.name)
      if (!told.seen) hidden.push(told.name)
    }
    expect(hidden).toEqual([])
    for (const name of ['Width', 'Height', 'Depth', 'Pivot X', 'Z from centre', 'Unit'])
      expect([...reached]).toContain(name)
  })
})
