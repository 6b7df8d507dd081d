/*
 * The checkerboard with which editors show transparency, painted into a file that holds none. Its two colours are the
 * two that the picture's border consists of, and its grid is fitted to the places where they change, so that any cell,
 * phase and scale is found. Templates of the known editors were not chosen: a picture that was scaled or saved as JPEG
 * matches none.
 */
import { medianOf } from './background-model.ts'
import type { Picture } from './decode-picture.ts'

type Rgb = readonly [number, number, number]

/** Lines between cells along one axis: at `start + k × cell` pixels. */
interface Grid {
  readonly start: number
  readonly cell: number
}

export interface Checkerboard {
  readonly across: Grid
  readonly down: Grid
  /** Colours of the cells whose column and row are odd or even together, and of the others. */
  readonly even: Rgb
  readonly odd: Rgb
}

/** Width of the border that is looked at, as a share of the shorter side; at least pixels. */
const BAND_SHARE = 0.06
const LEAST_BAND = 8
/** Cells from so many pixels on, and so many of them or more along each side. */
const LEAST_CELL = 3
const LEAST_CELLS = 6
/** Code values between the two colours. */
const LEAST_CONTRAST = 10
/** Share of the border that each colour has, and that both have together. */
const LEAST_SHARE = 0.25
const BOTH_SHARE = 0.7
/** Share of the changes that are one cell apart, give or take a quarter. */
const REGULAR_SHARE = 0.6

/** What the border shows: a checkerboard that can be computed, one that is too irregular for that, or none. */
export function findCheckerboard(picture: Picture): Checkerboard | 'irregular' | null {
  const colours = twoColours(picture)
  if (!colours) return null
  const { width, height } = picture
  const band = Math.max(LEAST_BAND, Math.round(BAND_SHARE * Math.min(width, height)))
  const rows = bandLines(height, band).map((y) => signs(picture, colours, y * width, 1, width))
  const columns = bandLines(width, band).map((x) => signs(picture, colours, x, width, height))
  const [across, down] = [fitGrid(rows, width), fitGrid(columns, height)]
  if (!across || !down) return null
  if (across === 'irregular' || down === 'irregular' || Math.abs(across.cell / down.cell - 1) > 0.2) return 'irregular'
  const [even, odd] = colours
  const upright = { across, down, even, odd }
  const turned = { across, down, even: odd, odd: even }
  return agreement(picture, upright, band) > agreement(picture, turned, band) ? upright : turned
}

/** Whether the cell that holds a pixel is an even one; null beside a line between cells, where the two mix. */
export function cellAt({ across, down }: Checkerboard, x: number, y: number): boolean | null {
  const [u, v] = [(x + 0.5 - across.start) / across.cell, (y + 0.5 - down.start) / down.cell]
  const blur = Math.max(1.2 / Math.min(across.cell, down.cell), 0.1)
  if (Math.abs(u - Math.round(u)) < blur || Math.abs(v - Math.round(v)) < blur) return null
  return (Math.floor(u) + Math.floor(v)) % 2 === 0
}

/** Every other line of the band on both sides. */
function bandLines(length: number, band: number): number[] {
  const near = Array.from({ length: band >> 1 }, (_, k) => 2 * k)
  return [...near, ...near.map((k) => length - 1 - k)]
}

/** The two colours of the border, by two means; null when it has others, or one of them hardly. */
function twoColours(picture: Picture): readonly [Rgb, Rgb] | null {
  const { rgba, width, height } = picture
  const band = Math.max(LEAST_BAND, Math.round(BAND_SHARE * Math.min(width, height)))
  const sample: number[] = []
  for (const y of bandLines(height, band)) for (let x = 0; x < width; x += 3) sample.push(4 * (y * width + x))
  for (const x of bandLines(width, band)) for (let y = 0; y < height; y += 3) sample.push(4 * (y * width + x))
  const luma = (at: number): number => rgba[at]! + rgba[at + 1]! + rgba[at + 2]!
  const byLuma = sample.toSorted((a, b) => luma(a) - luma(b))
  const colourOf = (all: readonly number[]): Rgb => {
    const median = (c: number): number => medianOf(Float64Array.from(all, (at) => rgba[at + c]!))
    return [median(0), median(1), median(2)]
  }
  const end = Math.max(1, byLuma.length >> 3)
  let pair: readonly [Rgb, Rgb] = [colourOf(byLuma.slice(0, end)), colourOf(byLuma.slice(-end))]
  let split: [number[], number[]] = [[], []]
  for (let round = 0; round < 4; round++) {
    split = [[], []]
    for (const at of sample) split[off(rgba, at, pair[0]) < off(rgba, at, pair[1]) ? 0 : 1].push(at)
    if (split.some((part) => part.length < LEAST_SHARE * sample.length)) return null
    pair = [colourOf(split[0]), colourOf(split[1])]
  }
  const contrast = Math.max(...[0, 1, 2].map((c) => Math.abs(pair[0][c]! - pair[1][c]!)))
  if (contrast < LEAST_CONTRAST) return null
  const reach = tolerance(contrast)
  const both = sample.filter((at) => Math.min(off(rgba, at, pair[0]), off(rgba, at, pair[1])) <= reach)
  return both.length < BOTH_SHARE * sample.length ? null : pair
}

