import { describe, expect, it } from 'vitest'
import type { Hint } from '../../src/cutout/hint.ts'
import { openRetouch } from '../../src/strokes/retouch.ts'
import { overlap } from '../fixtures/masks.ts'

const SIDE = 240

type Rgb = readonly [r: number, g: number, b: number]
type Inside = (x: number, y: number) => boolean

/** A scene of things, the last in front, each lit from above and with some noise, on a ground of its own. */
interface Scene {
  readonly ground: (x: number, y: number) => Rgb
  readonly things: readonly (readonly [inside: Inside, colour: (x: number, y: number) => Rgb])[]
  readonly subject: Inside
  /** What the outline that the artist gets has. */
  readonly given: Inside
}

const plain =
  (...colour: Rgb) =>
  (): Rgb =>
    colour
const ellipse =
  (x: number, y: number, a: number, b: number): Inside =>
  (u, v) =>
    ((u - x) / a) ** 2 + ((v - y) / b) ** 2 < 1
const box =
  (left: number, top: number, right: number, bottom: number): Inside =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom
const either =
  (...all: readonly Inside[]): Inside =>
  (x, y) =>
    all.some((inside) => inside(x, y))
const without =
  (whole: Inside, part: Inside): Inside =>
  (x, y) =>
    whole(x, y) && !part(x, y)

const noiseAt = (k: number): number => ((Math.imul(k + 1, 2654435761) >>> 16) % 9) - 4

/** The share of 3 × 3 samples of a pixel that lie inside. */
const cover = (inside: Inside): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, p) => {
    let count = 0
    for (let k = 0; k < 9; k++)
      if (inside((p % SIDE) + ((k % 3) + 0.5) / 3, Math.floor(p / SIDE) + (Math.floor(k / 3) + 0.5) / 3)) count++
    return count / 9
  })

function drawn({ ground, things }: Scene): Uint8Array {
  const layers = things.map(([inside, colour]) => ({ coverage: cover(inside), colour }))
  const rgba = new Uint8Array(4 * SIDE * SIDE)
  for (let p = 0; p < SIDE * SIDE; p++) {
    const [x, y] = [p % SIDE, Math.floor(p / SIDE)]
    let mixed = ground(x, y)
    for (const { coverage, colour } of layers) {
      const [a, own] = [coverage[p]!, colour(x, y)]
      mixed = [0, 1, 2].map((c) => mixed[c]! * (1 - a) + own[c]! * a) as unknown as Rgb
    }
    for (let c = 0; c < 3; c++) rgba[4 * p + c] = Math.round(mixed[c]! * (1 - 0.06 * (y / SIDE)) + noiseAt(4 * p + c))
    rgba[4 * p + 3] = 255
  }
  return rgba
}

/** How much the outline agrees with the truth before and after the strokes. */
function mended(scene: Scene, strokes: readonly Omit<Hint, 'hard'>[]): { before: number; after: number } {
  const truth = cover(scene.subject)
  const alpha = Uint8Array.from(cover(scene.given), (a) => Math.round(255 * a))
  const retouch = openRetouch({ rgba: drawn(scene), width: SIDE, height: SIDE }, alpha)
  const agreement = (): number =>
    overlap(
      Float32Array.from(retouch.alpha, (byte) => byte / 255),
      truth,
    )
  const before = agreement()
  for (const stroke of strokes) retouch.apply({ ...stroke, hard: false })
  return { before, after: agreement() }
}

const wood = (x: number, y: number): Rgb => {
  const grain = 14 * Math.sin(0.5 * x + 2 * Math.sin(0.05 * y)) + 8 * Math.sin(1.3 * x)
  return [150 + grain, 110 + grain, 75 + 0.8 * grain]
}

const body = ellipse(110, 120, 45, 80)
const fin: Inside = (x, y) => x >= 120 && x < 200 && y >= 120 && y < 190 && y > 120 + 0.6 * (x - 120)
const shadow = ellipse(150, 195, 75, 18)
const hole = box(90, 90, 160, 140)
const wall = box(50, 40, 200, 210)
const [blue, green] = [ellipse(200, 60, 26, 26), ellipse(38, 200, 26, 26)]
const leg = box(118, 120, 122, 225)
const seat = box(60, 90, 180, 120)

