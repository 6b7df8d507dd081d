/**
 * Turned: the silhouette spun about its own middle, as on a lathe. Each row gives a radius (half the distance between
 * its outermost outline points) and a middle; the middles are smoothed heavily into a gently bent axis, the radii
 * barely. A straight axis was passed over: a leaning subject then widens every ring to its farther side; so was
 * the unsmoothed middle: every handle and branch would shear the body.
 *
 * The profile, closed to the axis at both ends, is resampled by arc length and smoothed along itself, so that flat
 * ends get a small rounded edge, domes come out round, and no row's pixels show as rings. The axis is a line fitted around each
 * row (Cleveland 1979): a weighted mean was tried, and lagged four pixels behind the ends of a bar that leans by 15°.
 */
import { joinParts } from './close-surface.ts'
import { coverageGrid, maskBounds, type Coverage } from './coverage-grid.ts'
import { FINEST } from './mesh-within.ts'
import { crossingPart } from './silhouette.ts'
import type { Sheet } from './sheet.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Surface } from './surface.ts'

interface Row {
  /** Pixels, row downwards. */
  readonly y: number
  readonly left: number
  readonly right: number
}

interface Ring {
  y: number
  radius: number
  axis: number
  /** The picture's row for this ring, its middle and half width there, in pixels. */
  row: number
  middle: number
  halfWidth: number
}

/** How much of the texture goes by angle instead of by projection: 0 smears the sides, 1 squashes the front. */
const BY_ANGLE = 0.35

/** Standard deviations of the smoothing of axis and profile, as parts of the height. */
const AXIS_SMOOTHING = 0.06
const PROFILE_SMOOTHING = 0.006

/** Pixels the texture keeps from the outline. */
const INSET = 1.5

/** A lathed body of at most `maxTriangles`. */
export async function buildTurned(subject: Subject, { maxTriangles }: { maxTriangles: number }): Promise<Surface> {
  const [, top, , bottom] = maskBounds(subject)
  const grid = coverageGrid(subject, Math.max(FINEST, (bottom - top) / Math.sqrt(maxTriangles * 2)))
  const runs = rowRuns(outerRows(grid))
  const tallest = runs.reduce((sum, run) => sum + run.length, 0)
  const parts = runs.flatMap((run) => {
    const share = (maxTriangles * run.length) / tallest
    const segments = 2 * Math.max(6, Math.round(Math.sqrt(share) / 5))
    const rings = profile(run, grid.step, Math.max(4, Math.floor(share / (4 * segments)) + 1))
    return [
      { panel: 'front' as const, mesh: halfLathe(rings, segments, 1) },
      { panel: 'back' as const, mesh: halfLathe(rings, segments, -1) },
    ]
  })
  return joinParts(parts)
}

/** Outermost sub-pixel outline points of each grid row that has any inside vertex. */
function outerRows(grid: Coverage): (Row | null)[] {
  const { columns, values, level, left, top, step } = grid
  return Array.from({ length: grid.rows }, (_, j) => {
    const from = j * columns
    let [first, last] = [columns, -1]
    for (let i = 0; i < columns; i++) {
      if (values[from + i]! <= level) continue
      first = Math.min(first, i)
      last = i
    }
    if (last < 0) return null
    const before = first - crossingPart(values, level, from + first, from + first - 1)
    const after = last + crossingPart(values, level, from + last, from + last + 1)
    return { y: top + j * step, left: left + before * step, right: left + after * step }
  })
}

/** Rows that follow one another without a gap; each run becomes a body of its own. */
function rowRuns(rows: (Row | null)[]): Row[][] {
  const runs: Row[][] = [[]]
  for (const row of rows) {
    if (row !== null) runs.at(-1)!.push(row)
    else if (runs.at(-1)!.length > 0) runs.push([])
  }
  return runs.filter((run) => run.length > 0)
}

/** `count` rings from the top pole to the bottom pole, the poles with radius 0. */
function profile(run: Row[], step: number, count: number): Ring[] {
  const height = run.length * step
  const [top, bottom] = [run[0]!.y - step / 2, run.at(-1)!.y + step / 2]
  const middles = run.map((row) => (row.left + row.right) / 2)
  const halfWidths = run.map((row) => (row.right - row.left) / 2)
  const axis = fittedLines(middles, halfWidths, (AXIS_SMOOTHING * height) / step)
  const ends = [halfWidths[0]!, halfWidths.at(-1)!] as const
  const radii = [0, ends[0], ...halfWidths, ends[1], 0]
  const heights = [top, top, ...run.map((row) => row.y), bottom, bottom]
  const [evenRadii, evenHeights] = byArcLength(radii, heights, count)
  const spacing = Math.max(step / 4, arcLength(radii, heights) / (count - 1))
  const sigma = Math.max(PROFILE_SMOOTHING * height, step) / spacing
  const [softRadii, softHeights] = [smoothed(evenRadii, sigma, true), smoothed(evenHeights, sigma, true)]
  return softRadii.map((radius, k) => {
    const y = softHeights[k]!
    const at = Math.min(run.length - 1, Math.max(0, (y - run[0]!.y) / step))
    const shown = nearestWideRow(halfWidths, at, radius)
    return {
      y,
      radius,
      axis: between(axis, at),
      row: run[0]!.y + shown * step,
      middle: between(middles, shown),
      halfWidth: between(halfWidths, shown),
    }
  })
}

