/**
 * Solves Δu = −4 inside the outline with u = 0 on it, the outline at its sub-pixel place. For a disc of radius R the
 * answer is u = R² − r², so √u is a hemisphere.
 *
 * Conjugate gradients preconditioned by one multigrid W-cycle (McAdams, Sifakis & Teran 2010, "A parallel multigrid
 * Poisson solver for fluids simulation on large grids"): each cycle costs a fixed amount per vertex and the number of
 * cycles hardly grows, so the whole is linear in the grid. Where the outline cuts a grid edge at the part θ, the
 * coefficient is 1/θ (Gibou, Fedkiw, Cheng & Kang 2002, symmetric and second order). Coarse levels are Galerkin sums
 * over 2 × 2 blocks, halved as Braess 1995 ("Towards algebraic multigrid for elliptic problems of second order")
 * advises, which keeps thin bridges and holes right where re-sampling the mask on coarse grids would lose them.
 * Multigrid alone converges only as well as its coarse outlines are right; SOR's time grows as n^1.5.
 */
import type { Coverage } from './coverage-grid.ts'
import { crossingPart, type Silhouette } from './silhouette.ts'

interface Level {
  readonly columns: number
  readonly rows: number
  /** Indices of the unknowns, row by row. */
  readonly cells: Int32Array
  readonly diagonal: Float32Array
  /** Coupling to the right and to the lower neighbour, 0 when there is none. */
  readonly right: Float32Array
  readonly down: Float32Array
  readonly solution: Float32Array
  readonly load: Float32Array
  /** Block on the next coarser level, per cell of this one. */
  readonly parent: Int32Array
}

/** How small, relative to the load, the residual must be: a thousandth moves no vertex by a tenth of a pixel. */
const TOLERANCE = 1e-3
const MOST_CYCLES = 40

