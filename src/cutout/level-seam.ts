/*
 * Wall and floor of a studio: a backdrop that changes its colour along a line from side to side, hard or soft, level or
 * slightly tilted. No polynomial follows that, so it is taken out beforehand. Its profile is read off at the left and
 * the right of the picture, where both show the same change, and what lies between is interpolated along the tilt.
 * A second polynomial below a found line was not chosen: it would have to know how soft the line is, and a skirting
 * board or the ringing of JPEG along the line have a profile too.
 */
import { medianOf } from './background-model.ts'
import type { Picture } from './decode-picture.ts'

/** Width of the strips at both sides from which the profile is read, as a share of the width; at least pixels. */
const STRIP_SHARE = 0.02
const LEAST_STRIP = 3
/** A profile that a quartic follows this closely (code values) needs no levelling. */
const LEAST_BEND = 3
/** How well the bends of both sides agree (normalised correlation), and how far one may lie above the other. */
const LEAST_AGREEMENT = 0.85
const TILT_SHARE = 0.1
/** Height over which a step of the profile is measured, as a share of the picture's. */
const STEP_SHARE = 0.025
/** A second step that is this large against the first, and back, is the far side of a bar, if it is so far away. */
const BAR_STEP = 0.5
const BAR_SHARE = 0.04
/** Rows by which the line may lie elsewhere than expected: level, and tilted. */
const SLACK = 2
const TILTED_SLACK = 4

/** How far the pixels of a row lie from its profile (code values, mean), in nine of ten rows: beyond, it is no backdrop. */
const MOST_SPREAD = 6
const SPREAD_QUANTILE = 0.9

/** Code values of a side, per row and channel. */
interface Profile {
  readonly values: Float64Array
  /** How much a side's rows vary from left to right. */
  readonly spread: number
  /** What a quartic does not follow. */
  readonly bend: Float64Array
}

/** The picture with wall and floor equally light and coloured, or the picture itself where there is no seam. */
export function levelSeam(picture: Picture): Picture {
  const { width, height } = picture
  const strip = Math.max(LEAST_STRIP, Math.round(STRIP_SHARE * width))
  const [left, right] = [profileOf(picture, 0, strip), profileOf(picture, width - strip, strip)]
  if (Math.min(largest(left.bend), largest(right.bend)) < LEAST_BEND || isBar(left.values) || isBar(right.values))
    return picture
  if (Math.max(left.spread, right.spread) > MOST_SPREAD) return picture
  const tilt = tiltBetween(left.bend, right.bend, Math.round(TILT_SHARE * height))
  return tilt === null ? picture : levelled(picture, left.values, right.values, tilt)
}

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

function profileOf({ rgba, width, height }: Picture, start: number, count: number): Profile {
  const raw = new Float64Array(3 * height)
  for (let y = 0; y < height; y++)
    for (let c = 0; c < 3; c++)
      raw[3 * y + c] = medianOf(Float64Array.from({ length: count }, (_, k) => rgba[4 * (y * width + start + k) + c]!))
  const spreads = new Float64Array(3 * height).map((_, k) => {
    const [y, c] = [Math.floor(k / 3), k % 3]
    let sum = 0
    for (let x = start; x < start + count; x++) sum += Math.abs(rgba[4 * (y * width + x) + c]! - raw[k]!)
    return sum / count
  })
  const bend = new Float64Array(3 * height)
  for (let c = 0; c < 3; c++) bendOf(raw, c, bend)
  return { values: raw, spread: spreads.toSorted()[Math.floor(SPREAD_QUANTILE * spreads.length)]!, bend }
}

const DEGREE = 4

/** What is left of a channel without its part in the first Legendre polynomials, which are orthogonal on -1 … 1. */
function bendOf(values: Float64Array, channel: number, out: Float64Array): void {
  const rows = values.length / 3
  const basis: Float64Array[] = []
  for (let degree = 0; degree <= DEGREE; degree++) {
    const term = Float64Array.from({ length: rows }, (_, y) => (((y + 0.5) / rows) * 2 - 1) ** degree)
    for (const other of basis) subtract(term, other, dot(term, other))
    const length = Math.sqrt(dot(term, term))
    basis.push(term.map((value) => value / length))
  }
  const rest = Float64Array.from({ length: rows }, (_, y) => values[3 * y + channel]!)
  for (const term of basis) subtract(rest, term, dot(rest, term))
  for (let y = 0; y < rows; y++) out[3 * y + channel] = rest[y]!
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0)

