/**
 * The nearest outline point of every inner vertex close to it, exact to the outline's straight pieces.
 *
 * Each piece visits the grid vertices of its own neighbourhood; the cost is outline length × band². A distance
 * transform of the raster was rejected: it measures to pixel centres, and its half-pixel steps show in a bevel.
 */
import type { Silhouette } from './silhouette.ts'

export interface NearestOutline {
  /** Pixels from each inner vertex to the outline; Infinity beyond the band. */
  readonly distance: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
}

/** Nearest outline points within `band` pixels. */
export function nearestOutline(silhouette: Silhouette, band: number): NearestOutline {
  const { grid, x, y, rimStart, next, vertexAt } = silhouette
  const distance = new Float64Array(rimStart).fill(Infinity)
  const nearX = new Float64Array(rimStart)
  const nearY = new Float64Array(rimStart)
  const clampColumn = (value: number) => Math.min(grid.columns - 1, Math.max(0, value))
  const clampRow = (value: number) => Math.min(grid.rows - 1, Math.max(0, value))
  for (let k = 0; k < next.length; k++) {
    const [from, to] = [rimStart + k, next[k]!]
    const [ax, ay] = [x[from]!, y[from]!]
    const [dx, dy] = [x[to]! - ax, y[to]! - ay]
    const square = dx * dx + dy * dy
    const firstColumn = clampColumn(Math.ceil((Math.min(ax, ax + dx) - band - grid.left) / grid.step))
    const lastColumn = clampColumn(Math.floor((Math.max(ax, ax + dx) + band - grid.left) / grid.step))
    const firstRow = clampRow(Math.ceil((-Math.max(ay, ay + dy) - band - grid.top) / grid.step))
    const lastRow = clampRow(Math.floor((-Math.min(ay, ay + dy) + band - grid.top) / grid.step))
    for (let row = firstRow; row <= lastRow; row++)
      for (let column = firstColumn; column <= lastColumn; column++) {
        const vertex = vertexAt[row * grid.columns + column]!
        if (vertex === -1) continue
        const [px, py] = [x[vertex]! - ax, y[vertex]! - ay]
        const part = Math.min(1, Math.max(0, (px * dx + py * dy) / square))
        const [offX, offY] = [px - part * dx, py - part * dy]
        const away = offX * offX + offY * offY
        if (away >= distance[vertex]!) continue
        distance[vertex] = away
        nearX[vertex] = ax + part * dx
        nearY[vertex] = ay + part * dy
      }
  }
  for (let v = 0; v < rimStart; v++) distance[v] = Math.sqrt(distance[v]!)
  return { distance, x: nearX, y: nearY }
}
