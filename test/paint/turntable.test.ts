import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import type { Model } from '../../src/paint/model.ts'
import { framingOf, MESH_TEXTURE_PX, SPIN_TEXTURE_PX } from '../../src/engine/pipeline.ts'
import { READINGS } from '../../src/shape/readings.ts'
import { textureSurface } from '../../src/paint/texture-surface.ts'
import {
  loopOf,
  renderFrames,
  renderTurntable,
  type Frames,
  type Framing,
  type TurntableOptions,
} from '../../src/paint/turntable.ts'
import { drawnSubject, rectangle } from '../fixtures/masks.ts'
import { paintedSubject } from '../fixtures/painted-model.ts'
import { asJpeg, renderScene, THINGS } from '../fixtures/scenes.ts'

const FRAMING: Framing = { height: 180, radius: 120 }
const PX = 120
const TRIANGLES = { maxTriangles: 12_000 }

type Rgb = readonly [number, number, number]

async function model(label: string, subject = paintedSubject()): Promise<Model> {
  const reading = READINGS.find((candidate) => candidate.label === label)
  if (!reading) throw new Error(`No reading is called ${label}.`)
  return textureSurface(await reading.build(subject, TRIANGLES), subject, { size: 512 })
}

const rendered = (turning: Model, options: TurntableOptions): Uint8Array => renderFrames(turning, options).rgb

