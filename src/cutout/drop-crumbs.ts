/*
 * JPEG keeps colour in blocks of 8 × 8 pixels, or 16 × 16 where its chroma is subsampled (ITU-T T.81, A.1.1), and a
 * sharp edge rings as far as its block reaches. Before an even backdrop that is more than the noise, so that crumbs of
 * it stay at the outline, too far from the edge for `tighten`. A crumb is weak throughout, lies at the outline and is
 * not much larger than a block; what is larger is a pale part of the subject, and stays, as
 * does what lies more inside it than outside.
 */
import { BACKGROUND, JUDGING, outsideOf, SUBJECT } from './background-label.ts'
import { fillRegion } from './fill-region.ts'
import { flood, PixelQueue } from './flood.ts'

const BLOCK = 16
/** Blocks that one crumb may reach over, as edges go on from block to block; its area is at most a block's, or this share of the subject. */
const MOST_BLOCKS = 3
const CRUMB_SHARE = 0.005
/** How strong ringing is against the strongest pixel around (measured: below 0.1 down to a quality of 75). */
const RINGING_SHARE = 0.12
/** Within this many pixels of something strong lies the outline itself, as soft as it may be. */
const RIM = 2

/** Gives crumbs to the background. `strong` is the distance from which a pixel is surely the subject's. */
export function dropCrumbs(
  distance: Float32Array,
  label: Uint8Array,
  width: number,
  height: number,
  strong: number,
): void {
  const limitAt = limitsOf(distance, width, height, strong)
  flood(outsideOf(label, width, height, SUBJECT), width, height, (p) => {
    if (label[p] !== SUBJECT) return false
    const limit = limitAt(p)
    if (distance[p]! >= limit || isBesideStrong(distance, p, width, height, limit)) return false
    label[p] = JUDGING
    return true
  })
  const most = Math.max(BLOCK * BLOCK, CRUMB_SHARE * countOf(label))
  const runs = new PixelQueue()
  for (let start = label.indexOf(JUDGING); start >= 0; start = label.indexOf(JUDGING, start + 1)) {
    runs.clear()
    fillRegion(label, width, start, JUDGING, SUBJECT, runs)
    if (isCrumb(runs, width, most) && hangsOut(label, width, runs))
      for (let k = 0; k < runs.length; k += 2) label.fill(BACKGROUND, runs.at(k), runs.at(k + 1) + 1)
  }
}

/** What counts as strong at a pixel, from the strongest one of its own block and those around. */
function limitsOf(distance: Float32Array, width: number, height: number, strong: number): (p: number) => number {
  const [columns, rows] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)]
  const most = new Float32Array(columns * rows)
  for (let p = 0; p < distance.length; p++) {
    const block = Math.floor(Math.floor(p / width) / BLOCK) * columns + Math.floor((p % width) / BLOCK)
    if (distance[p]! > most[block]!) most[block] = distance[p]!
  }
  const limits = most.map((_, block) => {
    const [column, row] = [block % columns, Math.floor(block / columns)]
    let strongest = 0
    for (let v = Math.max(0, row - 1); v <= Math.min(rows - 1, row + 1); v++)
      for (let u = Math.max(0, column - 1); u <= Math.min(columns - 1, column + 1); u++)
        strongest = Math.max(strongest, most[v * columns + u]!)
    return Math.max(strong, RINGING_SHARE * strongest)
  })
  return (p) => limits[Math.floor(Math.floor(p / width) / BLOCK) * columns + Math.floor((p % width) / BLOCK)]!
}

const countOf = (label: Uint8Array): number => label.reduce((sum, what) => sum + (what === BACKGROUND ? 0 : 1), 0)

function isBesideStrong(distance: Float32Array, p: number, width: number, height: number, strong: number): boolean {
  const x = p % width
  const y = (p - x) / width
  const [left, right] = [Math.max(0, x - RIM), Math.min(width - 1, x + RIM)]
  for (let v = Math.max(0, y - RIM); v <= Math.min(height - 1, y + RIM); v++)
    for (let q = v * width + left; q <= v * width + right; q++) if (distance[q]! >= strong) return true
  return false
}

/** Whether a region is small enough: in all, and in height and width. */
function isCrumb(runs: PixelQueue, width: number, most: number): boolean {
  let [left, right, top, bottom, area] = [width, 0, Number.POSITIVE_INFINITY, 0, 0]
  for (let k = 0; k < runs.length; k += 2) {
    const y = Math.floor(runs.at(k) / width)
    left = Math.min(left, runs.at(k) - y * width)
    right = Math.max(right, runs.at(k + 1) - y * width)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
    area += runs.at(k + 1) - runs.at(k) + 1
  }
  return area <= most && right - left < MOST_BLOCKS * BLOCK && bottom - top < MOST_BLOCKS * BLOCK
}

/** Whether more of a region's border lies against the background than against the rest of the subject: else it would leave a nick. */
function hangsOut(label: Uint8Array, width: number, runs: PixelQueue): boolean {
  const own = new Set<number>()
  for (let k = 0; k < runs.length; k += 2) for (let p = runs.at(k); p <= runs.at(k + 1); p++) own.add(p)
  let balance = 0
  for (const p of own)
    for (const q of [p - 1, p + 1, p - width, p + width]) if (!own.has(q)) balance += label[q] === BACKGROUND ? 1 : -1
  return balance > 0
}
