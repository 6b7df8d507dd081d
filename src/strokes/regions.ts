/*
 * The picture in small regions whose borders are its edges, so that a stroke is solved for thousands of regions instead
 * of a million pixels (Li et al., "Lazy Snapping", SIGGRAPH 2004, section 3.1). Each pixel slides down the slope of the
 * edges to a basin ("toboggan", Mortensen & Barrett 1999), which follows even a faint edge. Basins do not reach over
 * the squares of a lattice: a plain wall would be one region, and a stroke on it could not stay local. SLIC (Achanta
 * et al. 2012) was not chosen: its regions are compact, and lose thin legs.
 */
import type { Raster } from './renew-outline.ts'

/** The picture as strokes are solved on it. */
export interface Regions {
  /** RGB of the picture slightly smoothed, 3 bytes a pixel. */
  readonly rgb: Uint8Array
  /** How strong an edge passes through a pixel, code values. */
  readonly edge: Uint8Array
  /** The region of each pixel, 0…count - 1. */
  readonly of: Int32Array
  readonly count: number
}

/** Side of the lattice's squares, pixels. */
const SQUARE = 16
/** Basins beside each other in a square become one when their means differ by no more than this, code values: noise. */
const SAME = 5

export function findRegions({ rgba, width, height }: Raster): Regions {
  const rgb = smoothed(rgba, width, height)
  const edge = edgesOf(rgb, width, height)
  const parent = slide(edge, width, height)
  mergeAlike(rgb, parent, width, height)
  return { rgb, edge, ...numbered(parent) }
}

/** Each pixel mixed with its neighbours across and down, one part to two to one. */
function smoothed(rgba: Raster['rgba'], width: number, height: number): Uint8Array {
  const across = new Uint16Array(3 * width * height)
  for (let y = 0; y < height; y++) smoothRow(rgba, y * width, width, across)
  const rgb = new Uint8Array(3 * width * height)
  const row = 3 * width
  for (let y = 0; y < height; y++) smoothDown(across, y * row, row, y > 0 ? row : 0, y < height - 1 ? row : 0, rgb)
  return rgb
}

function smoothRow(rgba: Raster['rgba'], start: number, width: number, across: Uint16Array): void {
  for (let x = 0, at = 4 * start, to = 3 * start; x < width; x++, at += 4, to += 3) {
    const before = x > 0 ? at - 4 : at
    const after = x < width - 1 ? at + 4 : at
    across[to] = rgba[before]! + 2 * rgba[at]! + rgba[after]!
    across[to + 1] = rgba[before + 1]! + 2 * rgba[at + 1]! + rgba[after + 1]!
    across[to + 2] = rgba[before + 2]! + 2 * rgba[at + 2]! + rgba[after + 2]!
  }
}

function smoothDown(
  across: Uint16Array,
  start: number,
  length: number,
  above: number,
  below: number,
  rgb: Uint8Array,
): void {
  for (let k = start; k < start + length; k++)
    rgb[k] = (across[k - above]! + 2 * across[k]! + across[k + below]! + 8) >> 4
}

/** The steepest channel's slope over two pixels, across and down. */
function edgesOf(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const edge = new Uint8Array(width * height)
  const row = 3 * width
  for (let y = 0; y < height; y++) edgeRow(rgb, y * width, width, y > 0 ? row : 0, y < height - 1 ? row : 0, edge)
  return edge
}

function edgeRow(rgb: Uint8Array, start: number, width: number, above: number, below: number, edge: Uint8Array): void {
  for (let x = 0, p = start, k = 3 * start; x < width; x++, p++) {
    const before = x > 0 ? 3 : 0
    const after = x < width - 1 ? 3 : 0
    let most = 0
    for (let c = 0; c < 3; c++, k++) {
      const dx = Math.abs(rgb[k + after]! - rgb[k - before]!)
      const dy = Math.abs(rgb[k + below]! - rgb[k - above]!)
      // Nearly the length of the slope, without its root.
      const slope = dx > dy ? dx + (dy >> 1) : dy + (dx >> 1)
      if (slope > most) most = slope
    }
    edge[p] = most > 255 ? 255 : most
  }
}

