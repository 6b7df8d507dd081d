import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { expectFit, generate, saved, spin, type } from '../fixtures/open-page.ts'
import { boxGlb } from '../fixtures/packed-glb.ts'
import { readGlb } from '../fixtures/read-glb.ts'
import { CODE, openSessionUpstream, type SessionFiles, type SessionUpstream } from '../fixtures/session-upstream.ts'
import { CATCH_CAMERA, seenAt, stageCamera } from '../fixtures/stage-camera.ts'

let upstream: SessionUpstream

const { visit } = browserSuite({
  async server() {
    upstream = await openSessionUpstream()
    return ownServer({ PLINTH_UPSTREAM: upstream.origin })
  },
})

afterAll(() => upstream.close())

const SIZE = [0.4, 0.6, 0.2] as const
const PIVOT = [0, -0.5, 0.25] as const
const REQUESTED = { scaled_bbox: SIZE, pivot_point: PIVOT }

/** Opens, as a new visitor, a session whose upstream has these files. */
async function opened(files: SessionFiles): Promise<Page> {
  upstream.hold({ fields: REQUESTED, ...files })
  return visit(`/?session=${CODE}&lock=0`, { before: CATCH_CAMERA })
}

/** The largest distance of a value from the middle of a stretch; 1 at its ends. */
const reach = (values: readonly number[], from: number, whole: number): number =>
  Math.max(...values.map((value) => Math.abs((value - from) / whole - 0.5))) * 2

/** The share of the stage's width or height, whichever is larger, that a box in its middle fills; above 1, part of it is cut off. */
async function partSeen(page: Page, [width, height, depth]: readonly [number, number, number]): Promise<number> {
  const camera = await stageCamera(page)
  const corners = [-0.5, 0.5].flatMap((x) =>
    [0, 1].flatMap((y) => [-0.5, 0.5].map((z) => seenAt(camera, [x * width, y * height, z * depth]))),
  )
  return Math.max(
    reach(
      corners.map(({ x }) => x),
      camera.left,
      camera.width,
    ),
    reach(
      corners.map(({ y }) => y),
      camera.top,
      camera.height,
    ),
  )
}

const undo = (page: Page) => page.keyboard.press('ControlOrMeta+z')
const correct = (page: Page) => page.getByRole('button', { name: 'Correct it' })

describe('a mesh that came back with a fault', () => {
  it('a hundred times too large is seen whole, corrected free, downloaded right, and as it came again after undo', async () => {
    const delivered = await boxGlb([40, 60, 20], PIVOT)
    const page = await opened({ glb: delivered })
    await page.getByText('it is 100 times too large').waitFor()
    await expect.poll(() => partSeen(page, [40, 60, 20])).toBeGreaterThan(0.3)
    expect(await partSeen(page, [40, 60, 20])).toBeLessThan(1)

    await correct(page).click()
    await page.getByText('Resized for free').waitFor()
    await expect.poll(() => partSeen(page, SIZE), { message: 'and seen as large' }).toBeGreaterThan(0.3)
    expectFit(readGlb((await saved(page, 'Download GLB')).bytes), SIZE, PIVOT)
    await page.getByText('Measured in the file: size and pivot are as set.').waitFor()

    await undo(page)
    await page.getByText('Not as requested').waitFor()
    expect(Buffer.from((await saved(page, 'Download GLB')).bytes).equals(delivered)).toBe(true)
    expect(upstream.previews()).toEqual([])
  })

  it('with its axes exchanged stays upright when it is then made larger', async () => {
    const page = await opened({ glb: await boxGlb([SIZE[0], SIZE[2], SIZE[1]], [0, -0.25, -0.5]) })
    await page.getByText('its height and depth are swapped').waitFor()
    await correct(page).click()
    await page.getByText('Resized for free').waitFor()
    expectFit(readGlb((await saved(page, 'Download GLB')).bytes), SIZE, PIVOT)
    await type(page, 'Height', '1.2')
    await type(page, 'Pivot Y', '0.5')
    const { bytes } = await saved(page, 'Download GLB')
    expectFit(readGlb(bytes), [SIZE[0], 1.2, SIZE[2]], [0, 0.5, PIVOT[2]])
    // What was 0.6 m deep is 1.2 m high now. The face on top, known by its normals, was the front.
    const { positions, normals } = readGlb(bytes)
    const heights = Array.from(positions).filter((_, i) => i % 3 === 1 && (normals[i] ?? 0) > 0.9)
    expect(Math.max(...heights.map(Math.abs))).toBeLessThan(1e-5)
  })

  it('with its origin at the back instead of the front keeps its size and gets the right origin', async () => {
    const page = await opened({ glb: await boxGlb(SIZE, [0, -0.5, -0.25]) })
    await page.getByText('its pivot is mirrored').waitFor()
    await correct(page).click()
    await page.getByText('Resized for free').waitFor()
    expectFit(readGlb((await saved(page, 'Download GLB')).bytes), SIZE, PIVOT)
  })
})

describe('a mesh that cannot be shown', () => {
  it('is called damaged, while its FBX can still be downloaded', async () => {
    const fbx = new TextEncoder().encode('Kaydara FBX Binary')
    const page = await opened({ glb: (await boxGlb(SIZE, PIVOT)).slice(0, 400), fbx })
    await page.getByText('The mesh file is cut off or damaged').waitFor()
    expect(Buffer.from((await saved(page, 'Original FBX')).bytes).toString()).toBe('Kaydara FBX Binary')
    await expect.poll(() => page.getByRole('button', { name: 'Download GLB' }).isEnabled()).toBe(true)
  })

  it('ends the laying out of all spins with a message, and no further job is sent', async () => {
    const whole = await boxGlb(SIZE, PIVOT)
    const page = await opened({ glb: null, make: (index) => (index === 2 ? whole.slice(0, 400) : whole) })
    await spin(page, 1).click()
    await generate(page).click()
    await page.getByRole('button', { name: 'Generate and compare all 4 (3 jobs)' }).click()
    await page.getByText('Spin 3 was made, but its mesh could not be opened').waitFor()
    expect(upstream.previews().map(({ selected_spin_index }) => selected_spin_index)).toEqual([0, 1, 2])
    await page.getByRole('button', { name: 'Generate and compare all 4 (2 jobs)' }).waitFor()
  })
})
