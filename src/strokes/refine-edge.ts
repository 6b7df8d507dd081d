/*
 * A label moved to the picture's own edge, pixel by pixel: the least cut through a narrow band around its border
 * (Lombaert et al., "A Multilevel Banded Graph Cuts Method", ICCV 2005). Each pixel of the band is likened to what lies
 * surely inside and surely outside nearby.
 */
import type { PixelBox } from '../cutout/hint.ts'
import { MinCut } from './min-cut.ts'
import type { Raster } from './renew-outline.ts'

/** Side of the tiles whose mean colours a pixel is likened to: those of its own and of the eight around. */
const TILE = 12
/** What likeness counts against a link between pixels that no edge divides. */
const LIKENESS = 0.7
/** Neighbours that differ by so many code values are divided by an edge. */
const EDGE = 16
const SCALE = 1024

const RESISTANCE = Float32Array.from({ length: 256 }, (_, d) => Math.exp(-((d / EDGE) ** 2)))

/**
 * Re-labels in place the pixels of a box that are at most `reach` steps from one labelled otherwise.
 * @param label 1 for the subject, 0 for the background
 * @param mayChange pixels that may be labelled anew
 */
export function refineEdge(
  { rgba, width }: Raster,
  label: Uint8Array,
  box: PixelBox,
  reach: number,
  mayChange: (p: number) => boolean,
): void {
  const band = bandOf(label, width, box, reach, mayChange)
  if (band.pixels.length === 0) return
  const tiles = tilesOf(rgba, label, width, box, band.at)
  const cut = new MinCut(band.pixels.length, 4 * band.pixels.length)
  for (const [node, p] of band.pixels.entries()) {
    const likeness = SCALE * LIKENESS * likenessOf(rgba, p, width, box, tiles, label[p]!)
    cut.addTerminals(node, Math.max(0, likeness), Math.max(0, -likeness))
    const x = p % width
    const [left, right] = [x > box.left, x + 1 < box.right]
    const [above, below] = [p - width >= box.top * width, p + width < box.bottom * width]
    const link = (q: number, share: number): void => {
      const other = band.at[at(q, width, box)]!
      const weight = SCALE * share * RESISTANCE[differenceOf(rgba, p, q)]!
      if (other > 0) {
        if (q > p) cut.addEdge(node, other - 1, weight)
      } else cut.addTerminals(node, label[q] === 1 ? weight : 0, label[q] === 1 ? 0 : weight)
    }
    if (left) link(p - 1, 1)
    if (right) link(p + 1, 1)
    if (above) link(p - width, 1)
    if (below) link(p + width, 1)
    if (above && left) link(p - width - 1, Math.SQRT1_2)
    if (above && right) link(p - width + 1, Math.SQRT1_2)
    if (below && left) link(p + width - 1, Math.SQRT1_2)
    if (below && right) link(p + width + 1, Math.SQRT1_2)
  }
  for (const [node, inside] of cut.solve().entries()) label[band.pixels[node]!] = inside
}

const at = (p: number, width: number, { left, top, right }: PixelBox): number => {
  const x = p % width
  return ((p - x) / width - top) * (right - left) + x - left
}

interface Band {
  readonly pixels: readonly number[]
  /** Per pixel of the box, 1 + its place among `pixels`, or 0. */
  readonly at: Int32Array
}