/** A forest in which each pixel leads to its lowest neighbour in the same square; what is level leads together. */
function slide(edge: Uint8Array, width: number, height: number): Int32Array {
  const parent = new Int32Array(edge.length)
  for (let p = 0; p < parent.length; p++) parent[p] = p
  for (let y = 0; y < height; y++) slideRow(edge, parent, y, width, height)
  return parent
}

function slideRow(edge: Uint8Array, parent: Int32Array, y: number, width: number, height: number): void {
  const top = y % SQUARE > 0
  const below = y % SQUARE < SQUARE - 1 && y < height - 1
  for (let x = 0, p = y * width; x < width; x++, p++) {
    const left = x % SQUARE > 0
    const right = x % SQUARE < SQUARE - 1 && x < width - 1
    let lowest = p
    let least = edge[p]!
    if (left && edge[p - 1]! < least) least = edge[(lowest = p - 1)]!
    if (right && edge[p + 1]! < least) least = edge[(lowest = p + 1)]!
    if (top && edge[p - width]! < least) least = edge[(lowest = p - width)]!
    if (below && edge[p + width]! < least) least = edge[(lowest = p + width)]!
    if (lowest !== p) join(parent, p, lowest)
    else {
      if (left && edge[p - 1] === least) join(parent, p, p - 1)
      if (top && edge[p - width] === least) join(parent, p, p - width)
    }
  }
}

function rootOf(parent: Int32Array, p: number): number {
  let at = p
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!
    at = parent[at]!
  }
  return at
}

function join(parent: Int32Array, p: number, q: number): void {
  const a = rootOf(parent, p)
  const b = rootOf(parent, q)
  if (a < b) parent[b] = a
  else parent[a] = b
}

/** Joins basins that only noise divides. */
function mergeAlike(rgb: Uint8Array, parent: Int32Array, width: number, height: number): void {
  const sums = new Float32Array(4 * parent.length)
  for (let p = 0; p < parent.length; p++) {
    const at = 4 * rootOf(parent, p)
    sums[at]! += rgb[3 * p]!
    sums[at + 1]! += rgb[3 * p + 1]!
    sums[at + 2]! += rgb[3 * p + 2]!
    sums[at + 3]!++
  }
  for (let y = 0; y < height; y++) mergeRow(sums, parent, y, width)
}

function mergeRow(sums: Float32Array, parent: Int32Array, y: number, width: number): void {
  const top = y % SQUARE > 0
  for (let x = 0, p = y * width; x < width; x++, p++) {
    if (x % SQUARE > 0) merge(sums, parent, p, p - 1)
    if (top) merge(sums, parent, p, p - width)
  }
}

function merge(sums: Float32Array, parent: Int32Array, p: number, q: number): void {
  const a = rootOf(parent, p)
  const b = rootOf(parent, q)
  if (a === b) return
  const [i, j] = [4 * a, 4 * b]
  for (let c = 0; c < 3; c++) if (Math.abs(sums[i + c]! / sums[i + 3]! - sums[j + c]! / sums[j + 3]!) > SAME) return
  parent[Math.max(a, b)] = Math.min(a, b)
  const [kept, gone] = [Math.min(i, j), Math.max(i, j)]
  for (let c = 0; c < 4; c++) sums[kept + c]! += sums[gone + c]!
}

function numbered(parent: Int32Array): { of: Int32Array; count: number } {
  const of = new Int32Array(parent.length)
  let count = 0
  // A root comes before all that leads to it.
  for (let p = 0; p < of.length; p++) {
    const root = rootOf(parent, p)
    of[p] = root === p ? count++ : of[root]!
  }
  return { of, count }
}