function subtract(from: Float64Array, other: Float64Array, times: number): void {
  for (let k = 0; k < from.length; k++) from[k]! -= times * other[k]!
}

/** Rows by which the right side's change lies below the left side's; null when the two do not show the same one. */
function tiltBetween(left: Float64Array, right: Float64Array, most: number): number | null {
  let [best, tilt] = [LEAST_AGREEMENT, null as number | null]
  for (let shift = -most; shift <= most; shift++) {
    const [from, to] = [3 * Math.max(0, -shift), left.length - 3 * Math.max(0, shift)]
    const [a, b] = [left.subarray(from, to), right.subarray(from + 3 * shift, to + 3 * shift)]
    const agreement = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
    if (agreement > best) [best, tilt] = [agreement, shift]
  }
  return tilt
}

/** Whether the profile changes and changes back: something that lies across the whole picture. */
function isBar(values: Float64Array): boolean {
  const rows = values.length / 3
  const reach = Math.max(2, Math.round(STEP_SHARE * rows))
  const step = (y: number, c: number): number => values[3 * (y + reach) + c]! - values[3 * (y - reach) + c]!
  const size = (y: number): number => Math.hypot(step(y, 0), step(y, 1), step(y, 2))
  const places = Array.from({ length: Math.max(0, rows - 2 * reach) }, (_, k) => k + reach)
  const steepest = places.reduce((most, y) => (size(y) > size(most) ? y : most), reach)
  const back = (y: number): number => -[0, 1, 2].reduce((sum, c) => sum + step(y, c) * step(steepest, c), 0)
  return places.some(
    (y) => Math.abs(y - steepest) > 2 * reach + BAR_SHARE * rows && back(y) > BAR_STEP * size(steepest) ** 2,
  )
}

function levelled({ rgba, width, height }: Picture, left: Float64Array, right: Float64Array, tilt: number): Picture {
  const slack = tilt === 0 ? SLACK : TILTED_SLACK
  const [leftRange, rightRange] = [rangeOf(left, slack), rangeOf(right, slack)]
  const level = [0, 1, 2].map((c) => meanOf(left, right, c))
  const flat = new Uint8Array(rgba)
  const row = (y: number): number => 3 * Math.max(0, Math.min(height - 1, Math.round(y)))
  for (let x = 0; x < width; x++) {
    const u = (x + 0.5) / width
    for (let y = 0; y < height; y++) {
      const [l, r] = [row(y - tilt * u), row(y + tilt * (1 - u))]
      for (let c = 0; c < 3; c++) {
        const low = leftRange.low[l + c]! * (1 - u) + rightRange.low[r + c]! * u
        const high = leftRange.high[l + c]! * (1 - u) + rightRange.high[r + c]! * u
        const at = 4 * (y * width + x) + c
        const value = rgba[at]!
        const off = value < low ? value - low : value > high ? value - high : 0
        flat[at] = Math.max(0, Math.min(255, Math.round(level[c]! + off)))
      }
    }
  }
  return { width, height, rgba: flat }
}

/** The least and the greatest value within `slack` rows. */
function rangeOf(values: Float64Array, slack: number): { readonly low: Float64Array; readonly high: Float64Array } {
  const near = (k: number, pick: (...all: number[]) => number): number => {
    const around = Array.from({ length: 2 * slack + 1 }, (_, i) => values[k + 3 * (i - slack)] ?? values[k]!)
    return pick(...around)
  }
  return { low: values.map((_, k) => near(k, Math.min)), high: values.map((_, k) => near(k, Math.max)) }
}

function meanOf(left: Float64Array, right: Float64Array, channel: number): number {
  let sum = 0
  for (let k = channel; k < left.length; k += 3) sum += left[k]! + right[k]!
  return sum / ((2 * left.length) / 3)
}
