import { describe, expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { READINGS } from '../../src/shape/readings.ts'
import { ROUND_FRONT } from '../../src/shape/round.ts'
import { shorterSide, SLAB_BEVEL, SLAB_THICKNESS } from '../../src/shape/slab.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import { PANELS, type Panel, type Surface } from '../../src/shape/surface.ts'
import { textureSurface } from '../../src/paint/texture-surface.ts'
import { disc, drawnSubject, rectangle } from '../fixtures/masks.ts'
import { frontOverlap, meshTruth, sliverShare } from '../fixtures/mesh-truth.ts'
import { pick } from '../fixtures/painted-model.ts'
import { picture, PICTURES } from '../fixtures/pictures.ts'
import { extraRound } from '../fixtures/shared-pictures.ts'

const [SPIN, PREVIEW] = [12_000, 60_000]

const built = (label: string, subject: Subject, maxTriangles = PREVIEW): Promise<Surface> =>
  READINGS.find((reading) => reading.label === label)!.build(subject, { maxTriangles })

const cut = new Map<string, Promise<Subject>>()

/** Cut out once for all tests of this file: no reading writes into its subject. */
function pictured(name: string): Promise<Subject> {
  const subject = cut.get(name) ?? picture(name).then(decodePicture).then(cutOut)
  cut.set(name, subject)
  return subject
}

interface Vertex {
  readonly position: readonly [number, number, number]
  readonly normal: readonly [number, number, number]
}

function verticesOf({ positions, normals, panels }: Surface, panel: Panel): Vertex[] {
  const found: Vertex[] = []
  for (let v = 0; v < panels.length; v++)
    if (PANELS[panels[v]!] === panel)
      found.push({
        position: [positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!],
        normal: [normals[3 * v]!, normals[3 * v + 1]!, normals[3 * v + 2]!],
      })
  return found
}

/** Degrees between two directions of any length. */
function angleBetween(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, axis) => sum + value * b[axis]!, 0)
  return (Math.acos(Math.min(1, dot / (Math.hypot(...a) * Math.hypot(...b)))) * 180) / Math.PI
}

const depthOf = (vertices: readonly Vertex[]): number =>
  Math.max(...vertices.map(({ position }) => position[2])) - Math.min(...vertices.map(({ position }) => position[2]))

describe.each(PICTURES)('the shapes of %s', (name) => {
  test.each([SPIN, PREVIEW])(
    'keep a budget of %i triangles and the outline of the picture, with next to no slivers',
    async (maxTriangles) => {
      const subject = await pictured(name)
      for (const { label, build } of READINGS) {
        const surface = await build(subject, { maxTriangles })
        expect.soft(surface.indices.length / 3, label).toBeLessThanOrEqual(maxTriangles)
        expect.soft(sliverShare(surface), label).toBeLessThan(0.02)
        expect.soft(meshTruth(surface), label).toMatchObject({ looseEdges: 0, pinchedVertices: 0, degenerate: 0 })
        // A turned body keeps the widths of the picture, not its outline.
        const least = label === 'turned' ? 0 : 0.98
        expect.soft(frontOverlap(surface, subject), label).toBeGreaterThanOrEqual(least)
      }
    },
  )
})

/** In how many of six equal stretches of the quarter circle the bevel has vertices, at least as many as a hundredth of all. */
function bevelRows(surface: Surface, side: number): number {
  const [bevel, rim] = [SLAB_BEVEL * side, (SLAB_THICKNESS / 2 - SLAB_BEVEL) * side]
  const front = verticesOf(surface, 'front')
  const rows = [0, 0, 0, 0, 0, 0]
  for (const { position } of front) {
    const degrees = (Math.asin(Math.min(1, Math.max(0, (position[2] - rim) / bevel))) * 180) / Math.PI
    if (degrees > 3 && degrees < 87) rows[Math.floor(degrees / 15)]!++
  }
  return rows.filter((count) => count > front.length / 100).length
}

describe('a slab', () => {
  test.each(['chair.jpg', 'key.jpg', 'rocket.jpg', ...extraRound('stool.jpg', 'axe.png', 'car.png')])(
    'of %s has a bevel of three rows and more, in the spin as well',
    async (name) => {
      const subject = await pictured(name)
      for (const budget of [SPIN, PREVIEW])
        expect(bevelRows(await built('slab', subject, budget), shorterSide(subject))).toBeGreaterThanOrEqual(3)
    },
  )

  test('with a slanted edge has a side without steps: its normals keep to the edge’s own', async () => {
    const [cos, sin] = [Math.cos(0.35), Math.sin(0.35)]
    const along = (x: number, y: number) =>
      [(x - 200) * cos + (y - 200) * sin, (y - 200) * cos - (x - 200) * sin] as const
    const subject = drawnSubject(400, 400, (x, y) => Math.abs(along(x, y)[0]) < 130 && Math.abs(along(x, y)[1]) < 90)
    for (const budget of [SPIN, PREVIEW]) {
      const walls = verticesOf(await built('slab', subject, budget), 'side').filter(({ position: [x, y] }) => {
        const [u, v] = along(x, -y)
        return Math.abs(u) < 110 && Math.abs(v) > 60
      })
      expect(walls.length).toBeGreaterThan(10)
      for (const {
        position: [x, y],
        normal,
      } of walls) {
        const outward = Math.sign(along(x, -y)[1])
        expect(angleBetween([normal[0], normal[1], 0], [-sin * outward, -cos * outward, 0])).toBeLessThan(4)
      }
    }
  })
})