/** The pixels of one frame that are clearly more colourful than the grey around the object. */
function coloured(frames: Uint8Array, frame: number, sizePx = PX): { x: number; y: number; rgb: Rgb }[] {
  const found: { x: number; y: number; rgb: Rgb }[] = []
  for (let p = 0; p < sizePx * sizePx; p++) {
    const at = 3 * (frame * sizePx * sizePx + p)
    const rgb = [frames[at]!, frames[at + 1]!, frames[at + 2]!] as const
    if (Math.max(...rgb) - Math.min(...rgb) > 30) found.push({ x: p % sizePx, y: Math.floor(p / sizePx), rgb })
  }
  return found
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('a turntable', () => {
  test('is an animated WebP that loops: 36 frames of 360 pixels under 500 kB', async () => {
    const webp = await renderTurntable(await model('round'), { framing: FRAMING })
    const found = await sharp(webp, { pages: -1 }).metadata()
    expect(found).toMatchObject({ format: 'webp', pages: 36, width: 360, pageHeight: 360, loop: 0 })
    expect(new Set(found.delay)).toEqual(new Set([80]))
    expect(webp.length).toBeLessThan(500_000)
  })

  test('shows every frame as it was rendered, with nothing left over from the frames before', async () => {
    const drawn: Frames[] = []
    const webp = await renderTurntable(await model('slab'), {
      framing: FRAMING,
      sizePx: PX,
      turnsRad: loopOf(12),
      onFrame: (_, frames) => drawn.push(frames),
    })
    const [frames] = drawn
    if (!frames) throw new Error('No frame was drawn.')
    const shown = await sharp(webp, { pages: -1 }).removeAlpha().raw().toBuffer()
    expect(shown.length).toBe(frames.rgb.length)
    const bytes = PX * PX * 3
    for (let frame = 0; frame < 12; frame++) {
      const object = new Set(coloured(frames.rgb, frame).map(({ x, y }) => y * PX + x))
      let worst = 0
      for (let p = 0; p < PX * PX; p++) {
        const [x, y] = [p % PX, Math.floor(p / PX)]
        let near = false
        // Lossy pictures ring within a block of 16; farther from the object than that, the backdrop must be clean.
        for (let dy = -16; dy <= 16 && !near; dy += 4)
          for (let dx = -16; dx <= 16 && !near; dx += 4) near = object.has((y + dy) * PX + x + dx)
        if (!near)
          worst = Math.max(worst, Math.abs(shown[frame * bytes + 3 * p + 1]! - frames.rgb[frame * bytes + 3 * p + 1]!))
      }
      expect(worst, `frame ${frame}`).toBeLessThan(6)
    }
  })

  test('turns once in a loop: the last frame steps on to the first as every frame to its next', async () => {
    const frames = rendered(await model('round'), { framing: FRAMING, sizePx: PX })
    const bytes = PX * PX * 3
    const steps = Array.from({ length: 36 }, (_, frame) => {
      const next = (frame + 1) % 36
      let difference = 0
      for (let k = 0; k < bytes; k++) difference += Math.abs(frames[frame * bytes + k]! - frames[next * bytes + k]!)
      return difference / bytes
    })
    expect(Math.min(...steps)).toBeGreaterThan(0.2)
    expect(steps[35]).toBeLessThan(2 * mean(steps))
  })

  test('starts with a still that shows the front, upright, in its own colours', async () => {
    const still = coloured(rendered(await model('slab'), { framing: FRAMING, sizePx: PX, turnsRad: loopOf(1) }), 0)
    const [left, right] = [still.filter(({ x }) => x < 55), still.filter(({ x }) => x > 75)]
    // The painted L: redder to the right, greener downwards, its upper right empty.
    expect(mean(right.map(({ rgb }) => rgb[0]))).toBeGreaterThan(mean(left.map(({ rgb }) => rgb[0])) + 40)
    const [upper, lower] = [still.filter(({ y }) => y < 55), still.filter(({ y }) => y > 75)]
    expect(mean(lower.map(({ rgb }) => rgb[1]))).toBeGreaterThan(mean(upper.map(({ rgb }) => rgb[1])) + 40)
    expect(upper.filter(({ x }) => x > 70)).toHaveLength(0)
    expect(upper.length).toBeGreaterThan(100)
  })

  test('keeps the object whole within every frame', async () => {
    const frames = rendered(await model('turned'), { framing: FRAMING, sizePx: PX, turnsRad: loopOf(12) })
    for (let frame = 0; frame < 12; frame++) {
      const pixels = coloured(frames, frame)
      expect(pixels.length).toBeGreaterThan(1000)
      for (const { x, y } of pixels)
        if (x === 0 || y === 0 || x === PX - 1 || y === PX - 1)
          throw new Error(`Frame ${frame} cuts the object off at ${x}, ${y}.`)
    }
  })

  test.each([
    [60, 300],
    [140, 300],
    [165, 300],
    [300, 300],
    [300, 120],
  ])('keeps object and shadow of %i × %i within every frame', async (width, height) => {
    const subject = rectangle(width, height)
    const frames = renderFrames(await model('turned', subject), {
      framing: { height, radius: width / 2 },
      sizePx: PX,
      turnsRad: loopOf(36),
    })
    const green = (frame: number, x: number, y: number) => frames.rgb[3 * (frame * PX * PX + y * PX + x) + 1]!
    let [first, last] = [PX, 0]
    for (let frame = 0; frame < 36; frame++)
      for (let y = 0; y < PX; y++) {
        const row = Array.from({ length: PX }, (_, x) => green(frame, x, y))
        const plain = Math.max(...row)
        // Faint to the last: on the outermost pixels there is nothing but the backdrop.
        const edge = y === 0 || y === PX - 1 ? Math.min(...row) : Math.min(row[0]!, row[PX - 1]!)
        expect(plain - edge, `frame ${frame}, row ${y}`).toBeLessThan(7)
        if (plain - Math.min(...row) > 20) [first, last] = [Math.min(first, y), Math.max(last, y)]
      }
    // And no smaller than it has to be: a tall thing fills the frame's height.
    expect(last - first).toBeGreaterThan(height > width ? 0.8 * PX : 0)
  })

  test('shows all four readings at one scale: equal heights on the screen', async () => {
    const heights: number[] = []
    for (const { label } of READINGS) {
      const ys = coloured(rendered(await model(label), { framing: FRAMING, sizePx: PX, turnsRad: loopOf(1) }), 0).map(
        ({ y }) => y,
      )
      heights.push(Math.max(...ys) - Math.min(...ys))
    }
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(0.12 * PX)
    expect(Math.min(...heights)).toBeGreaterThan(0.4 * PX)
  })

  test('darkens the ground where the object stands, and nothing far from it', async () => {
    const frames = rendered(await model('round'), { framing: FRAMING, sizePx: PX, turnsRad: loopOf(1) })
    const grey = (x: number, y: number) => frames[3 * (y * PX + x) + 1]!
    const ys = coloured(frames, 0).map(({ y }) => y)
    const foot = Math.max(...ys) + 2
    expect(grey(PX / 2, foot)).toBeLessThan(grey(1, foot) - 12)
    expect(Math.abs(grey(1, foot) - grey(PX - 2, foot))).toBeLessThan(6)
  })

  test('has soft outlines: between object and ground lie pixels of neither', async () => {
    const plain = drawnSubject(280, 220, (x, y) => Math.hypot(x - 140, y - 110) < 90)
    plain.colour.fill(0)
    const frames = rendered(await model('round', plain), {
      framing: { height: 180, radius: 90 },
      sizePx: PX,
      turnsRad: loopOf(1),
    })
    let soft = 0
    for (let y = 40; y < 80; y++) {
      const row = Array.from({ length: PX }, (_, x) => frames[3 * (y * PX + x) + 1]!)
      const first = row.findIndex((value) => value < row[0]! - 4)
      expect(row[first + 2]).toBeLessThan(0.5 * row[0]!)
      if (row[first]! > 0.55 * row[0]!) soft++
    }
    // A quarter of the rows have their outline between two pixels by chance.
    expect(soft).toBeGreaterThan(20)
  })

  test('reports every frame', async () => {
    const told: string[] = []
    rendered(await model('slab'), {
      framing: FRAMING,
      sizePx: 24,
      turnsRad: loopOf(3),
      onFrame: (done, { count }) => told.push(`${done}/${count}`),
    })
    expect(told).toEqual(['1/3', '2/3', '3/3'])
  })
})

/** Magenta's hue, 300° ± 20°, at any lightness that has a hue at all: red and blue well above green, and about equal. */
function isMagenta(r: number, g: number, b: number): boolean {
  const most = Math.max(r, b)
  return most > 40 && g < 0.55 * Math.min(r, b) && Math.abs(r - b) < 0.35 * (most - g)
}

function magentaIn(rgb: Uint8Array): number {
  let count = 0
  for (let k = 0; k < rgb.length; k += 3) if (isMagenta(rgb[k]!, rgb[k + 1]!, rgb[k + 2]!)) count++
  return count
}

describe('a subject on pure magenta', () => {
  test.each([
    [255, 0, 255],
    [120, 5, 118],
    [60, 8, 66],
  ] as const)('is told from magenta lit or not: %i, %i, %i', (r, g, b) => {
    expect(isMagenta(r, g, b)).toBe(true)
    for (const { colour } of THINGS) expect(isMagenta(...colour)).toBe(false)
  })

  for (const thing of THINGS)
    for (const kind of ['clean', 'JPEG 90'] as const)
      test(`a ${thing.name}, ${kind}, shows less than 0.05 % magenta in its textures and in every frame of all four readings`, async () => {
        const { picture } = renderScene(thing, { name: 'magenta', at: () => [255, 0, 255] })
        const subject = cutOut(kind === 'clean' ? picture : await asJpeg(picture, 90))
        const sizePx = 120
        for (const { label, build } of READINGS) {
          const surface = await build(subject, TRIANGLES)
          const large = textureSurface(surface, subject, { size: MESH_TEXTURE_PX }).texture
          expect(magentaIn(large.rgb) / (large.rgb.length / 3), `${label}: texture of a mesh`).toBeLessThan(0.0005)
          const textured = textureSurface(surface, subject, { size: SPIN_TEXTURE_PX })
          expect(
            magentaIn(textured.texture.rgb) / (textured.texture.rgb.length / 3),
            `${label}: texture of a spin`,
          ).toBeLessThan(0.0005)
          const frames = rendered(textured, { framing: framingOf(subject), sizePx })
          const bytes = 3 * sizePx * sizePx
          for (let frame = 0; frame < 36; frame++) {
            const shown = frames.subarray(frame * bytes, (frame + 1) * bytes)
            // A frame shows some two thousand pixels of the object: a single one would be too many.
            expect(magentaIn(shown), `${label}: frame ${frame}`).toBe(0)
          }
        }
      })
})