/** Steps across and down from the border, counted from both sides at once. */
function bandOf(
  label: Uint8Array,
  width: number,
  box: PixelBox,
  reach: number,
  mayChange: (p: number) => boolean,
): Band {
  const [w, h] = [box.right - box.left, box.bottom - box.top]
  const step = new Uint8Array(w * h)
  let ring: number[] = []
  for (let y = 0; y < h; y++)
    for (let x = 0, p = (y + box.top) * width + box.left, k = y * w; x < w; x++, p++, k++) {
      const own = label[p]
      const borders =
        (x > 0 && label[p - 1] !== own) ||
        (x + 1 < w && label[p + 1] !== own) ||
        (y > 0 && label[p - width] !== own) ||
        (y + 1 < h && label[p + width] !== own)
      if (!borders) continue
      step[k] = 1
      ring.push(k)
    }
  const all = [ring]
  for (let s = 2; s <= reach; s++) {
    const next: number[] = []
    for (const k of ring) {
      const x = k % w
      for (const q of [x > 0 ? k - 1 : k, x + 1 < w ? k + 1 : k, k >= w ? k - w : k, k + w < w * h ? k + w : k])
        if (step[q] === 0) {
          step[q] = s
          next.push(q)
        }
    }
    all.push((ring = next))
  }
  const places = new Int32Array(w * h)
  const pixels: number[] = []
  for (const k of all.flat()) {
    const p = (Math.floor(k / w) + box.top) * width + box.left + (k % w)
    if (!mayChange(p)) continue
    pixels.push(p)
    places[k] = pixels.length
  }
  return { pixels, at: places }
}

/** Per tile of the box, the sums of RGB and the number of pixels outside of the band: of the background, then of the subject. */
interface Tiles {
  readonly columns: number
  readonly rows: number
  readonly sums: Float32Array
}

function tilesOf(rgba: Raster['rgba'], label: Uint8Array, width: number, box: PixelBox, band: Int32Array): Tiles {
  const [w, h] = [box.right - box.left, box.bottom - box.top]
  const [columns, rows] = [Math.ceil(w / TILE), Math.ceil(h / TILE)]
  const sums = new Float32Array(8 * columns * rows)
  for (let y = 0, k = 0; y < h; y++)
    for (let x = 0, p = (y + box.top) * width + box.left; x < w; x++, p++, k++) {
      if (band[k] !== 0) continue
      const to = 8 * (Math.floor(y / TILE) * columns + Math.floor(x / TILE)) + 4 * label[p]!
      sums[to]! += rgba[4 * p]!
      sums[to + 1]! += rgba[4 * p + 1]!
      sums[to + 2]! += rgba[4 * p + 2]!
      sums[to + 3]!++
    }
  return { columns, rows, sums }
}

/** A tile says something from so many pixels on. */
const LEAST_PIXELS = 4

/** How much more a pixel is like the subject nearby (1) than like the background (-1); by its label where one of them is not near. */
function likenessOf(
  rgba: Raster['rgba'],
  p: number,
  width: number,
  box: PixelBox,
  { columns, rows, sums }: Tiles,
  label: number,
): number {
  const k = at(p, width, box)
  const w = box.right - box.left
  const [column, row] = [Math.floor((k % w) / TILE), Math.floor(Math.floor(k / w) / TILE)]
  let [background, subject] = [Infinity, Infinity]
  for (let v = Math.max(0, row - 1); v <= Math.min(rows - 1, row + 1); v++)
    for (let u = Math.max(0, column - 1); u <= Math.min(columns - 1, column + 1); u++) {
      const tile = 8 * (v * columns + u)
      background = Math.min(background, distanceTo(rgba, p, sums, tile))
      subject = Math.min(subject, distanceTo(rgba, p, sums, tile + 4))
    }
  if (background === Infinity || subject === Infinity) return label === 1 ? 0.5 : -0.5
  return (background - subject) / (background + subject + EDGE / 2)
}

function distanceTo(rgba: Raster['rgba'], p: number, sums: Float32Array, tile: number): number {
  const count = sums[tile + 3]!
  if (count < LEAST_PIXELS) return Infinity
  const red = rgba[4 * p]! - sums[tile]! / count
  const green = rgba[4 * p + 1]! - sums[tile + 1]! / count
  const blue = rgba[4 * p + 2]! - sums[tile + 2]! / count
  return Math.sqrt(red * red + green * green + blue * blue)
}

const differenceOf = (rgba: Raster['rgba'], p: number, q: number): number =>
  Math.max(
    Math.abs(rgba[4 * p]! - rgba[4 * q]!),
    Math.abs(rgba[4 * p + 1]! - rgba[4 * q + 1]!),
    Math.abs(rgba[4 * p + 2]! - rgba[4 * q + 2]!),
  )