/** u in pixels² per grid vertex, 0 outside. `cycles` is how many it took. */
export function solvePoisson(grid: Coverage): { u: Float32Array; cycles: number } {
  const levels = buildLevels(grid)
  const fine = levels[0]!
  const size = grid.columns * grid.rows
  const [u, residual, direction, product] = [0, 0, 0, 0].map(() => new Float32Array(size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const { cells, solution } = fine
  for (const cell of cells) residual[cell] = 4 * grid.step ** 2
  const goal = TOLERANCE ** 2 * dot(cells, residual, residual)
  let before = 0
  let cycles = 0
  for (; cycles < MOST_CYCLES && dot(cells, residual, residual) > goal; cycles++) {
    fine.load.set(residual)
    cycle(levels, 0)
    const now = dot(cells, residual, fine.solution)
    const keep = before === 0 ? 0 : now / before
    for (let k = 0; k < cells.length; k++) direction[cells[k]!] = solution[cells[k]!]! + keep * direction[cells[k]!]!
    before = now
    apply(fine, direction, product)
    const length = now / dot(cells, direction, product)
    for (let k = 0; k < cells.length; k++) {
      u[cells[k]!]! += length * direction[cells[k]!]!
      residual[cells[k]!]! -= length * product[cells[k]!]!
    }
  }
  for (const cell of cells) u[cell] = Math.max(u[cell]!, 0)
  return { u, cycles }
}

function buildLevels(grid: Coverage): Level[] {
  const levels = [finestLevel(grid)]
  for (let last = levels[0]!; last.cells.length > 24; last = levels.at(-1)!) {
    const coarse = coarsen(last)
    if (coarse.cells.length >= last.cells.length) break
    levels.push(coarse)
  }
  return levels
}

function finestLevel({ columns, rows, values, level }: Coverage): Level {
  const size = columns * rows
  const [diagonal, right, down] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  for (let at = 0; at < size; at++) {
    if (values[at]! <= level) continue
    for (const other of [at - 1, at + 1, at - columns, at + columns])
      diagonal[at]! += values[other]! > level ? 1 : 1 / crossingPart(values, level, at, other)
    if (values[at + 1]! > level) right[at] = 1
    if (values[at + columns]! > level) down[at] = 1
  }
  return levelOf(columns, rows, diagonal, right, down)
}

function levelOf(
  columns: number,
  rows: number,
  diagonal: Float32Array,
  right: Float32Array,
  down: Float32Array,
): Level {
  const cells = new Int32Array(diagonal.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0))
  const parent = new Int32Array(diagonal.length)
  const half = coarseSize(columns)
  for (let j = 0, at = 0, k = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, at++) {
      parent[at] = ((j + 1) >> 1) * half + ((i + 1) >> 1)
      if (diagonal[at]! > 0) cells[k++] = at
    }
  const [solution, load] = [new Float32Array(diagonal.length), new Float32Array(diagonal.length)]
  return { columns, rows, cells, diagonal, right, down, solution, load, parent }
}

/** Blocks of two by two start after the empty border, and leave one on both sides. */
function coarseSize(fine: number): number {
  return ((fine - 1) >> 1) + 2
}

/** Links inside a block vanish, links between blocks add up, what ties a cell to the outline stays with its block. */
function coarsen(fine: Level): Level {
  const [columns, rows] = [coarseSize(fine.columns), coarseSize(fine.rows)]
  const size = columns * rows
  const [diagonal, right, down] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  for (const cell of fine.cells) {
    const block = fine.parent[cell]!
    diagonal[block]! += fine.diagonal[cell]! / 2
    for (const [link, other, sums] of [
      [fine.right[cell]!, cell + 1, right],
      [fine.down[cell]!, cell + fine.columns, down],
    ] as const) {
      if (link === 0) continue
      if (fine.parent[other] === block) diagonal[block]! -= link
      else sums[block]! += link / 2
    }
  }
  return levelOf(columns, rows, diagonal, right, down)
}

/** One W-cycle from zero: forward sweep, two coarse corrections, backward sweep, so that the whole stays symmetric. */
function cycle(levels: Level[], depth: number): void {
  const level = levels[depth]!
  level.solution.fill(0)
  const coarse = levels[depth + 1]
  if (coarse === undefined) {
    for (let k = 0; k < 8; k++) {
      sweep(level, 1)
      sweep(level, -1)
    }
    return
  }
  sweep(level, 1)
  for (let visit = 0; visit < (depth === 0 ? 1 : 2); visit++) {
    coarse.load.fill(0)
    restrict(level, coarse)
    cycle(levels, depth + 1)
    prolong(coarse, level)
  }
  sweep(level, -1)
}

function restrict(fine: Level, coarse: Level): void {
  const { cells, parent, load, solution } = fine
  for (let k = 0; k < cells.length; k++)
    coarse.load[parent[cells[k]!]!]! += load[cells[k]!]! - row(fine, solution, cells[k]!)
}

function prolong(coarse: Level, fine: Level): void {
  const { cells, parent, solution } = fine
  for (let k = 0; k < cells.length; k++) solution[cells[k]!]! += coarse.solution[parent[cells[k]!]!]!
}

/** Gauss–Seidel over all unknowns, forwards or backwards. */
function sweep({ cells, diagonal, right, down, columns, solution, load }: Level, sense: 1 | -1): void {
  const last = cells.length - 1
  for (let k = 0; k <= last; k++) {
    const at = cells[sense === 1 ? k : last - k]!
    solution[at] =
      (load[at]! +
        right[at]! * solution[at + 1]! +
        right[at - 1]! * solution[at - 1]! +
        down[at]! * solution[at + columns]! +
        down[at - columns]! * solution[at - columns]!) /
      diagonal[at]!
  }
}

/** Every level keeps an empty border, so no neighbour needs a bounds check. */
function row({ diagonal, right, down, columns }: Level, values: Float32Array, at: number): number {
  return (
    diagonal[at]! * values[at]! -
    right[at]! * values[at + 1]! -
    right[at - 1]! * values[at - 1]! -
    down[at]! * values[at + columns]! -
    down[at - columns]! * values[at - columns]!
  )
}

function apply(level: Level, values: Float32Array, into: Float32Array): void {
  const { cells } = level
  for (let k = 0; k < cells.length; k++) into[cells[k]!] = row(level, values, cells[k]!)
}

function dot(cells: Int32Array, a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let k = 0; k < cells.length; k++) sum += a[cells[k]!]! * b[cells[k]!]!
  return sum
}

export interface Slopes {
  /** Per inner vertex of the silhouette. */
  readonly u: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
  /**
   * Half the width of the part around a vertex, in pixels: √(|∇φ|² + 2φ) with Δφ = −1, exact for a straight bar
   * (Spalding 1994's wall distance from a Poisson field, as in Tucker 2003, gives distance and width from one pair).
   */
  readonly halfWidth: Float64Array
}

/** u and its gradient (Y up) at the silhouette's inner vertices, one-sided towards the outline's sub-pixel place. */
export function poissonSlopes({ grid, gridIndex, rimStart }: Silhouette, u: Float32Array): Slopes {
  const slopes = {
    u: new Float64Array(rimStart),
    x: new Float64Array(rimStart),
    y: new Float64Array(rimStart),
    halfWidth: new Float64Array(rimStart),
  }
  const { values, level, step, columns } = grid
  const reach = (at: number, other: number) =>
    values[other]! > level ? step : step * crossingPart(values, level, at, other)
  const slope = (at: number, stride: number) => {
    const [ahead, behind] = [reach(at, at + stride), reach(at, at - stride)]
    const [rise, fall] = [(u[at + stride]! - u[at]!) / ahead, (u[at]! - u[at - stride]!) / behind]
    return (rise * behind + fall * ahead) / (ahead + behind)
  }
  for (let v = 0; v < rimStart; v++) {
    const at = gridIndex[v]!
    const [x, y] = [slope(at, 1), -slope(at, columns)]
    slopes.u[v] = u[at]!
    slopes.x[v] = x
    slopes.y[v] = y
    slopes.halfWidth[v] = Math.sqrt((x * x + y * y) / 16 + u[at]! / 2)
  }
  return slopes
}
