/*
 * Dust on a scan, stray pixels of an eraser: islands far smaller than the subject, which would each become a body of
 * the mesh and stretch its box. They are left out and counted, so that the artist can be told. What is many times as
 * large stays whatever it is (a droplet, the dot of an i), and so does a spray, whose islands are a fair part of the
 * subject together.
 */
import { fillRegion, fillRuns, runsLength } from './fill-region.ts'
import { PixelQueue } from './flood.ts'

/** Islands below this share of the largest one are dust: twice what an eraser leaves, half of the least real part. */
const DUST_SHARE = 0.0025
/** Islands that are dust by their size, but have more than this share of all together, are a spray. */
const SPRAY_SHARE = 0.03
/** A speck's soft rim, pixels. */
const RIM = 3

/** A speck of fewer pixels is a crumb of an outline, which nobody put there and nobody misses. */
const LEAST_SPECK = 5

/** Removes dust from a mask in place, and returns how many specks worth telling of it was. */
export function leaveSpecks(mask: Float32Array, width: number): number {
  const specks = findSpecks(mask, width)
  for (const runs of specks) erase(mask, width, runs)
  return specks.filter((runs) => runsLength(runs) >= LEAST_SPECK).length
}

function findSpecks(mask: Float32Array, width: number): Int32Array[] {
  const label = new Uint8Array(mask.length)
  for (let p = 0; p < mask.length; p++) if (mask[p]! >= 0.5) label[p] = 1
  const islands: { readonly runs: Int32Array; readonly area: number }[] = []
  for (let start = label.indexOf(1); start >= 0; start = label.indexOf(1, start + 1)) {
    const queue = new PixelQueue()
    fillRegion(label, width, start, 1, 0, queue)
    const runs = queue.all().slice()
    islands.push({ runs, area: runsLength(runs) })
  }
  const sum = (all: typeof islands): number => all.reduce((total, { area }) => total + area, 0)
  const largest = islands.reduce((most, { area }) => Math.max(most, area), 0)
  const small = islands.filter(({ area, runs }) => area < DUST_SHARE * largest && standsApart(mask, width, runs))
  return sum(small) > SPRAY_SHARE * sum(islands) ? [] : small.map(({ runs }) => runs)
}

/** Whether not even a corner touches something else. */
function standsApart(mask: Float32Array, width: number, runs: Int32Array): boolean {
  for (let k = 0; k < runs.length; k += 2) {
    const first = Math.max(runs[k]! - 1, runs[k]! - (runs[k]! % width))
    const last = Math.min(runs[k + 1]! + 1, runs[k]! - (runs[k]! % width) + width - 1)
    for (const corner of [first - width, last - width, first + width, last + width])
      if ((mask[corner] ?? 0) >= 0.5 && !isWithin(runs, corner)) return false
  }
  return true
}

function isWithin(runs: Int32Array, p: number): boolean {
  for (let k = 0; k < runs.length; k += 2) if (runs[k]! <= p && p <= runs[k + 1]!) return true
  return false
}

/** The island and the faint pixels around it, which fall off with every step outwards. */
function erase(mask: Float32Array, width: number, runs: Int32Array): void {
  fillRuns(mask, runs, 0)
  const height = mask.length / width
  for (let k = 0; k < runs.length; k += 2) {
    const [first, last, row] = [runs[k]! % width, runs[k + 1]! % width, Math.floor(runs[k]! / width)]
    for (let y = Math.max(0, row - RIM); y <= Math.min(height - 1, row + RIM); y++)
      for (let x = Math.max(0, first - RIM); x <= Math.min(width - 1, last + RIM); x++)
        if (mask[y * width + x]! < 0.5) mask[y * width + x] = 0
  }
}
