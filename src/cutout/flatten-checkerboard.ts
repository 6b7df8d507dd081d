/*
 * A painted checkerboard made one plain colour, so that what follows sees a plain backdrop. A pixel belongs to it if it
 * has the colour of its cell and is reached from the border through others that do, or lies in an enclosed area that
 * has both kinds of cells. A pixel alone says nothing: a grey subject matches every other cell.
 */
import { BACKGROUND, SUBJECT } from './background-label.ts'
import { brush } from './brush.ts'
import type { Picture } from './decode-picture.ts'
import { fillRegion, fillRuns, runsLength } from './fill-region.ts'
import { cellAt, off, tolerance, type Checkerboard } from './find-checkerboard.ts'
import { PixelQueue } from './flood.ts'

/** The lines between cells match whatever lies beside them, and are not entered: half their width, of a cell. */
const BRUSH_SHARE = 0.13
const LEAST_BRUSH = 2
/** Whatever is left over and smaller than this share of a cell is noise. */
const NOISE_SHARE = 0.3
/** An enclosed area is checkerboard from this size on, in cells, with this share of either kind. */
const LEAST_AREA = 1.5
const LEAST_KIND = 0.2

/** The picture with one colour, between its two, for the whole checkerboard. */
export function flattenCheckerboard(picture: Picture, board: Checkerboard): Picture {
  const { rgba, width, height } = picture
  const open = matching(picture, board)
  const cell = Math.min(board.across.cell, board.down.cell)
  const label = brush(open, width, height, Math.max(LEAST_BRUSH, Math.round(BRUSH_SHARE * cell)))
  addEnclosed(label, open, width, board, cell)
  dropNoise(label, width, cell)
  const flat = new Uint8Array(rgba)
  const between = [0, 1, 2].map((c) => Math.round((board.even[c]! + board.odd[c]!) / 2))
  for (let p = 0; p < label.length; p++) if (label[p] === BACKGROUND) flat.set(between, 4 * p)
  return { width, height, rgba: flat }
}

/** 1 where a pixel has its cell's colour, or beside a line one of the two or between them. */
function matching({ rgba, width, height }: Picture, board: Checkerboard): Uint8Array {
  const { even, odd } = board
  const reach = tolerance(Math.max(...[0, 1, 2].map((c) => Math.abs(even[c]! - odd[c]!))))
  const isBetween = (at: number): boolean =>
    [0, 1, 2].every((c) => {
      const value = rgba[at + c]!
      return value >= Math.min(even[c]!, odd[c]!) - reach && value <= Math.max(even[c]!, odd[c]!) + reach
    })
  const open = new Uint8Array(width * height)
  for (let p = 0; p < open.length; p++) {
    const cell = cellAt(board, p % width, Math.floor(p / width))
    if (cell === null ? isBetween(4 * p) : off(rgba, 4 * p, cell ? even : odd) <= reach) open[p] = 1
  }
  return open
}

function addEnclosed(label: Uint8Array, open: Uint8Array, width: number, board: Checkerboard, cell: number): void {
  const left = open.map((value, p) => (label[p] === BACKGROUND ? 0 : value))
  const runs = new PixelQueue()
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1, start + 1)) {
    runs.clear()
    fillRegion(left, width, start, 1, 0, runs)
    const area = runs.all()
    if (runsLength(area) >= LEAST_AREA * cell * cell && hasBothKinds(area, width, board))
      fillRuns(label, area, BACKGROUND)
  }
}

function hasBothKinds(runs: Int32Array, width: number, board: Checkerboard): boolean {
  let [even, all] = [0, 0]
  for (let k = 0; k < runs.length; k += 2)
    for (let p = runs[k]!; p <= runs[k + 1]!; p++) {
      const cell = cellAt(board, p % width, Math.floor(p / width))
      if (cell !== null) all++
      if (cell === true) even++
    }
  return Math.min(even, all - even) >= LEAST_KIND * all && all > 0
}

function dropNoise(label: Uint8Array, width: number, cell: number): void {
  const seen = label.slice()
  const runs = new PixelQueue()
  for (let start = seen.indexOf(SUBJECT); start >= 0; start = seen.indexOf(SUBJECT, start + 1)) {
    runs.clear()
    fillRegion(seen, width, start, SUBJECT, BACKGROUND, runs)
    if (runsLength(runs.all()) < NOISE_SHARE * cell * cell) fillRuns(label, runs.all(), BACKGROUND)
  }
}
