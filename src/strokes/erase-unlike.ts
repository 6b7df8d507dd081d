/*
 * What a stroke to erase changes once the artist has shown the subject: everything on the picture that is unlike what was
 * shown, whether or not it hangs together with the stroke. An outline of which most is wrong has a dozen things too many,
 * and a stroke for each of them would be asked of the artist otherwise. Both what was shown and what is erased say how
 * likely a colour is theirs, and from which of them it is reached with less change on the way (Bai & Sapiro, "A Geodesic
 * Framework for Fast Interactive Image and Video Segmentation", ICCV 2007).
 */
import { aroundRuns, fillRegion, runsLength } from '../cutout/fill-region.ts'
import { PixelQueue } from '../cutout/flood.ts'
import { colourChange } from './colour-change.ts'
import { densityOf, mixOf } from './colour-mix.ts'
import { COLOUR, cutGraph, evidenceOf, type Flipped } from './cut-graph.ts'
import { boxOf } from './pixel-box.ts'
import { likeness, type Shown } from './shown-subject.ts'
import { ROLE, type StrokeGraph } from './stroke-graph.ts'

/*
 * Chosen by a rough hand (test/fixtures/rough-hand.ts) on a dozen outlines before drawn clutter of which half or more were
 * wrong; the bench names others, which were kept aside.
 */
const ERASED_CLUSTERS = 6
/** What was drawn over was meant: what its colours count, and what stands for "unlike anything": such a colour goes. */
const [ERASED, SHOWN] = [2, 2]
const [FAINT_ERASED, FAINT_SHOWN] = [0.006, 0.0015]
/** What it counts, against colour, from which side a region is reached with less change. */
const NEARER = 0.6
/** A step by so many code values counts as many; smaller ones less, by their square: shading is no edge. */
const STEEP = 40
/** Ways that differ by less, code values, are as long. */
const ALIKE = 10
/** From this weight of its links to what stays on, a region lies beside what was shown, with no edge between them. */
const BESIDE = 1.5
/** An enclosed part of so many pixels or less is a highlight or a screw of the subject's. */
const LEAST_HOLE = 60

/**
 * What is erased; null for nothing.
 * @param graph of the whole picture
 * @param role per pixel
 */
export function eraseUnlike(graph: StrokeGraph, role: Uint8Array, shown: Shown, width: number): Flipped | null {
  const changes = cutUnlike(graph, shown)
  const flipped = Uint8Array.from(graph.nodeAt, (node) => (node >= 0 && changes[node] === 1 ? 1 : 0))
  keepInside(flipped, graph, role, width, shown)
  const box = boxOf(graph.window, width, (p) => flipped[p] === 1)
  return box && { flipped, box }
}

const weigh = (difference: number): number => difference ** 2 / STEEP

/** Per node, 1 where it is erased. */
function cutUnlike(graph: StrokeGraph, { subject }: Shown): Uint8Array {
  const { rgb, seedPx, toStaying } = graph
  const marked = mixOf(rgb, seedPx, ERASED_CLUSTERS)
  const fromStroke = colourChange(graph, seedPx, weigh)
  const beside = toStaying.map((weight) => (weight > BESIDE ? 1 : 0))
  const fromShown = colourChange(graph, beside, weigh)
  return cutGraph(graph, (n) => {
    const likelihood =
      (ERASED * densityOf(marked, rgb, 3 * n) + FAINT_ERASED) / (SHOWN * densityOf(subject, rgb, 3 * n) + FAINT_SHOWN)
    const nearer = (fromShown[n]! - fromStroke[n]!) / (fromShown[n]! + fromStroke[n]! + ALIKE)
    return COLOUR * evidenceOf(likelihood, NEARER * nearer)
  })
}

const [KEPT, SEEN] = [0, 2]

function eachOfRuns(runs: PixelQueue, see: (p: number) => void): void {
  for (let k = 0; k < runs.length; k += 2) for (let p = runs.at(k); p <= runs.at(k + 1); p++) see(p)
}

/** Takes back what is erased inside of the subject and looks no more like what lies around it: windows, buttons, highlights. */
function keepInside(
  flipped: Uint8Array,
  { nodeAt, rgb }: StrokeGraph,
  role: Uint8Array,
  width: number,
  shown: Shown,
): void {
  const runs = new PixelQueue()
  for (let k = flipped.indexOf(1); k >= 0; k = flipped.indexOf(1, k + 1)) {
    runs.clear()
    fillRegion(flipped, width, k, 1, SEEN, runs)
    let open = false
    aroundRuns(runs.all(), width, flipped.length, (q) => (open ||= role[q] === ROLE.done))
    let likeSubject = 0
    eachOfRuns(runs, (q) => {
      open ||= role[q] === ROLE.seed
      likeSubject += likeness(shown, rgb, 3 * nodeAt[q]!)
    })
    if (!open && (runsLength(runs.all()) < LEAST_HOLE || likeSubject > 0)) eachOfRuns(runs, (q) => (flipped[q] = KEPT))
  }
  for (let p = 0; p < flipped.length; p++) if (flipped[p] === SEEN) flipped[p] = 1
}
