import { describe, expect, test } from 'vitest'
import type { Model } from '../../src/paint/model.ts'
import { buildRelief } from '../../src/shape/relief.ts'
import { buildSlab } from '../../src/shape/slab.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import { PANELS, type Panel, type Surface } from '../../src/shape/surface.ts'
import { textureSurface } from '../../src/paint/texture-surface.ts'
import { drawnSubject } from '../fixtures/masks.ts'
import { expectPaintedFront, paintedSubject, pick } from '../fixtures/painted-model.ts'

const TRIANGLES = { maxTriangles: 12_000 }

type Rgb = readonly [number, number, number]

/** A subject in which every pixel, inside and out, has the colour that `at` gives it. */
function coloured(subject: Subject, at: (x: number, y: number) => Rgb): Subject {
  for (let p = 0; p < subject.width * subject.height; p++)
    subject.colour.set(at(p % subject.width, Math.floor(p / subject.width)), 3 * p)
  return subject
}

/** Colours and texels of the vertices of one panel. */
function panelColours(surface: Surface, model: Model, panel: Panel): { x: number; y: number; rgb: Rgb }[] {
  const found: { x: number; y: number; rgb: Rgb }[] = []
  for (let v = 0; v < surface.panels.length; v++)
    if (PANELS[surface.panels[v]!] === panel)
      found.push({
        x: surface.texels[2 * v]!,
        y: surface.texels[2 * v + 1]!,
        rgb: pick(model.texture, model.uvs[2 * v]!, model.uvs[2 * v + 1]!),
      })
  return found
}

const plate = (width = 200, height = 260) =>
  drawnSubject(width, height, (x, y) => x > 20 && x < width - 20 && y > 20 && y < height - 20)

/** A head in a blue hat, with two black eyes. */
function face(x: number, y: number): Rgb {
  if (Math.hypot(x - 75, y - 110) < 8 || Math.hypot(x - 125, y - 110) < 8) return [10, 10, 10]
  return y < 70 ? [40, 80, 190] : [220, 180, 140]
}

describe('the atlas', () => {
  test('shows the picture on the front, each colour at its place', async () => {
    const subject = paintedSubject()
    const model = textureSurface(await buildSlab(subject, TRIANGLES), subject, { size: 2048 })
    expectPaintedFront(model, model.texture, 'down')
  })

  test.each([2048, 640, 200, 64])(
    'is at most %i pixels long, and still shows the picture at its place',
    async (size) => {
      const subject = paintedSubject()
      const model = textureSurface(await buildSlab(subject, TRIANGLES), subject, { size })
      expect(Math.max(model.texture.width, model.texture.height)).toBeLessThanOrEqual(size)
      if (size >= 200) expectPaintedFront(model, model.texture, 'down')
    },
  )

  test('never enlarges a small picture', async () => {
    const subject = plate(60, 60)
    const { texture } = textureSurface(await buildSlab(subject, TRIANGLES), subject, { size: 2048 })
    expect(Math.max(texture.width, texture.height)).toBeLessThan(120)
  })

  test('keeps every texture coordinate within, with room to the edge for mipmaps', async () => {
    const subject = paintedSubject()
    const { uvs, texture } = textureSurface(await buildSlab(subject, TRIANGLES), subject, { size: 512 })
    for (let k = 0; k < uvs.length; k++) {
      const length = k % 2 === 0 ? texture.width : texture.height
      expect(uvs[k]! * length).toBeGreaterThan(2)
      expect(uvs[k]! * length).toBeLessThan(length - 2)
    }
  })

  test('is the same, byte for byte, when drawn again', async () => {
    const [first, second] = [paintedSubject(), paintedSubject()]
    const surface = await buildSlab(first, TRIANGLES)
    const again = textureSurface(surface, second, { size: 512 })
    expect(Buffer.from(again.texture.rgb).equals(textureSurface(surface, first, { size: 512 }).texture.rgb)).toBe(true)
  })
})

