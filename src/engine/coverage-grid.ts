/**
 * The mask brought to a regular grid whose step suits the triangle budget, cleaned of specks and pinholes.
 *
 * Each grid vertex takes the mask under a tent of one step's radius (or a little more where pixels are few), which is the linear B-spline's
 * antialiasing: a stair of whole pixels becomes a slope that marching squares can cut at a sub-pixel place. Sampling
 * without a tent keeps the stairs, a tent of one pixel left flutes on the slab's sides, a wider one loses straps.
 */
import type { Subject } from './subject.ts'

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

/** Pixel bounds [left, top, right, bottom] of all that is at least faintly covered; throws on an empty mask. */
export function maskBounds({ width, height, mask }: Subject): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (mask[at]! < 0.05) continue
      if (x < left) left = x
      if (x >= right) right = x + 1
      if (y < top) top = y
      bottom = y + 1
    }
  if (right === 0) throw new RangeError('The mask is empty: there is no silhouette to give a shape to.')
  return [left, top, right, bottom]
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
    for (let i = 0; i < columns; i++) {
      let sum = 0
      const from = y * width + across.first[i]!
      for (let k = 0; k < across.count[i]!; k++) sum += across.weights[i * across.most + k]! * raster[from + k]!
      squeezed[y * columns + i] = sum
    }
  const values = new Float32Array(columns * rows)
  for (let j = 0; j < rows; j++)
    for (let k = 0; k < down.count[j]!; k++) {
      const weight = down.weights[j * down.most + k]!
      const from = (down.first[j]! + k) * columns
      for (let i = 0; i < columns; i++) values[j * columns + i]! += weight * squeezed[from + i]!
    }
  return values
}

function taps(origin: number, step: number, vertices: number, pixels: number) {
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
    for (let k = 0; k < count[i]!; k++)
      weights[i * most + k] = (1 - Math.abs(first[i]! + k - centre) / radius) / total
  }
  return { first, count, weights, most }
}

/** Crumbs and pinholes below 1/2500 of the inside would each become a flake or a crater: they are levelled. */
function despeckle(values: Float32Array, { columns }: Grid, level: number): void {
  const inside = values.reduce((sum, value) => sum + (value > level ? 1 : 0), 0)
  const few = Math.max(3, inside / 2500)
  const seen = new Uint8Array(values.length)
  const stack = new Int32Array(values.length)
  for (let seed = 0; seed < values.length; seed++) {
    if (seen[seed] === 1) continue
    const within = values[seed]! > level
    let size = 0
    stack[size++] = seed
    seen[seed] = 1
    for (let read = 0; read < size; read++) {
      const at = stack[read]!
      for (const next of [at - 1, at + 1, at - columns, at + columns]) {
        if (next < 0 || next >= values.length || seen[next] === 1 || values[next]! > level !== within) continue
        seen[next] = 1
        stack[size++] = next
      }
    }
    if (size >= few || (within && size * 2 > inside)) continue
    for (let k = 0; k < size; k++) values[stack[k]!] = within ? 0 : Math.min(1, 2 * level)
  }
}
