/*
 * Alpha that only trims a photo: a transparent column, a margin, bars above and below, rounded or feathered corners.
 * Such alpha says nothing of the subject, and what is left opaque still has its background. It is told from a subject's
 * own outline by its form, a rectangle with at most rounded corners that fills most of the picture; whether what fills
 * it is a photo or a crate, its content has to say (`standsFree`). Form alone was not chosen: a crate is one too.
 */
import type { Picture } from './decode-picture.ts'
import { fillRegion, runsLength } from './fill-region.ts'
import { PixelQueue } from './flood.ts'

/** Most margin on each of two opposite sides, as a share of the picture: on all sides, and as bars on two of them. */
const MARGIN_SHARE = 0.125
const BAR_SHARE = 0.25
/** Side of the corner squares in which alpha may round the rectangle, as a share of its shorter side. */
const CORNER_SHARE = 0.27
/** How far a side may be ragged, as a share of the rectangle's longer side, and at least in pixels. */
const RAGGED_SHARE = 0.012
const RAGGED_PX = 2
/** Share of the rectangle that may be transparent elsewhere: stray pixels. */
const STRAY_SHARE = 0.002

/** 1 wherever a pixel is less than half as dense as the densest. */
export function clearPixels({ rgba, width, height }: Picture, densest: number): Uint8Array {
  const clear = new Uint8Array(width * height)
  for (let p = 0; p < clear.length; p++) if (2 * rgba[4 * p + 3]! < densest) clear[p] = 1
  return clear
}

/** Whether what is opaque has the form of a whole photo: a rectangle, its corners perhaps rounded. */
export function isTrimOnly(clear: Uint8Array, width: number, height: number): boolean {
  const box = opaqueBox(clear, width, height)
  if (!box) return false
  const { left, top, right, bottom } = box
  const margins = [Math.max(left, width - 1 - right) / width, Math.max(top, height - 1 - bottom) / height]
  const [less, more] = [Math.min(...margins), Math.max(...margins)]
  if (more > (less > RAGGED_SHARE ? MARGIN_SHARE : BAR_SHARE)) return false
  const [w, h] = [right - left + 1, bottom - top + 1]
  const ragged = Math.max(RAGGED_PX, RAGGED_SHARE * Math.max(w, h))
  const corner = CORNER_SHARE * Math.min(w, h)
  let stray = 0
  for (let y = top; y <= bottom; y++) {
    const down = Math.min(y - top, bottom - y)
    for (let x = left; x <= right; x++) {
      if (clear[y * width + x] === 0) continue
      const across = Math.min(x - left, right - x)
      if (Math.min(across, down) >= ragged && Math.max(across, down) >= corner) stray++
    }
  }
  return stray <= STRAY_SHARE * w * h
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The box of all rows and columns of which a fair part is opaque; stray opaque pixels in a margin do not count. */
function opaqueBox(clear: Uint8Array, width: number, height: number): Box | null {
  const [columns, rows] = [new Uint32Array(width), new Uint32Array(height)]
  for (let p = 0; p < clear.length; p++) {
    if (clear[p] !== 0) continue
    columns[p % width]!++
    rows[Math.floor(p / width)]!++
  }
  const [manyRows, manyColumns] = [Math.max(...rows) / 4, Math.max(...columns) / 4]
  if (manyRows === 0) return null
  return {
    left: columns.findIndex((count) => count > manyColumns),
    right: columns.findLastIndex((count) => count > manyColumns),
    top: rows.findIndex((count) => count > manyRows),
    bottom: rows.findLastIndex((count) => count > manyRows),
  }
}

/** A subject that fills more of the opaque part than this is the thing itself, and what it leaves free its rim. */
const MOST_FILLED = 0.8
/** The largest part's share of its own box, below which it is a web of lines: the joints of a crate. */
const LEAST_SOLID = 0.25
/** A part whose box is nearly filled and nearly the whole opaque part is the inside of a rim: a screen, a picture. */
const PANEL_FILL = 0.93
const PANEL_SHARE = 0.6

/** Whether a mask found in the opaque part is that of a thing in a photo, and not of a crate's or a card's own marks. */
export function standsFree(mask: Float32Array, clear: Uint8Array, width: number): boolean {
  const label = Uint8Array.from(mask, (a, p) => (a >= 0.5 && clear[p] === 0 ? 1 : 0))
  const opaque = clear.reduce((sum, value) => sum + 1 - value, 0)
  const covered = label.reduce((sum, value) => sum + value, 0)
  let largest = new Int32Array()
  for (let start = label.indexOf(1); start >= 0; start = label.indexOf(1, start + 1)) {
    const runs = new PixelQueue()
    fillRegion(label, width, start, 1, 0, runs)
    if (runsLength(runs.all()) > runsLength(largest)) largest = runs.all().slice()
  }
  const [area, boxArea] = [runsLength(largest), boxAreaOf(largest, width)]
  if (area === 0 || covered > MOST_FILLED * opaque || area < LEAST_SOLID * boxArea) return false
  return !(area > PANEL_FILL * boxArea && boxArea > PANEL_SHARE * opaque)
}

function boxAreaOf(runs: Int32Array, width: number): number {
  let [left, right] = [width, -1]
  for (let k = 0; k < runs.length; k += 2) {
    left = Math.min(left, runs[k]! % width)
    right = Math.max(right, runs[k + 1]! % width)
  }
  const rows = runs.map((p) => Math.floor(p / width))
  return runs.length === 0
    ? 0
    : (right - left + 1) * (rows.reduce((a, b) => Math.max(a, b)) - rows.reduce((a, b) => Math.min(a, b)) + 1)
}