describe('a round body', () => {
  test('is smooth up to its outline, without a ridge: a disc has the normals of an ellipsoid', async () => {
    const [radius, middle] = [150, 160]
    for (const {
      position: [x, y, z],
      normal,
    } of verticesOf(await built('round', disc(radius)), 'front')) {
      if (z < 0.05 * radius) continue
      expect(angleBetween(normal, [x - middle, y + middle, z / ROUND_FRONT ** 2])).toBeLessThan(8)
    }
  })

  test('is thin where the picture is thin: a bar beside a disc has its own depth', async () => {
    const subject = drawnSubject(
      500,
      240,
      (x, y) => Math.hypot(x - 120, y - 120) < 90 || (x >= 120 && x < 460 && Math.abs(y - 120) < 12),
    )
    const front = verticesOf(await built('round', subject), 'front')
    const [ball, bar] = [
      front.filter(({ position }) => position[0] < 180),
      front.filter(({ position }) => position[0] > 280 && position[0] < 420),
    ]
    // Half widths 90 and 12; a long bar is √2 times as deep for its width as a ball, by its own Poisson solution.
    expect(depthOf(bar) / depthOf(ball)).toBeGreaterThan(0.1)
    expect(depthOf(bar) / depthOf(ball)).toBeLessThan(0.24)
  })
})

describe('a turned body', () => {
  test('follows a leaning bar’s own middle, ring by ring', async () => {
    const lean = Math.tan((15 * Math.PI) / 180)
    const middleAt = (y: number) => 200 + (y - 200) * lean
    const subject = drawnSubject(400, 400, (x, y) => y > 40 && y < 360 && Math.abs(x - middleAt(y)) < 30)
    const rings = new Map<number, number[]>()
    for (const {
      position: [x, y],
    } of verticesOf(await built('turned', subject), 'front'))
      rings.set(y, [...(rings.get(y) ?? []), x])
    expect(rings.size).toBeGreaterThan(50)
    for (const [y, xs] of rings)
      expect(Math.abs((Math.min(...xs) + Math.max(...xs)) / 2 - middleAt(-y)), `ring at ${-y}`).toBeLessThan(2)
  })

  test.each(['vase.png', ...extraRound('vase.png')])(
    'of %s shows no seam: where front and back meet, colours and normals are the same',
    async (name) => {
      const subject = await pictured(name)
      const surface = await built('turned', subject)
      const { texture, uvs } = textureSurface(surface, subject, { size: 2048 })
      const normalOf = (v: number) => [...surface.normals.subarray(3 * v, 3 * v + 3)]
      const front = new Map<string, number>()
      const keyOf = (v: number) => surface.positions.subarray(3 * v, 3 * v + 3).join()
      for (let v = 0; v < surface.panels.length; v++) if (PANELS[surface.panels[v]!] === 'front') front.set(keyOf(v), v)
      const differences: number[] = []
      for (let v = 0; v < surface.panels.length; v++) {
        const twin = front.get(keyOf(v))
        if (twin === undefined || PANELS[surface.panels[v]!] !== 'back') continue
        const [a, b] = [v, twin].map((at) => pick(texture, uvs[2 * at]!, uvs[2 * at + 1]!))
        differences.push(Math.max(...[0, 1, 2].map((c) => Math.abs(a![c]! - b![c]!))))
        expect(angleBetween(normalOf(v), normalOf(twin))).toBeLessThan(3)
      }
      expect(differences.length).toBeGreaterThan(200)
      expect(differences.toSorted((a, b) => a - b)[Math.floor(0.98 * differences.length)]).toBeLessThanOrEqual(16)
    },
  )
})

test('a relief keeps its crease: behind it is flat up to the rim, where the wall looks sideways', async () => {
  const surface = await built('relief', rectangle(200, 300))
  const walls = verticesOf(surface, 'side').filter(({ position }) => position[2] === 0)
  expect(walls.length).toBeGreaterThan(50)
  for (const { normal } of verticesOf(surface, 'back')) expect(normal.map((value) => value + 0)).toEqual([0, 0, -1])
  for (const { normal } of walls) expect(Math.abs(normal[2])).toBeLessThan(0.1)
})
