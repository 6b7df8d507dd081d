/* The least cut of a stroke's graph, by what each node gains when it changes. */
import type { PixelBox } from '../cutout/hint.ts'
import { MinCut } from './min-cut.ts'
import type { StrokeGraph } from './stroke-graph.ts'

/** Pixels whose label a stroke changes, 1 each, and where they lie. */
export interface Flipped {
  readonly flipped: Uint8Array
  readonly box: PixelBox
}

/** What a pixel's colour counts at most against a link that no edge divides, and from which factor of likelihood on so much. */
export const COLOUR = 0.25
const COLOUR_FACTOR = Math.E ** 2
/** What is so already draws along less than its full share: its border may lie where it does for a reason. */
const DRAWN_ALONG = 0.6
/** A region of which this share was drawn over changes for certain. */
const SURE_SHARE = 0.5

/** Parts of the smallest weight that a cut in whole numbers tells apart. */
const SCALE = 256
const CERTAIN = 1 << 26

/** From a factor of likelihood to what it says, -1…1; more is added to it on the way. */
export const evidenceOf = (likelihood: number, more = 0): number =>
  Math.max(-1, Math.min(1, Math.log(likelihood) / Math.log(COLOUR_FACTOR) + more))

/**
 * Per node, 1 where it changes.
 * @param gainOf what a pixel of a node gains by changing, or loses
 */
export function cutGraph(graph: StrokeGraph, gainOf: (node: number) => number): Uint8Array {
  const { count, areaPx, seedPx, firstLink, nextLink, linkTo, linkWeight } = graph
  const cut = new MinCut(count, graph.links)
  for (let n = 0; n < count; n++) {
    const gain = areaPx[n]! * gainOf(n)
    const isSure = seedPx[n]! > SURE_SHARE * areaPx[n]!
    const toChange = DRAWN_ALONG * graph.toDone[n]! + Math.max(0, gain)
    const toStay = graph.toStaying[n]! + Math.max(0, -gain)
    cut.addTerminals(n, isSure ? CERTAIN : SCALE * toChange, Math.min(CERTAIN, SCALE * toStay))
    for (let k = firstLink[n]!; k >= 0; k = nextLink[k]!) cut.addEdge(n, linkTo[k]!, SCALE * linkWeight[k]!)
  }
  return cut.solve()
}
