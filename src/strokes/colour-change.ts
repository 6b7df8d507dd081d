import type { StrokeGraph } from './stroke-graph.ts'

/** Neighbours whose means differ by no more than this, code values, count as alike: noise. */
const NOISE = 4
/** What a pixel's length of the way counts by itself, code values. */
const STEP = 0.05
/** Farther ways, code values, are all the same. */
const FARTHEST = 600

/**
 * Per node, by how much the colour changes at least along a way from the nodes with more than 0 in `from`, code values:
 * shortest paths with buckets (Dial 1969).
 * @param weigh what a step counts at which the colour changes by so much beyond noise
 */
export function colourChange(
  graph: StrokeGraph,
  from: Float32Array,
  weigh: (difference: number) => number = (difference) => difference,
): Float32Array {
  const { count } = graph
  const { start, neighbours } = neighboursOf(graph)
  const change = new Float32Array(count).fill(FARTHEST)
  const buckets: number[][] = Array.from({ length: FARTHEST + 1 }, () => [])
  const reach = (node: number, at: number): void => {
    if (at >= change[node]!) return
    change[node] = at
    buckets[Math.floor(at)]!.push(node)
  }
  for (let node = 0; node < count; node++) if (from[node]! > 0) reach(node, 0)
  for (const [now, bucket] of buckets.entries())
    // It grows while it is passed over.
    for (const node of bucket) {
      // Reached on a shorter way since it was put here.
      if (Math.floor(change[node]!) !== now) continue
      for (let k = start[node]!; k < start[node + 1]!; k++) {
        const next = neighbours[k]!
        reach(next, change[node]! + stepBetween(graph, node, next, weigh))
      }
    }
  return change
}

function stepBetween({ rgb, x, y }: StrokeGraph, a: number, b: number, weigh: (difference: number) => number): number {
  const red = rgb[3 * a]! - rgb[3 * b]!
  const green = rgb[3 * a + 1]! - rgb[3 * b + 1]!
  const blue = rgb[3 * a + 2]! - rgb[3 * b + 2]!
  const difference = Math.sqrt(red * red + green * green + blue * blue)
  return weigh(Math.max(0, difference - NOISE)) + STEP * Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!)
}

/** The neighbours of each node, one list after another. */
function neighboursOf({ count, links, firstLink, nextLink, linkTo }: StrokeGraph): {
  start: Int32Array
  neighbours: Int32Array
} {
  const start = new Int32Array(count + 1)
  for (let a = 0; a < count; a++)
    for (let k = firstLink[a]!; k >= 0; k = nextLink[k]!) {
      start[a + 1]!++
      start[linkTo[k]! + 1]!++
    }
  for (let n = 0; n < count; n++) start[n + 1]! += start[n]!
  const end = start.slice()
  const neighbours = new Int32Array(2 * links)
  for (let a = 0; a < count; a++)
    for (let k = firstLink[a]!; k >= 0; k = nextLink[k]!) {
      const b = linkTo[k]!
      neighbours[end[a]!++] = b
      neighbours[end[b]!++] = a
    }
  return { start, neighbours }
}
