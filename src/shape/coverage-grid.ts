/**
 * The mask brought to a regular grid whose step suits the triangle budget, cleaned of specks and pinholes.
 *
 * Each grid vertex takes the mask under a tent of one step's radius (or a little more where pixels are few), which is the linear B-spline's
 * antialiasing: a stair of whole pixels becomes a slope that marching squares can cut at a sub-pixel place. Sampling
 * without a tent keeps the stairs, a tent of one pixel left flutes on the slab's sides, a wider one loses straps.
 */
import { fillRegion, fillRuns, runsLength } from '../cutout/fill-region.ts'
import { PixelQueue } from '../cutout/flood.ts'
import type { Subject } from '../cutout/subject.ts'

/**
 * Pixels of the tent at least: masks found in photos tremble along their outline by a pixel or two, and every tremor
 * would run down a slab's side as a flute. Lines of two pixels still stand after it.
 */
const SOFTEST = 2.5

export interface Grid {
  readonly columns: number
  readonly rows: number
  /** Pixels between neighbouring vertices. */
  readonly step: number
  /** Pixel coordinates of vertex 0; pixel (0, 0) spans 0…1. */
  readonly left: number
  readonly top: number
}

export interface Coverage extends Grid {
  /** 0…1 per grid vertex, 0 along the border. */
  readonly values: Float32Array
  /** A vertex is inside when its value is above this. */
  readonly level: number
}

interface Extent {
  readonly bounds: readonly [left: number, top: number, right: number, bottom: number]
  readonly area: number
}

/** Measured once per subject: every reading needs them several times. */
const extents = new WeakMap<Subject, Extent>()

/** Pixel bounds [left, top, right, bottom] of all that is at least faintly covered; throws on an empty mask. */
export function maskBounds(subject: Subject): Extent['bounds'] {
  return extentOf(subject).bounds
}

/** Covered pixels, of which a half-covered one counts half. */
export function maskArea(subject: Subject): number {
  return extentOf(subject).area
}

function extentOf(subject: Subject): Extent {
  const known = extents.get(subject)
  if (known) return known
  const { width, height, mask } = subject
  const row = { first: 0, last: 0, sum: 0 }
  let [left, top, right, bottom, area] = [width, height, 0, 0, 0]
  for (let y = 0; y < height; y++) {
    measureRow(mask, y * width, width, row)
    area += row.sum
    if (row.last < 0) continue
    left = Math.min(left, row.first)
    right = Math.max(right, row.last + 1)
    top = Math.min(top, y)
    bottom = y + 1
  }
  if (right === 0) throw new RangeError('The mask is empty: there is no silhouette to give a shape to.')
  const extent: Extent = { bounds: [left, top, right, bottom], area }
  extents.set(subject, extent)
  return extent
}

/** First and last pixel of a row that is at least faintly covered (-1 for none), and the row's covered pixels in all. */
function measureRow(
  mask: Float32Array,
  start: number,
  width: number,
  out: { first: number; last: number; sum: number },
): void {
  let first = -1,
    last = -1,
    sum = 0
  for (let x = 0; x < width; x++) {
    const value = mask[start + x]!
    sum += value
    if (value < 0.05) continue
    if (first < 0) first = x
    last = x
  }
  out.first = first
  out.last = last
  out.sum = sum
}

/** The subject's mask on a grid of `step` pixels. */
export function coverageGrid(subject: Subject, step: number): Coverage {
  const [left, top, right, bottom] = maskBounds(subject)
  const margin = Math.max(SOFTEST, step) + 1.5 * step
  const grid: Grid = {
    columns: Math.ceil((right - left + 2 * margin) / step) + 1,
    rows: Math.ceil((bottom - top + 2 * margin) / step) + 1,
    step,
    left: left - margin,
    top: top - margin,
  }
  const values = resample(subject.mask, subject.width, subject.height, grid)
  const level = Math.min(0.5, values.reduce((most, value) => Math.max(most, value), 0) / 2)
  despeckle(values, grid, level)
  return { ...grid, values, level }
}

/** A raster brought to a grid by a separable tent; outside the raster counts as 0. */
export function resample(raster: Float32Array, width: number, height: number, grid: Grid): Float32Array {
  const across = taps(grid.left, grid.step, grid.columns, width)
  const down = taps(grid.top, grid.step, grid.rows, height)
  const { columns, rows } = grid
  const squeezed = new Float32Array(columns * height)
  const [firstRow, lastRow] = [down.first[0]!, down.first[rows - 1]! + down.count[rows - 1]!]
  for (let y = firstRow; y < lastRow; y++)
    squeezeRow(raster, y * width, across, squeezed.subarray(y * columns, (y + 1) * columns))
  const values = new Float32Array(columns * rows)
  for (let j = 0; j < rows; j++)
    for (let k = 0; k < down.count[j]!; k++)
      addRow(
        squeezed,
        (down.first[j]! + k) * columns,
        down.weights[j * down.most + k]!,
        values.subarray(j * columns, (j + 1) * columns),
      )
  return values
}

interface Taps {
  readonly first: Int32Array
  readonly count: Int32Array
  /** `most` per vertex. */
  readonly weights: Float32Array
  readonly most: number
}

function squeezeRow(
  raster: Float32Array,
  start: number,
  { first, count, weights, most }: Taps,
  out: Float32Array,
): void {
  for (let i = 0, w = 0; i < out.length; i++, w += most) {
    let sum = 0
    for (let k = 0, at = start + first[i]!, covered = count[i]!; k < covered; k++)
      sum += weights[w + k]! * raster[at + k]!
    out[i] = sum
  }
}

function addRow(from: Float32Array, start: number, weight: number, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i]! += weight * from[start + i]!
}

function taps(origin: number, step: number, vertices: number, pixels: number): Taps {
  const radius = Math.max(SOFTEST, step)
  const most = Math.ceil(2 * radius) + 2
  const first = new Int32Array(vertices)
  const count = new Int32Array(vertices)
  const weights = new Float32Array(vertices * most)
  for (let i = 0; i < vertices; i++) {
    const centre = origin + i * step - 0.5
    const [low, high] = [Math.ceil(centre - radius), Math.floor(centre + radius)]
    let total = 0
    for (let p = low; p <= high; p++) total += 1 - Math.abs(p - centre) / radius
    first[i] = Math.min(pixels, Math.max(0, low))
    count[i] = Math.max(0, Math.min(pixels - 1, high) - first[i]! + 1)
    for (let k = 0; k < count[i]!; k++) weights[i * most + k] = (1 - Math.abs(first[i]! + k - centre) / radius) / total
  }
  return { first, count, weights, most }
}

const [OUTSIDE, INSIDE, DONE] = [0, 1, 2]

/** Levels specks and pinholes below 1/2500 of the inside, which would become flakes and craters. */
function despeckle(values: Float32Array, { columns }: Grid, level: number): void {
  const label = new Uint8Array(values.length)
  let inside = 0
  for (let at = 0; at < values.length; at++) {
    if (values[at]! <= level) continue
    label[at] = INSIDE
    inside++
  }
  const few = Math.max(3, inside / 2500)
  const runs = new PixelQueue()
  for (const side of [INSIDE, OUTSIDE]) {
    for (let seed = label.indexOf(side); seed >= 0; seed = label.indexOf(side, seed + 1)) {
      runs.clear()
      fillRegion(label, columns, seed, side, DONE, runs)
      const size = runsLength(runs.all())
      if (size >= few || (side === INSIDE && size * 2 > inside)) continue
      fillRuns(values, runs.all(), side === INSIDE ? 0 : Math.min(1, 2 * level))
    }
  }
}
