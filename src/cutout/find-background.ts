/*
 * Which pixels are background: region growing from the border over the deviation from the expected background, with
 * hysteresis (Canny 1986), a round brush instead of a point, and every doubtful region judged as a whole by its edges.
 * A bare threshold fills white walls with holes and keeps every shadow. Not chosen, by reading rather than by trial:
 * the minimum barrier distance (Strand et al. 2013), whose barrier grows with every shadow, and GrabCut (Rother et al.
 * 2004), whose colour mixtures cannot tell a white wall from white paper and whose cut takes seconds at this size.
 * Known limit: where a grey subject's lightness crosses a grey background's, its outline is lost there; the gap is
 * bridged up to 4 % of the picture's side (`leaveCracks`).
 */
import { BACKGROUND, JUDGED, outsideOf, SUBJECT } from './background-label.ts'
import { brush } from './brush.ts'
import type { Deviation } from './deviation.ts'
import { dropCrumbs } from './drop-crumbs.ts'
import { enterRooms, leaveCracks } from './enter-rooms.ts'
import { fillRegion } from './fill-region.ts'
import { flood, PixelQueue } from './flood.ts'
import { followShadows } from './follow-shadows.ts'

/** The brush's radius as a share of the longest side: it does not pass a gap in the outline up to twice as wide. */
const BRUSH_SHARE = 0.003
/** Distance at which a pixel is surely not background. */
const STRONG = 3

/**
 * Every pixel's label: BACKGROUND, reached from the border or seen through a hole, or SUBJECT; and the pixels of areas
 * that are the subject's, but could be holes in it.
 */
export function findBackground(deviation: Deviation): { label: Uint8Array; doubtful: Int32Array[] } {
  const { width, height, distance } = deviation
  const label = floodOpenly(deviation)
  const doubtful = enterRooms(deviation, label)
  leaveCracks(deviation, label)
  followShadows(deviation, label)
  tighten(distance, label, width, height)
  dropCrumbs(distance, label, width, height, STRONG)
  dropWeak(distance, label, width)
  return { label, doubtful }
}

/**
 * The border's background, entered with a round brush: a white object on white whose edge fades out over a few pixels
 * keeps its inside. Gaps too narrow for the brush are left to `enterRooms`.
 */
function floodOpenly({ width, height, distance }: Deviation): Uint8Array {
  const radius = Math.max(1, Math.round(Math.max(width, height) * BRUSH_SHARE))
  const open = new Uint8Array(width * height)
  for (let row = 0; row < open.length; row += width) markOpen(distance, open, row, row + width)
  return brush(open, width, height, radius)
}

function markOpen(distance: Float32Array, open: Uint8Array, start: number, end: number): void {
  for (let p = start; p < end; p++) if (distance[p]! < 1) open[p] = 1
}

const TIGHTEN_STEPS = 6
const TIGHTEN_SHARE = 0.25
const TIGHTEN_LIMIT = 6

/**
 * Takes away JPEG ringing and pale halos along the outline: from the background inwards, pixels that are weak against
 * the strongest one within three pixels, so that the outline settles on the real edge.
 */
function tighten(distance: Float32Array, label: Uint8Array, width: number, height: number): void {
  const steps = new Uint8Array(label.length)
  flood(outsideOf(label, width, height, SUBJECT), width, height, (p, from) => {
    if (label[p] !== SUBJECT || steps[from]! >= TIGHTEN_STEPS) return false
    const d = distance[p]!
    if (d > TIGHTEN_LIMIT || d > TIGHTEN_SHARE * strongestNear(distance, p, width, height)) return false
    label[p] = BACKGROUND
    steps[p] = steps[from]! + 1
    return true
  })
}

function strongestNear(distance: Float32Array, p: number, width: number, height: number): number {
  const x = p % width
  const y = (p - x) / width
  let strongest = 0
  for (let v = Math.max(0, y - 3); v <= Math.min(height - 1, y + 3); v++) {
    for (let u = Math.max(0, x - 3); u <= Math.min(width - 1, x + 3); u++) {
      const d = distance[v * width + u]!
      if (d > strongest) strongest = d
    }
  }
  return strongest
}

/** A part stays if it has this share of the strong pixels of the largest part, and at least so many. */
const PART_SHARE = 0.0015
const PART_LEAST = 12

/** Hysteresis (Canny 1986, section VIII): a part with too few strong pixels is background. */
function dropWeak(distance: Float32Array, label: Uint8Array, width: number): void {
  const runs = new PixelQueue()
  const parts: { from: number; to: number; weight: number }[] = []
  for (let start = label.indexOf(SUBJECT); start >= 0; start = label.indexOf(SUBJECT, start + 1)) {
    const from = runs.length
    fillRegion(label, width, start, SUBJECT, JUDGED, runs)
    let weight = 0
    for (let k = from; k < runs.length; k += 2) weight += strongIn(distance, runs.at(k), runs.at(k + 1))
    parts.push({ from, to: runs.length, weight })
  }
  const least = Math.max(PART_LEAST, PART_SHARE * parts.reduce((most, { weight }) => Math.max(most, weight), 0))
  for (const { from, to, weight } of parts)
    for (let k = from; k < to; k += 2) label.fill(weight < least ? BACKGROUND : SUBJECT, runs.at(k), runs.at(k + 1) + 1)
}

function strongIn(distance: Float32Array, first: number, last: number): number {
  let strong = 0
  for (let p = first; p <= last; p++) if (distance[p]! >= STRONG) strong++
  return strong
}