/** How far a cell's pixels may be from its colour, code values: JPEG's noise, and a share of the contrast. */
export const tolerance = (contrast: number): number => Math.max(6, 0.35 * contrast)

/** Largest difference of a pixel from a colour over the channels. */
export const off = (rgba: Uint8Array, at: number, colour: Rgb): number =>
  Math.max(Math.abs(rgba[at]! - colour[0]), Math.abs(rgba[at + 1]! - colour[1]), Math.abs(rgba[at + 2]! - colour[2]))

/** Along a line of pixels, from -1 at one colour to 1 at the other. */
function signs(
  { rgba }: Picture,
  [a, b]: readonly [Rgb, Rgb],
  from: number,
  step: number,
  count: number,
): Float64Array {
  const axis = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const
  const length2 = axis[0] ** 2 + axis[1] ** 2 + axis[2] ** 2
  return Float64Array.from({ length: count }, (_, k) => {
    const at = 4 * (from + k * step)
    const along = (rgba[at]! - a[0]) * axis[0] + (rgba[at + 1]! - a[1]) * axis[1] + (rgba[at + 2]! - a[2]) * axis[2]
    return Math.max(-1, Math.min(1, (2 * along) / length2 - 1))
  })
}

/** The grid by the places where lines of pixels change their sign. */
function fitGrid(lines: readonly Float64Array[], length: number): Grid | 'irregular' | null {
  const changes = lines.map(changesOf)
  const runs = changes.flatMap((places) => places.slice(1).map((place, k) => place - places[k]!))
  if (runs.length < LEAST_CELLS * 2) return null
  const cell = medianOf(Float64Array.from(runs))
  if (cell < LEAST_CELL || length / cell < LEAST_CELLS) return null
  const regular = runs.filter((run) => Math.abs(run / cell - 1) <= 0.25)
  if (regular.length < REGULAR_SHARE * runs.length) return null
  const mean = regular.reduce((sum, run) => sum + run, 0) / regular.length
  return fitLines(changes.flat(), mean, length) ?? 'irregular'
}

/** Pixels at which the sign changes, to a fraction. */
function changesOf(line: Float64Array): number[] {
  const places: number[] = []
  for (let k = 1; k < line.length; k++) {
    const [before, after] = [line[k - 1]!, line[k]!]
    if (before < 0 !== after < 0) places.push(k - 0.5 + before / (before - after))
  }
  return places
}

/** Walks from line to line, as a cell that is a little off would be a whole one off at the far side; then by regression. */
function fitLines(places: readonly number[], cell: number, length: number): Grid | null {
  const counts = new Float64Array(length + 1)
  for (const place of places) counts[Math.round(place)]! += 1
  let [n, sumK, sumX, sumKK, sumKX, near] = [0, 0, 0, 0, 0, 0]
  let expected = strongest(counts, 0, Math.ceil(1.5 * cell))
  for (let k = 0; expected < length - 1; k++) {
    const reach = 0.3 * cell
    const close = places.filter((place) => Math.abs(place - expected) <= reach)
    const at = close.length > 0 ? medianOf(Float64Array.from(close)) : expected
    if (close.length > 0) {
      n++
      near += close.length
      sumK += k
      sumX += at
      sumKK += k * k
      sumKX += k * at
    }
    expected = at + cell
  }
  if (n < LEAST_CELLS - 2 || near < 0.75 * places.length) return null
  const slope = (n * sumKX - sumK * sumX) / (n * sumKK - sumK * sumK)
  return { cell: slope, start: (sumX - slope * sumK) / n }
}

function strongest(counts: Float64Array, from: number, to: number): number {
  let most = from
  for (let k = from; k <= to; k++) if ((counts[k] ?? 0) > counts[most]!) most = k
  return most
}

/** Share of the band's cell interiors that have the colour of their cell. */
function agreement({ rgba, width, height }: Picture, board: Checkerboard, band: number): number {
  let [seen, agreed] = [0, 0]
  for (const y of bandLines(height, band))
    for (let x = 0; x < width; x++) {
      const cell = cellAt(board, x, y)
      if (cell === null) continue
      const at = 4 * (y * width + x)
      seen++
      if (off(rgba, at, cell ? board.even : board.odd) < off(rgba, at, cell ? board.odd : board.even)) agreed++
    }
  return agreed / Math.max(1, seen)
}
