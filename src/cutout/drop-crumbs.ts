/*
 * JPEG keeps colour in blocks of 8 × 8 pixels, or 16 × 16 where its chroma is subsampled (ITU-T T.81, A.1.1), and a
 * sharp edge rings as far as its block reaches. Before an even backdrop that is more than the noise, so that crumbs of
 * it stay at the outline, too far from the edge for `tighten`. A crumb is weak throughout, lies at the outline and is
 * not much larger than a block; what is larger is a pale part of the subject, and stays, as
 * does what lies more inside it than outside.
 */
import { BACKGROUND, countOf, JUDGED, JUDGING, outsideOf, SUBJECT } from './background-label.ts'
import { aroundRuns, boundsOf, eachRegion, fillRuns, runsLength } from './fill-region.ts'
import { flood } from './flood.ts'

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
  const most = Math.max(BLOCK * BLOCK, CRUMB_SHARE * (label.length - countOf(label, BACKGROUND)))
  eachRegion(label, width, JUDGING, JUDGED, (runs) => {
    const isCrumb = isSmall(runs, width, most) && hangsOut(label, width, runs)
    fillRuns(label, runs, isCrumb ? BACKGROUND : SUBJECT)
  })
}

/** What counts as strong at a pixel, from the strongest one of its own block and those around. */
function limitsOf(distance: Float32Array, width: number, height: number, strong: number): (p: number) => number {
  const columns = Math.ceil(width / BLOCK)
  const limits = new Float32Array(columns * Math.ceil(height / BLOCK))
  return (p) => {
    const [column, row] = [Math.floor((p % width) / BLOCK), Math.floor(p / width / BLOCK)]
    const block = row * columns + column
    if (limits[block] === 0) {
      const [left, right] = [Math.max(0, (column - 1) * BLOCK), Math.min(width, (column + 2) * BLOCK)]
      const [top, bottom] = [Math.max(0, (row - 1) * BLOCK), Math.min(height, (row + 2) * BLOCK)]
      let strongest = 0
      for (let y = top; y < bottom; y++)
        for (let q = y * width + left; q < y * width + right; q++)
          if (distance[q]! > strongest) strongest = distance[q]!
      limits[block] = Math.max(strong, RINGING_SHARE * strongest)
    }
    return limits[block]!
  }
}

function isBesideStrong(distance: Float32Array, p: number, width: number, height: number, strong: number): boolean {
  const x = p % width
  const y = (p - x) / width
  const [left, right] = [Math.max(0, x - RIM), Math.min(width - 1, x + RIM)]
  for (let v = Math.max(0, y - RIM); v <= Math.min(height - 1, y + RIM); v++)
    for (let q = v * width + left; q <= v * width + right; q++) if (distance[q]! >= strong) return true
  return false
}

/** Whether a region is small enough: in all, and in height and width. */
function isSmall(runs: Int32Array, width: number, most: number): boolean {
  const [left, top, right, bottom] = boundsOf(runs, width)
  const longest = Math.max(right - left, bottom - top) + 1
  return runsLength(runs) <= most && longest <= MOST_BLOCKS * BLOCK
}

/** Whether more of a region's border lies against the background than against the rest of the subject: else it would leave a nick. */
function hangsOut(label: Uint8Array, width: number, runs: Int32Array): boolean {
  let balance = 0
  aroundRuns(runs, width, label.length, (p) => {
    if (label[p] !== JUDGED) balance += label[p] === BACKGROUND ? 1 : -1
  })
  return balance > 0
}