const SCENES: Readonly<Record<string, readonly [scene: Scene, strokes: readonly Omit<Hint, 'hard'>[]]>> = {
  'a lost fin comes back whole by a stroke over a fifth of it': [
    {
      ground: wood,
      things: [[fin, plain(190, 40, 40)], [body, plain(225, 225, 215)]], // prettier-ignore
      subject: either(body, fin),
      given: body,
    },
    [{ mode: 'keep', radiusPx: 10, points: [[165, 165], [175, 172]] }], // prettier-ignore
  ],
  'a shadow goes by a stroke, up to the thing that casts it': [
    {
      ground: wood,
      things: [[shadow, (x, y) => wood(x, y).map((v) => 0.6 * v) as unknown as Rgb], [body, plain(200, 70, 60)]], // prettier-ignore
      subject: body,
      given: either(body, shadow),
    },
    [{ mode: 'erase', radiusPx: 10, points: [[170, 195], [195, 198]] }], // prettier-ignore
  ],
  'a hole in a white wall closes before a backdrop as white': [
    {
      ground: plain(244, 244, 242),
      things: [[wall, plain(236, 236, 236)]],
      subject: wall,
      given: without(wall, hole),
    },
    [{ mode: 'keep', radiusPx: 12, points: [[115, 110], [130, 118]] }], // prettier-ignore
  ],
  'a second thing goes, and the one behind which it stands stays': [
    {
      ground: wood,
      things: [[ellipse(170, 150, 50, 50), plain(60, 110, 160)], [body, plain(200, 70, 60)]], // prettier-ignore
      subject: body,
      given: either(body, ellipse(170, 150, 50, 50)),
    },
    [{ mode: 'erase', radiusPx: 14, points: [[185, 130], [190, 170]] }], // prettier-ignore
  ],
  'a thin leg comes back under a brush five times as wide': [
    {
      ground: plain(190, 186, 178),
      things: [[either(seat, leg), plain(80, 50, 30)]],
      subject: either(seat, leg),
      given: seat,
    },
    [{ mode: 'keep', radiusPx: 10, points: [[121, 140], [118, 175], [121, 205]] }], // prettier-ignore
  ],
  'all else goes by one stroke, however many things it is, after one that was drawn through the subject': [
    {
      ground: wood,
      things: [[blue, plain(60, 110, 160)], [green, plain(70, 140, 80)], [body, plain(200, 70, 60)]], // prettier-ignore
      subject: body,
      given: either(body, blue, green),
    },
    [
      { mode: 'keep', radiusPx: 8, points: [[110, 60], [108, 120], [112, 180]] }, // prettier-ignore
      { mode: 'erase', radiusPx: 10, points: [[190, 60], [212, 62]] }, // prettier-ignore
    ],
  ],
  'what lies behind a faint edge goes, up to that edge': [
    {
      ground: plain(90, 110, 140),
      things: [[box(40, 60, 200, 200), plain(168, 160, 150)], [box(40, 60, 120, 200), plain(152, 146, 138)]], // prettier-ignore
      subject: box(40, 60, 120, 200),
      given: box(40, 60, 200, 200),
    },
    [{ mode: 'erase', radiusPx: 15, points: [[160, 90], [165, 170]] }], // prettier-ignore
  ],
}

describe('one stroke', () => {
  it.each(Object.entries(SCENES))('%s', (_, [scene, strokes]) => {
    const { before, after } = mended(scene, strokes)
    expect(before).toBeLessThan(0.97)
    expect(after).toBeGreaterThanOrEqual(0.985)
  })

  it.each(['keep', 'erase'] as const)('to %s, inside of what is so already, changes nothing [RETOUCH-3]', (mode) => {
    const [scene] = SCENES['a shadow goes by a stroke, up to the thing that casts it']!
    const alpha = Uint8Array.from(cover(scene.subject), (a) => Math.round(255 * a))
    const retouch = openRetouch({ rgba: drawn(scene), width: SIDE, height: SIDE }, alpha)
    const points = mode === 'keep' ? ([[110, 90], [115, 140]] as const) : ([[20, 30], [200, 40]] as const) // prettier-ignore
    expect(retouch.apply({ mode, hard: false, radiusPx: 15, points })).toBeNull()
    expect(retouch.touched).toBe(false)
    expect(retouch.canUndo).toBe(false)
  })
})
