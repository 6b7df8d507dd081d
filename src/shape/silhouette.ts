/**
 * The silhouette as a flat triangle mesh, straight from marching squares (Lorensen & Cline 1987 in two dimensions):
 * grid vertices inside, and one rim vertex wherever a grid edge crosses the outline.
 *
 * Tracing outlines and triangulating the polygons was weighed against this: a constrained triangulator is far more
 * code, and its robustness rests on exact predicates. Here topology is decided by signs alone, so holes, several parts
 * and parts touching the border need no case of their own, no rim vertex is shared by two outlines, and **no inner
 * edge ever joins two rim vertices**: lifted twice, front and back, the halves meet in the rim and nowhere else.
 */
import type { Coverage } from './coverage-grid.ts'

export interface Silhouette {
  readonly grid: Coverage
  /** Planar positions in pixels, Y up. Vertices below `rimStart` are grid vertices, the others lie on the outline. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly rimStart: number
  /** Counter-clockwise seen from the front. */
  readonly indices: Uint32Array
  /** Grid index of each vertex below `rimStart`. */
  readonly gridIndex: Uint32Array
  /** Vertex of each grid index, -1 outside. */
  readonly vertexAt: Int32Array
  /** For rim vertex `rimStart + k`, the next one along its outline, with the inside to the left. */
  readonly next: Uint32Array
}

/** Marching squares over a coverage grid. */
export function silhouetteMesh(grid: Coverage): Silhouette {
  const { columns, rows, values, level, step, left, top } = grid
  const vertexAt = new Int32Array(values.length).fill(-1)
  const gridIndex: number[] = []
  for (let at = 0; at < values.length; at++) if (values[at]! > level) vertexAt[at] = gridIndex.push(at) - 1
  const rimStart = gridIndex.length
  const xs = gridIndex.map((at) => left + (at % columns) * step)
  const ys = gridIndex.map((at) => -(top + Math.floor(at / columns) * step))
  const crossings = [new Int32Array(values.length).fill(-1), new Int32Array(values.length).fill(-1)] as const

  const crossing = (from: number, to: number): number => {
    const low = Math.min(from, to)
    const kept = crossings[Math.abs(to - from) === 1 ? 0 : 1]
    if (kept[low] !== -1) return kept[low]!
    const part = crossingPart(values, level, low, Math.max(from, to))
    const along = Math.abs(to - from) === 1
    xs.push(left + ((low % columns) + (along ? part : 0)) * step)
    ys.push(-(top + (Math.floor(low / columns) + (along ? 0 : part)) * step))
    return (kept[low] = xs.length - 1)
  }

  const indices: number[] = []
  const following: number[] = []
  const follow = (from: number, to: number) => {
    following[from - rimStart] = to
  }
  for (let j = 0; j + 1 < rows; j++)
    for (let i = 0; i + 1 < columns; i++) {
      const a = j * columns + i
      const [nw, sw, se, ne] = [vertexAt[a]!, vertexAt[a + columns]!, vertexAt[a + columns + 1]!, vertexAt[a + 1]!]
      const count = (nw < 0 ? 0 : 1) + (sw < 0 ? 0 : 1) + (se < 0 ? 0 : 1) + (ne < 0 ? 0 : 1)
      if (count === 0) continue
      if (count === 4) {
        if ((i + j) % 2 === 0) indices.push(nw, sw, se, nw, se, ne)
        else indices.push(sw, se, ne, sw, ne, nw)
        continue
      }
      const corners = [a, a + columns, a + columns + 1, a + 1] as const
      const inside = [nw >= 0, sw >= 0, se >= 0, ne >= 0]
      const apart = count === 2 && inside[0] === inside[2] && !joinedAcross(values, corners, level)
      const polygons = apart ? cutCorners(corners, inside) : [[0, 1, 2, 3]]
      for (const polygon of polygons) emit(polygon, corners, inside, apart)
    }

  function emit(walk: number[], corners: readonly number[], inside: boolean[], apart: boolean): void {
    const polygon: number[] = []
    for (const k of walk) {
      const [here, before, after] = [corners[k]!, corners[(k + 3) % 4]!, corners[(k + 1) % 4]!]
      if (apart) polygon.push(crossing(before, here))
      if (inside[k]) polygon.push(vertexAt[here]!)
      if (inside[k] !== inside[(k + 1) % 4]) polygon.push(crossing(here, after))
    }
    const size = polygon.length
    for (let k = 0; k < size; k++) {
      const [from, to] = [polygon[k]!, polygon[(k + 1) % size]!]
      if (from >= rimStart && to >= rimStart) follow(from, to)
    }
    const apex = fanApex(polygon, rimStart)
    for (let k = 1; k + 1 < size; k++)
      indices.push(polygon[apex]!, polygon[(apex + k) % size]!, polygon[(apex + k + 1) % size]!)
  }

  return {
    grid,
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
    rimStart,
    indices: Uint32Array.from(indices),
    gridIndex: Uint32Array.from(gridIndex),
    vertexAt,
    next: Uint32Array.from(following),
  }
}

/** Where between two grid vertices the outline lies, 0…1 from `from`; kept off both so that no triangle collapses. */
export function crossingPart(values: Float32Array, level: number, from: number, to: number): number {
  const part = (level - values[from]!) / (values[to]! - values[from]!)
  return Math.min(0.96, Math.max(0.04, part))
}

/** Two opposite corners inside: they are one part when the cell's middle, by bilinear interpolation, is inside. */
function joinedAcross(values: Float32Array, corners: readonly number[], level: number): boolean {
  return corners.reduce((sum, corner) => sum + values[corner]!, 0) / 4 > level
}

function cutCorners(corners: readonly number[], inside: boolean[]): number[][] {
  return corners.map((_, k) => [k]).filter(([k]) => inside[k!])
}

/** Fan from the inner vertex that has inner neighbours on both sides, so that triangles at the rim stay compact. */
function fanApex(polygon: number[], rimStart: number): number {
  const size = polygon.length
  const isInner = (k: number) => polygon[(k + size) % size]! < rimStart
  let best = -1
  let most = -1
  for (let k = 0; k < size; k++) {
    if (!isInner(k)) continue
    const score = (isInner(k - 1) ? 1 : 0) + (isInner(k + 1) ? 1 : 0)
    if (score > most) [best, most] = [k, score]
  }
  return best
}