describe('the rim', () => {
  test('has no fringe: a pale edge of one pixel shows neither on the front, nor on the sides, nor behind', async () => {
    const subject = coloured(plate(), () => [30, 90, 160])
    for (let p = 0; p < subject.mask.length; p++) {
      const [x, y] = [p % 200, Math.floor(p / 200)]
      if (Math.min(x - 20, 179 - x, y - 20, 239 - y) <= 0) subject.colour.set([250, 250, 250], 3 * p)
    }
    const surface = await buildSlab(subject, TRIANGLES)
    const model = textureSurface(surface, subject, { size: 2048 })
    for (const panel of PANELS)
      for (const { rgb } of panelColours(surface, model, panel)) expect(rgb[0], panel).toBeLessThan(60)
  })

  test('keeps the colours of parts too thin to have an inside', async () => {
    const subject = coloured(
      drawnSubject(
        240,
        240,
        (x, y) => Math.hypot(x - 120, y - 80) < 50 || (Math.abs(x - 120) < 1.5 && y > 80 && y < 220),
      ),
      (_, y) => (y > 140 ? [200, 40, 40] : [40, 160, 60]),
    )
    const surface = await buildSlab(subject, TRIANGLES)
    const stem = panelColours(surface, textureSurface(surface, subject, { size: 2048 }), 'front').filter(
      ({ y }) => y > 170,
    )
    expect(stem.length).toBeGreaterThan(10)
    for (const { rgb } of stem) expect(rgb[0]).toBeGreaterThan(rgb[1] + 60)
  })
})

describe('the sides', () => {
  test("take the nearest rim's colour, a little darker", async () => {
    const subject = coloured(plate(), (x) => (x < 100 ? [200, 60, 40] : [40, 60, 200]))
    const surface = await buildSlab(subject, TRIANGLES)
    const model = textureSurface(surface, subject, { size: 2048 })
    const side = panelColours(surface, model, 'side')
    for (const { rgb } of side.filter(({ x }) => x < 60)) expect(rgb[0]).toBeGreaterThan(3 * rgb[2])
    for (const { rgb } of side.filter(({ x }) => x > 140)) expect(rgb[2]).toBeGreaterThan(3 * rgb[0])
    const left = side.filter(({ x }) => x < 60).map(({ rgb }) => rgb[0])
    expect(Math.max(...left)).toBeLessThan(185)
    expect(Math.min(...left)).toBeGreaterThan(150)
  })

  test('run smoothly along the outline where the rim is sharply striped', async () => {
    const subject = coloured(plate(), (_, y) => (y % 4 < 2 ? [230, 230, 230] : [20, 20, 20]))
    const surface = await buildSlab(subject, TRIANGLES)
    const model = textureSurface(surface, subject, { size: 2048 })
    const side = panelColours(surface, model, 'side')
      .filter(({ x, y }) => x < 40 && y > 60 && y < 200)
      .map(({ rgb }) => rgb[1])
    expect(side.length).toBeGreaterThan(20)
    expect(Math.max(...side) - Math.min(...side)).toBeLessThan(12)
  })
})

describe('the back', () => {
  test('keeps broad colours at their height, and shows no eyes', async () => {
    const subject = coloured(plate(), face)
    const surface = await buildRelief(subject, TRIANGLES)
    const { texture } = textureSurface(surface, subject, { size: 2048 })
    // The back's panel: right of the front's crop of 160 + 16 pixels, half its size.
    const behind = (x: number, y: number) =>
      pick(texture, (176 + (x - 12) / 2) / texture.width, (y - 12) / 2 / texture.height)
    for (const [x, y] of [
      [75, 110],
      [125, 110],
      [100, 150],
    ] as const) {
      expect(behind(x, y)[0]).toBeGreaterThan(165)
      expect(behind(x, y)[2]).toBeLessThan(160)
    }
    expect(behind(100, 45)[2]).toBeGreaterThan(behind(100, 45)[0] + 80)
  })

  test('meets the front at the outline in the same colours, so that no seam shows', async () => {
    const subject = coloured(plate(), (x, y) => [60 + ((x * 7) % 30), 40 + y / 2, 90])
    const surface = await buildSlab(subject, TRIANGLES)
    const model = textureSurface(surface, subject, { size: 2048 })
    const rim = (panel: Panel) => panelColours(surface, model, panel).filter(({ x }) => x < 22)
    const front = rim('front')
    let compared = 0
    for (const { x, y, rgb } of rim('back')) {
      const twin = front.find((pixel) => Math.hypot(pixel.x - x, pixel.y - y) < 0.01)
      if (!twin) continue
      compared++
      for (let c = 0; c < 3; c++) expect(Math.abs(rgb[c]! - twin.rgb[c]!)).toBeLessThan(16)
    }
    expect(compared).toBeGreaterThan(20)
  })
})
