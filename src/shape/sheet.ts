/**
 * A silhouette lifted out of its plane: one side of a body, its rim still on the outline.
 *
 * Depth near the rim of a round body grows like √distance, so a regular grid would leap from the rim to its first ring
 * in one facet. The rings are therefore drawn outward: a vertex at distance t moves to T·(2(t/T)² − (t/T)³), which
 * spaces them evenly in angle (on a circle t′ ≈ R·angle²/2), is the identity with slope 1 at T, and never turns a
 * triangle over short of the medial axis; the few that discretisation would turn keep their place.
 * Sampling the true 3D surface by surface nets was the other candidate: even facets, but no exact rim to split at.
 */
import type { NearestOutline } from './nearest-outline.ts'
import type { Silhouette } from './silhouette.ts'

export interface Sheet {
  readonly positions: Float32Array
  readonly texels: Float32Array
  readonly indices: Uint32Array
}

export interface Planar {
  readonly x: Float64Array
  readonly y: Float64Array
  /** Distance to the outline after the move, Infinity beyond the band; inner vertices only. */
  readonly distance: Float64Array
  /** Moved distance ÷ distance on the grid. */
  readonly part: Float64Array
}

/** Moves the rings within `reach(vertex)` of the outline towards it. */
export function drawToRim(silhouette: Silhouette, nearest: NearestOutline, reach: (vertex: number) => number): Planar {
  const { x, y, rimStart, indices, grid } = silhouette
  const movedX = x.slice()
  const movedY = y.slice()
  const distance = nearest.distance.slice()
  const part = new Float64Array(rimStart).fill(1)
  for (let v = 0; v < rimStart; v++) {
    const [t, band] = [nearest.distance[v]!, reach(v)]
    if (t >= band) continue
    const share = Math.min(1, Math.max(t, 0.5 * grid.step) / band)
    const moved = band * share * share * (2 - share)
    part[v] = moved / t
    movedX[v] = nearest.x[v]! + (x[v]! - nearest.x[v]!) * part[v]!
    movedY[v] = nearest.y[v]! + (y[v]! - nearest.y[v]!) * part[v]!
    distance[v] = moved
  }
  for (let turned = true; turned;) {
    turned = false
    for (let k = 0; k < indices.length; k += 3) {
      const [a, b, c] = [indices[k]!, indices[k + 1]!, indices[k + 2]!]
      const area =
        (movedX[b]! - movedX[a]!) * (movedY[c]! - movedY[a]!) - (movedX[c]! - movedX[a]!) * (movedY[b]! - movedY[a]!)
      if (area > 5e-4 * grid.step ** 2) continue
      for (const v of [a, b, c]) {
        if (v >= rimStart || part[v] === 1) continue
        turned = true
        part[v] = 1
        movedX[v] = x[v]!
        movedY[v] = y[v]!
        distance[v] = nearest.distance[v]!
      }
    }
  }
  return { x: movedX, y: movedY, distance, part }
}

/**
 * Vertices farther than `from` pixels inside leave their grid rows by a little. Where a sheet is flat a collapse costs
 * nothing, and exactly collinear vertices would let it make triangles without area.
 */
export function swayed({ grid, rimStart }: Silhouette, planar: Planar, from: number): Planar {
  const shift = (values: Float64Array, turn: number) =>
    values.map((value, v) =>
      v < rimStart && planar.distance[v]! >= from ? value + 0.15 * grid.step * Math.sin(v * turn) : value,
    )
  return { ...planar, x: shift(planar.x, 12.9898), y: shift(planar.y, 78.233) }
}

/** A bevel's profile: 0 at the outline, `radius` from there on, a quarter circle between. */
export function bevelHeight(distance: number, radius: number): number {
  const left = Math.max(0, radius - distance)
  return Math.sqrt(Math.max(0, radius * radius - left * left))
}

/** Gives every vertex a depth and a texel; a texel is taken where the vertex stood before it was drawn to the rim. */
export function liftSheet(
  silhouette: Silhouette,
  planar: Planar,
  depth: (vertex: number) => number,
  rimDepth: number,
): Sheet {
  const { rimStart, x, y, indices } = silhouette
  const positions = new Float32Array(x.length * 3)
  const texels = new Float32Array(x.length * 2)
  const rim = insetRim(silhouette, 1)
  for (let v = 0; v < x.length; v++) {
    positions[3 * v] = planar.x[v]!
    positions[3 * v + 1] = planar.y[v]!
    positions[3 * v + 2] = v < rimStart ? depth(v) : rimDepth
    texels[2 * v] = v < rimStart ? x[v]! : rim[2 * (v - rimStart)]!
    texels[2 * v + 1] = v < rimStart ? -y[v]! : rim[2 * (v - rimStart) + 1]!
  }
  return { positions, texels, indices }
}

/** Texel of each rim vertex, drawn in along the inward normal so that no half-covered pixel colours the rim. */
export function insetRim({ rimStart, x, y, next }: Silhouette, pixels: number): Float32Array {
  const inwardX = new Float64Array(next.length)
  const inwardY = new Float64Array(next.length)
  for (let k = 0; k < next.length; k++) {
    const to = next[k]!
    const [dx, dy] = [x[to]! - x[rimStart + k]!, y[to]! - y[rimStart + k]!]
    for (const end of [k, to - rimStart]) {
      inwardX[end]! -= dy
      inwardY[end]! += dx
    }
  }
  const texels = new Float32Array(next.length * 2)
  for (let k = 0; k < next.length; k++) {
    const length = Math.hypot(inwardX[k]!, inwardY[k]!) || 1
    texels[2 * k] = x[rimStart + k]! + (pixels * inwardX[k]!) / length
    texels[2 * k + 1] = -(y[rimStart + k]! + (pixels * inwardY[k]!) / length)
  }
  return texels
}
