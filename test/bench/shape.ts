import { coverageGrid } from '../../src/shape/coverage-grid.ts'
import { solvePoisson } from '../../src/shape/poisson.ts'
import { READINGS } from '../../src/shape/readings.ts'
import { drawnSubject } from '../fixtures/masks.ts'
import { median } from './figures.ts'

const RUNS = 11

/** Prints the median time of each reading for a subject of 1024 pixels, and how Poisson's time grows with its grid. */
export async function benchShape(print: (line: string) => void): Promise<void> {
  const star = drawnSubject(
    1024,
    1024,
    (x, y) => Math.hypot(x - 512, y - 512) < 380 + 90 * Math.sin(5 * Math.atan2(y - 512, x - 512)),
  )
  for (const { label, build } of READINGS) {
    const times: number[] = []
    let triangles = 0
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now()
      // One after another, or they would measure each other.
      triangles = (await build(star, { maxTriangles: 60_000 })).indices.length / 3
      times.push(performance.now() - start)
    }
    print(`${label}: ${median(times).toFixed(0)} ms median of ${RUNS}, ${triangles} triangles`)
  }
  for (const step of [8, 4, 2, 1]) {
    const grid = coverageGrid(star, step)
    let cycles = 0
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      cycles = solvePoisson(grid).cycles
      return performance.now() - start
    })
    const time = median(times)
    print(
      `poisson: ${grid.values.length} vertices, ${cycles} cycles, ${time.toFixed(0)} ms, ${((time / grid.values.length) * 1e6).toFixed(0)} ns a vertex`,
    )
  }
}
