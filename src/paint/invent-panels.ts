/**
 * Colours for what no picture of the front shows.
 *
 * The back meets the front at the outline in its very colours, so that no seam shows. Inwards it goes over into the mirrored
 * front's broad colours, without its features, and with a little of its grain, so that wood stays wood; only what is patterned
 * all over, a fir or a painted vase, is patterned behind as well. Tried and lost: the front blurred (ghosts of faces and
 * windows look out of it), the front as it is (a second face on the back of a head), and the outline's colours run on
 * across (a red car came out grey, as its outline is).
 * The side is the front's rim, blurred and a little darker: a sharp rim smears into streaks along the depth.
 */
import { broadColours } from './broad-colours.ts'
import { fillPlane } from '../cutout/fill-plane.ts'
import { blurred, doubled, halved, type Plane } from '../cutout/plane.ts'

/** Lengths as parts of the panel's longer side: the band that is the front itself, the features that go, the grain. */
const BACK = { band: 0.035, features: 0.035, grain: 0.006, gain: 0.95 } as const
const SIDE = { soft: 0.015, gain: 0.86 } as const

/** Lower quartile of detail, in steps of 255, from which a picture begins to count as patterned and where it fully does. */
const PATTERNED = [5, 8] as const
/** How much of the pattern shows behind. */
const PATTERN_SHARE = 0.85

/** Detail stronger than this, in steps of 255, is no grain but a feature's edge. */
const GRAIN_LIMIT = 10
/** Broad colours have no detail that needs more pixels. */
const BROAD_PX = 200

/**
 * Takes the outermost pixels' colours from those within, where there are any: matting, JPEG and lenses leave a pale or dark
 * fringe there, and a bevel would wear it as a bitten seam. Parts too thin to have an inside keep their own.
 */
export function withoutFringe(front: Plane, coverage: Plane): Plane {
  const depth = blurred(coverage, 2, 1).values
  const within = new Float32Array(depth.length)
  for (let y = 0, at = 0; y < front.height; y++, at += front.width) withinRow(depth, within, at, at + front.width)
  const near = blurred({ ...coverage, values: within }, 3, 1).values
  for (let y = 0, at = 0; y < front.height; y++, at += front.width)
    trustThin(within, near, coverage.values, at, at + front.width)
  return fillPlane(front, within)
}

function withinRow(depth: Float32Array, within: Float32Array, start: number, end: number): void {
  for (let k = start; k < end; k++) within[k] = Math.min(1, Math.max(0, (depth[k]! - 0.8) * 6))
}

function trustThin(within: Float32Array, near: Float32Array, coverage: Float32Array, start: number, end: number): void {
  for (let k = start; k < end; k++) within[k] = Math.max(within[k]!, coverage[k]! ** 2 * Math.max(0, 1 - 20 * near[k]!))
}

/** Back and side panels for a front whose colours have been grown beyond its outline. */
export function inventPanels(front: Plane, coverage: Plane): { back: Plane; side: Plane } {
  const pixels = (part: number) => Math.max(1, Math.round(part * Math.max(front.width, front.height)))
  const depth = blurred(coverage, pixels(BACK.band / 2), 2).values
  const broad = broadly(front, coverage)
  const coarse = blurred(front, pixels(BACK.grain), 1).values
  const strength = blurred({ ...front, values: apart(front.values, coarse, front.width) }, pixels(BACK.grain), 1).values
  const pattern = PATTERN_SHARE * patterned(strength, coverage.values)
  const layers = { front: front.values, broad: broad.values, coarse, strength, depth }
  const back = new Float32Array(front.values.length)
  for (let y = 0; y < front.height; y++) inventRow(layers, pattern, y * front.width, (y + 1) * front.width, back)
  // It is so soft that half the resolution is plenty.
  const side = doubled(blurred(halved(front), Math.max(1, pixels(SIDE.soft) >> 1), 2), front)
  for (let y = 0, row = 3 * side.width; y < side.height; y++) darken(side.values.subarray(y * row, (y + 1) * row))
  return { back: { ...front, values: back }, side }
}

interface Layers {
  readonly front: Float32Array
  readonly broad: Float32Array
  readonly coarse: Float32Array
  readonly strength: Float32Array
  /** One value per pixel; the others have three. */
  readonly depth: Float32Array
}

function inventRow(
  { front, broad, coarse, strength, depth }: Layers,
  pattern: number,
  start: number,
  end: number,
  back: Float32Array,
): void {
  for (let p = start, k = 3 * start; p < end; p++) {
    // 1 at the outline and beyond, 0 a band's width inside.
    const t = Math.min(1, Math.max(0, (0.98 - depth[p]!) / 0.4))
    const own = t * t * (3 - 2 * t)
    for (const last = k + 3; k < last; k++) {
      const grain = (front[k]! - coarse[k]!) * Math.max(0, 1 - strength[k]! / GRAIN_LIMIT)
      const plain = broad[k]! + grain
      const inner = BACK.gain * (plain + (front[k]! - plain) * pattern)
      back[k] = inner + (front[k]! - inner) * own
    }
  }
}

function apart(a: Float32Array, b: Float32Array, chunk: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a.length)
  for (let k = 0; k < a.length; k += chunk) apartRow(a, b, out, k, Math.min(a.length, k + chunk))
  return out
}

function apartRow(a: Float32Array, b: Float32Array, out: Float32Array, start: number, end: number): void {
  for (let k = start; k < end; k++) out[k] = Math.abs(a[k]! - b[k]!)
}

function darken(row: Float32Array): void {
  for (let k = 0; k < row.length; k++) row[k]! *= SIDE.gain
}

/** 0 for things with features here and there, 1 for those with detail everywhere. */
function patterned(strength: Float32Array, coverage: Float32Array): number {
  const inside: number[] = []
  for (let p = 0; p < coverage.length; p += 7)
    if (coverage[p]! > 0.9) inside.push((strength[3 * p]! + strength[3 * p + 1]! + strength[3 * p + 2]!) / 3)
  const quartile = inside.toSorted((a, b) => a - b)[inside.length >> 2] ?? 0
  return Math.min(1, Math.max(0, (quartile - PATTERNED[0]) / (PATTERNED[1] - PATTERNED[0])))
}

function broadly(front: Plane, coverage: Plane): Plane {
  if (Math.max(front.width, front.height) > BROAD_PX) return doubled(broadly(halved(front), halved(coverage)), front)
  return broadColours(front, coverage.values, Math.round(BACK.features * Math.max(front.width, front.height)))
}
