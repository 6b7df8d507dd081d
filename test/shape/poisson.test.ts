import { expect, test } from 'vitest'
import { coverageGrid } from '../../src/shape/coverage-grid.ts'
import { poissonSlopes, solvePoisson } from '../../src/shape/poisson.ts'
import { silhouetteMesh } from '../../src/shape/silhouette.ts'
import { disc, rectangle } from '../fixtures/masks.ts'

test('a disc swells to a ball: u is R² − r² to 1 % of R²', () => {
  const grid = coverageGrid(disc(120), 2)
  const { u } = solvePoisson(grid)
  for (let at = 0; at < u.length; at++) {
    if (grid.values[at]! <= grid.level) continue
    const x = grid.left + (at % grid.columns) * 2 - 130
    const y = grid.top + Math.floor(at / grid.columns) * 2 - 130
    expect(Math.abs(u[at]! - (120 ** 2 - x * x - y * y))).toBeLessThan(0.01 * 120 ** 2)
  }
})

test('a long bar knows half its own width', () => {
  const silhouette = silhouetteMesh(coverageGrid(rectangle(600, 60), 2))
  const { halfWidth } = poissonSlopes(silhouette, solvePoisson(silhouette.grid).u)
  const middle = halfWidth.filter((_, v) => Math.abs(silhouette.x[v]! - 320) < 100)
  for (const half of middle) expect(half).toBeCloseTo(30, -0.3)
})

test('four times the vertices take no more than three further cycles, so the cost stays linear', () => {
  const subject = disc(250)
  const coarse = solvePoisson(coverageGrid(subject, 4)).cycles
  const fine = solvePoisson(coverageGrid(subject, 2)).cycles
  expect(coarse).toBeGreaterThan(2)
  expect(fine).toBeLessThanOrEqual(coarse + 3)
})
