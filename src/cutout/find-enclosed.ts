/*
 * The background's parts that no way leads to from the border, and what floats in them. A tree of all contours (Suzuki &
 * Abe 1985) was not chosen: only what lies within a hole is needed, and a flood round its bounding box finds that.
 */
import { BACKGROUND, JUDGED, relabel } from './background-label.ts'
import { fillRegion, fillRuns, runsLength } from './fill-region.ts'
import { PixelQueue } from './flood.ts'

export interface EnclosedArea {
  /** First and last pixel of every run. */
  readonly runs: Int32Array
  readonly pixels: number
  /** The runs of every part of the figure that lies in it and touches nothing else, holes of the part's own included. */
  readonly parts: readonly Int32Array[]
  /** The smallest area in one of whose parts this one is. */
  readonly within: EnclosedArea | null
}

/** Every part of BACKGROUND that does not touch the picture's border. */
export function findEnclosed(label: Uint8Array, width: number, height: number): EnclosedArea[] {
  const found: Int32Array[] = []
  const queue = new PixelQueue()
  for (let start = label.indexOf(BACKGROUND); start >= 0; start = label.indexOf(BACKGROUND, start + 1)) {
    queue.clear()
    fillRegion(label, width, start, BACKGROUND, JUDGED, queue)
    if (!touchesBorder(queue.all(), width, height)) found.push(queue.all().slice())
  }
  relabel(label, JUDGED, BACKGROUND)
  return nested(found, width)
}

/** The smallest first, since an area within another is smaller than what that one encloses. */
function nested(found: readonly Int32Array[], width: number): EnclosedArea[] {
  const views = found.map((runs) => insideOf(runs, width))
  const areas = views.map(({ runs, parts }) => ({
    runs,
    pixels: runsLength(runs),
    parts,
    within: null as EnclosedArea | null,
  }))
  for (const [k, area] of areas.entries()) {
    const around = views.flatMap(({ size, holds }, other) =>
      other !== k && holds(area.runs[0]!) ? [{ size, area: areas[other]! }] : [],
    )
    area.within = around.toSorted((a, b) => a.size - b.size)[0]?.area ?? null
  }
  return areas
}

function touchesBorder(runs: Int32Array, width: number, height: number): boolean {
  for (let k = 0; k < runs.length; k += 2) {
    const [first, last] = [runs[k]!, runs[k + 1]!]
    const row = Math.floor(first / width)
    if (row === 0 || row === height - 1 || first % width === 0 || last % width === width - 1) return true
  }
  return false
}

const OUTSIDE = 1
const AREA = 2
const PART = 3

interface Inside {
  readonly runs: Int32Array
  readonly parts: Int32Array[]
  /** Pixels of its bounding box. */
  readonly size: number
  /** Whether a pixel lies in one of the parts. */
  readonly holds: (p: number) => boolean
}

/** What lies within an area: all of its bounding box, widened by a pixel, that no way leads to from outside. */
function insideOf(runs: Int32Array, width: number): Inside {
  const [left, top, right, bottom] = boundsOf(runs, width)
  const w = right - left + 3
  const raster = new Uint8Array(w * (bottom - top + 3))
  const place = (p: number): number => (Math.floor(p / width) - top + 1) * w + (p % width) - left + 1
  const back = (q: number): number => (Math.floor(q / w) + top - 1) * width + (q % w) + left - 1
  fillRuns(raster, runs.map(place), AREA)
  const queue = new PixelQueue()
  fillRegion(raster, w, 0, 0, OUTSIDE, queue)
  const parts: Int32Array[] = []
  for (let start = raster.indexOf(0); start >= 0; start = raster.indexOf(0, start + 1)) {
    queue.clear()
    fillRegion(raster, w, start, 0, PART, queue)
    parts.push(queue.all().map(back))
  }
  const holds = (p: number): boolean => {
    const [x, y] = [p % width, Math.floor(p / width)]
    return x >= left && x <= right && y >= top && y <= bottom && raster[place(p)] === PART
  }
  return { runs, parts, size: raster.length, holds }
}

function boundsOf(runs: Int32Array, width: number): [left: number, top: number, right: number, bottom: number] {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0]
  for (let k = 0; k < runs.length; k += 2) {
    const row = Math.floor(runs[k]! / width)
    left = Math.min(left, runs[k]! % width)
    right = Math.max(right, runs[k + 1]! % width)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row)
  }
  return [left, top, right, bottom]
}