/**
 * The row a ring takes its picture from: its own, unless that is narrower than the ring, as on the flat shoulder
 * between a neck and a wide foot; then the nearest row as wide, so that the shoulder shows the foot's colours.
 */
function nearestWideRow(halfWidths: number[], at: number, radius: number): number {
  const own = Math.round(at)
  for (let away = 0; away < 24; away++)
    for (const row of [own + away, own - away])
      if (halfWidths[row] !== undefined && halfWidths[row] > radius - 1) return away === 0 ? at : row
  return at
}

function between(values: number[], at: number): number {
  const k = Math.min(values.length - 1, Math.floor(at))
  return values[k]! + (values[Math.min(values.length - 1, k + 1)]! - values[k]!) * (at - k)
}

function arcLength(x: number[], y: number[]): number {
  let sum = 0
  for (let k = 1; k < x.length; k++) sum += Math.hypot(x[k]! - x[k - 1]!, y[k]! - y[k - 1]!)
  return sum
}

function byArcLength(x: number[], y: number[], count: number): [number[], number[]] {
  const spacing = arcLength(x, y) / (count - 1)
  const [evenX, evenY] = [[x[0]!], [y[0]!]]
  for (let k = 1, walked = 0; k < x.length; k++) {
    const length = Math.hypot(x[k]! - x[k - 1]!, y[k]! - y[k - 1]!)
    while (evenX.length < count - 1 && evenX.length * spacing <= walked + length) {
      const part = (evenX.length * spacing - walked) / length
      evenX.push(x[k - 1]! + (x[k]! - x[k - 1]!) * part)
      evenY.push(y[k - 1]! + (y[k]! - y[k - 1]!) * part)
    }
    walked += length
  }
  return [
    [...evenX, x.at(-1)!],
    [...evenY, y.at(-1)!],
  ]
}

/**
 * At each entry, a straight line fitted to those around, by a Gaussian of `sigma` entries (Cleveland 1979) and their
 * trust: at an end, a mean would lag behind a lean, and a single thin foot there must not bend the whole.
 */
function fittedLines(values: number[], trust: number[], sigma: number): number[] {
  const reach = Math.ceil(3 * sigma)
  return values.map((_, k) => {
    let [total, first, second, sum, moment] = [0, 0, 0, 0, 0]
    for (let d = Math.max(-reach, -k); d <= reach && k + d < values.length; d++) {
      const weight = trust[k + d]! * Math.exp((-d * d) / (2 * sigma * sigma))
      total += weight
      first += weight * d
      second += weight * d * d
      sum += weight * values[k + d]!
      moment += weight * d * values[k + d]!
    }
    const spread = total * second - first * first
    return spread > 1e-9 * total * total ? (second * sum - first * moment) / spread : sum / total
  })
}

/** Gaussian of `sigma` entries; pinned ends stay where they are (odd reflection), others continue level. */
function smoothed(values: number[], sigma: number, pinned = false): number[] {
  const reach = Math.ceil(3 * sigma)
  const last = values.length - 1
  const at = (k: number): number => {
    if (k >= 0 && k <= last) return values[k]!
    const end = k < 0 ? 0 : last
    const mirrored = values[Math.min(last, Math.max(0, 2 * end - k))]!
    return pinned ? 2 * values[end]! - mirrored : mirrored
  }
  return values.map((_, k) => {
    let [sum, total] = [0, 0]
    for (let d = -reach; d <= reach; d++) {
      const weight = Math.exp((-d * d) / (2 * sigma * sigma))
      sum += weight * at(k + d)
      total += weight
    }
    return sum / total
  })
}

/** The front (sense 1) or back (sense −1) half of the lathe, its seams exactly in the plane z = 0. */
function halfLathe(rings: Ring[], segments: number, sense: 1 | -1): Sheet {
  const positions: number[] = []
  const texels: number[] = []
  const indices: number[] = []
  const last = rings.length - 1
  const add = (ring: Ring, k: number): void => {
    const angle = (Math.PI * k) / segments
    const [cosine, sine] = k === 0 ? [1, 0] : k === segments ? [-1, 0] : [Math.cos(angle), Math.sin(angle)]
    positions.push(ring.axis + ring.radius * cosine, -ring.y, sense * ring.radius * sine)
    const across = (1 - BY_ANGLE) * cosine + BY_ANGLE * (1 - (2 * k) / segments)
    texels.push(ring.middle + Math.max(0, Math.min(ring.radius, ring.halfWidth - INSET)) * across, ring.row)
  }
  rings.forEach((ring, r) => {
    if (r === 0 || r === last) return
    for (let k = 0; k <= segments; k++) add(ring, k)
  })
  const wide = segments + 1
  const put = (a: number, b: number, c: number) => indices.push(a, sense === 1 ? b : c, sense === 1 ? c : b)
  for (let r = 0; r + 1 < last - 1; r++)
    for (let k = 0; k < segments; k++) {
      const a = r * wide + k
      put(a, a + 1, a + wide)
      put(a + 1, a + wide + 1, a + wide)
    }
  const poles = positions.length / 3
  for (const ring of [rings[0]!, rings[last]!]) {
    positions.push(ring.axis, -ring.y, 0)
    texels.push(ring.middle, ring.row)
  }
  for (let k = 0; k < segments; k++) {
    put(poles, k + 1, k)
    put(poles + 1, (last - 2) * wide + k, (last - 2) * wide + k + 1)
  }
  return {
    positions: Float32Array.from(positions),
    texels: Float32Array.from(texels),
    indices: Uint32Array.from(indices),
  }
}
