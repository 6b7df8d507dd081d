import { describe, expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { READINGS } from '../../src/shape/readings.ts'
import { ROUND_BACK, ROUND_FRONT } from '../../src/shape/round.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import type { Surface } from '../../src/shape/surface.ts'
import { disc, drawnSubject, rectangle } from '../fixtures/masks.ts'
import { meshTruth } from '../fixtures/mesh-truth.ts'
import { OWN_PICTURES, picture } from '../fixtures/pictures.ts'

const PREVIEW = { maxTriangles: 60_000 }

const ODD: Record<string, Subject> = {
  'a ring': drawnSubject(300, 300, (x, y) => Math.abs(Math.hypot(x - 150, y - 150) - 90) < 35),
  'two parts': drawnSubject(400, 200, (x, y) => Math.hypot(x - 100, y - 100) < 60 || Math.hypot(x - 300, y - 100) < 70),
  'a thin line': drawnSubject(300, 200, (x, y) => x > 20 && x < 280 && Math.abs(y - 100 - (x - 150) / 5) < 1.5),
  'a square on its corner': drawnSubject(240, 240, (x, y) => Math.abs(x - 120) + Math.abs(y - 120) < 100),
  'squares that touch in a corner': drawnSubject(
    240,
    240,
    (x, y) => x > 20 && x < 220 && y > 20 && y < 220 && x > 120 === y > 120,
  ),
  'a subject that touches every edge of its picture': drawnSubject(120, 90, () => true),
  'a single pixel': drawnSubject(16, 16, (x, y) => x > 8 && x < 9 && y > 8 && y < 9),
  'a body with specks around it': drawnSubject(
    300,
    300,
    (x, y) => Math.hypot(x - 150, y - 150) < 80 || (x % 23 < 1 && y % 29 < 1),
  ),
}

function expectSound(surface: Surface): void {
  const truth = meshTruth(surface)
  expect(truth).toMatchObject({ looseEdges: 0, pinchedVertices: 0, degenerate: 0, badNormals: 0 })
  expect(truth.volume).toBeGreaterThan(0)
  expect(truth.triangles).toBeLessThanOrEqual(PREVIEW.maxTriangles)
  expect(meshTruth(surface, [3, 0.5, 0.2])).toMatchObject({ looseEdges: 0, pinchedVertices: 0, degenerate: 0 })
}

/** A triangle's corners must be coloured from one picture, and from within the subject's raster. */
function expectColourable({ panels, indices, texels }: Surface, { width, height }: Subject): void {
  for (let k = 0; k < indices.length; k += 3)
    if (panels[indices[k]!] !== panels[indices[k + 1]!] || panels[indices[k]!] !== panels[indices[k + 2]!])
      throw new Error(`Triangle ${k / 3} mixes panels.`)
  for (let k = 0; k < texels.length; k++)
    if (!(texels[k]! >= -4 && texels[k]! <= (k % 2 === 0 ? width : height) + 4))
      throw new Error(`Texel ${k} lies outside the picture: ${texels[k]}.`)
}

const built = (label: string, subject: Subject, options = PREVIEW) =>
  READINGS.find((reading) => reading.label === label)!.build(subject, options)

const subjects = new Map<string, Promise<Subject>>()

/** The subject of a picture, cut out once for the four readings. */
function pictured(name: string): Promise<Subject> {
  const kept = subjects.get(name) ?? cutFrom(name)
  subjects.set(name, kept)
  return kept
}

async function cutFrom(name: string): Promise<Subject> {
  return cutOut(await decodePicture(await picture(name)))
}

describe.each(READINGS)('$label', ({ build }) => {
  test.each(OWN_PICTURES)('of %s is closed, faces outward and can be coloured', async (name) => {
    const subject = await pictured(name)
    const surface = await build(subject, PREVIEW)
    expectSound(surface)
    expectColourable(surface, subject)
  })

  test.each(Object.keys(ODD))('of %s is closed and faces outward', async (name) => {
    expectSound(await build(ODD[name]!, PREVIEW))
  })

  test('says so when there is nothing to shape', async () => {
    await expect(
      build(
        drawnSubject(32, 32, () => false),
        PREVIEW,
      ),
    ).rejects.toThrow('mask is empty')
  })
})

test('a round disc is a ball, a little flattened before and behind', async () => {
  const { volume } = meshTruth(await built('round', disc(150)))
  const ball = (4 / 3) * Math.PI * 150 ** 3
  expect(volume / (((ROUND_FRONT + ROUND_BACK) / 2) * ball)).toBeGreaterThan(0.98)
  expect(volume / (((ROUND_FRONT + ROUND_BACK) / 2) * ball)).toBeLessThan(1.02)
})

test.each(['round', 'slab', 'relief'])('a hole stays a hole in %s: one handle', async (label) => {
  expect(meshTruth(await built(label, ODD['a ring']!))).toMatchObject({ euler: 0, parts: 1 })
})

test.each(['round', 'slab', 'relief'])('two parts stay two bodies in %s', async (label) => {
  expect(meshTruth(await built(label, ODD['two parts']!))).toMatchObject({ euler: 4, parts: 2 })
})

test('a turned rectangle is a cylinder', async () => {
  const { volume } = meshTruth(await built('turned', rectangle(200, 300)))
  expect(volume / (Math.PI * 100 ** 2 * 300)).toBeGreaterThan(0.975)
  expect(volume / (Math.PI * 100 ** 2 * 300)).toBeLessThan(1.005)
})

test('a slab of a rectangle is a plate 18 % as thick as its shorter side, less its bevels', async () => {
  const surface = await built('slab', rectangle(200, 300))
  const depths = surface.positions.filter((_, k) => k % 3 === 2)
  expect(Math.max(...depths) - Math.min(...depths)).toBeCloseTo(36, 0)
  const plate = 200 * 300 * 36
  const { volume } = meshTruth(surface)
  expect(volume).toBeLessThan(plate)
  expect(volume).toBeGreaterThan(0.95 * plate)
})

test('a relief is flat behind, and light stands higher than dark', async () => {
  const plain = rectangle(200, 200)
  const colour = plain.colour.map((_, k) => (Math.hypot(((k / 3) % 240) - 120, k / 3 / 240 - 120) < 6 ? 250 : 60))
  const { positions, panels } = await built('relief', { ...plain, colour })
  const backs: number[] = []
  let [centre, around] = [0, 0]
  for (let v = 0; v < panels.length; v++) {
    const [x, y, z] = [positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!]
    if (panels[v] === 1) backs.push(z)
    const away = Math.hypot(x - 120, y + 120)
    if (panels[v] === 0 && away < 3) centre = Math.max(centre, z)
    if (panels[v] === 0 && away > 12 && away < 16) around = Math.max(around, z)
  }
  expect(new Set(backs)).toEqual(new Set([0]))
  expect(centre).toBeGreaterThan(around + 1)
})

async function depthOf(label: string): Promise<number> {
  const depths = (await built(label, rectangle(200, 300))).positions.filter((_, k) => k % 3 === 2)
  return Math.max(...depths) - Math.min(...depths)
}

test('the four differ clearly in depth', async () => {
  const [round, turned, slab, relief] = (await Promise.all(['round', 'turned', 'slab', 'relief'].map(depthOf))) as [
    number,
    number,
    number,
    number,
  ]
  expect(turned).toBeGreaterThan(1.15 * round)
  expect(round).toBeGreaterThan(2 * slab)
  expect(Math.abs(slab - relief)).toBeGreaterThan(0.03 * 200)
})

test('a larger budget gives more triangles, and none exceeds its budget', async () => {
  const subject = disc(400)
  const fine = meshTruth(await built('round', subject, { maxTriangles: 240_000 })).triangles
  expect(fine).toBeGreaterThan(120_000)
  expect(fine).toBeLessThanOrEqual(240_000)
})
