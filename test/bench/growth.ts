import sharp from 'sharp'
import { coverageGrid } from '../../src/shape/coverage-grid.ts'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { solvePoisson } from '../../src/shape/poisson.ts'
import { timedPhotos } from './photo-files.ts'

const SIDES = [256, 512, 1024, 2048]
const RUNS = 5

function medianMs(work: () => unknown): number {
  work()
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[RUNS >> 1] ?? Number.NaN
}

/** One line a stage: its time at each side, and between them the factor per doubling of the pixels; 2 is linear. */
function line(name: string, times: readonly number[]): string {
  const cells = times.map((time, k) => {
    const before = times[k - 1]
    // From one side to the next the pixels are doubled twice.
    const factor = before === undefined ? '' : `×${Math.sqrt(time / before).toFixed(2)} `
    return `${factor}${time.toFixed(0)} ms`
  })
  return `  ${name.padEnd(28)} ${cells.join(', ')}`
}

/** Prints how cut-out and Poisson's equation grow with the picture, from 256² to 2048², and the most memory held by then. */
export async function benchGrowth(photoFolder: string, print: (line: string) => void): Promise<void> {
  for (const { name, bytes: photo } of await timedPhotos(photoFolder)) {
    const cut: number[] = []
    const poisson: number[] = []
    for (const side of SIDES) {
      const bytes = await sharp(photo).resize(side, side).png().toBuffer()
      const picture = await decodePicture(bytes, { maxSide: side })
      cut.push(medianMs(() => cutOut(picture)))
      const grid = coverageGrid(cutOut(picture), 1)
      poisson.push(medianMs(() => solvePoisson(grid)))
    }
    print(
      `growth of ${name} over ${SIDES.map((side) => `${side}²`).join(', ')}, median of ${RUNS}; × per doubling of the pixels, 2 is linear`,
    )
    print(line('cut out', cut))
    print(line('Poisson, a vertex a pixel', poisson))
  }
  print(`  most resident so far         ${((process.resourceUsage().maxRSS * 1024) / 1e6).toFixed(0).padStart(5)} MB`)
}
