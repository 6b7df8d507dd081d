/*
 * What a soft stroke changes: the least cut of a graph over the picture's regions on the side that the stroke changes
 * (Boykov & Jolly, "Interactive Graph Cuts", ICCV 2001; on regions: Li et al., "Lazy Snapping", 2004). Every region
 * either changes or stays. It costs to change what is more like the rest than like what was marked, to change much, the
 * more the farther from the stroke and the more the colour changes on the way there (a geodesic distance, Bai & Sapiro
 * 2009), and to divide what no edge divides. Only what hangs together with the stroke changes.
 */
import { flood, PixelQueue } from '../cutout/flood.ts'
import type { Hint, PixelBox } from '../cutout/hint.ts'
import { eachMarked, type BrushMark } from './brush-mark.ts'
import { colourChange } from './colour-change.ts'
import { densityOf, mixOf } from './colour-mix.ts'
import { MinCut } from './min-cut.ts'
import { grownBox } from './pixel-box.ts'
import type { Regions } from './regions.ts'
import { COVERED, type Raster } from './renew-outline.ts'
import { boxOfPixels } from './separate-objects.ts'
import { ROLE, StrokeGraph } from './stroke-graph.ts'

/** Pixels whose label a stroke changes, 1 each, and where they lie. */
export interface Flipped {
  readonly flipped: Uint8Array
  readonly box: PixelBox
}

/** What a stroke is solved on. */
export interface Scene extends Raster {
  readonly regions: Regions
}

/** How near to its line a stroke is meant for certain, pixels: beyond, a brush may reach over an edge. */
export const coreOf = (radiusPx: number): number => Math.max(1, 0.35 * radiusPx)

/** Of a stroke's core, less than this on the side that may change is a slip over an edge. */
const LEAST_MEANT = 0.12
/** How far around a stroke something may change, in lengths of the stroke, and at least in pixels. */
const REACH = 3
const LEAST_REACH = 90

/*
 * The weights, all against dividing two neighbouring pixels that no edge divides. They were chosen by a rough hand
 * (test/fixtures/rough-hand.ts) on thirty faulty outlines of the project's own photos, in rooms and before one another:
 * by six strokes each, their mean agreement of 0.74 became 0.91, and 0.88 to 0.90 with half or twice the weight of
 * colour or of change. The photos before drawn clutter (test/make/clutter.ts) were kept aside.
 */
/** Neighbours whose slope is this strong, code values, are divided at a third of that. */
const EDGE = 14
/** What a pixel's colour counts at most, and from which factor of likelihood on it counts so much. */
const COLOUR = 0.25
const COLOUR_FACTOR = Math.E ** 2
/** What was drawn over was meant: its colours count so much more than the same in the rest. */
const MEANT = 2
/** Densities that stand for "unlike anything": a colour that is like nothing stays. */
const [FAINT_MARKED, FAINT_REST] = [0.003, 0.01]
const [MARKED_CLUSTERS, REST_CLUSTERS] = [6, 20]
/** What it costs to change a stroke's length of pixels beside it; more by the square of the distance in such lengths, and of the colour's change. */
const CHANGE = 1.2
const COLOUR_CHANGE = 60
/** What is so already draws along less than its full share: its border may lie where it does for a reason. */
const DRAWN_ALONG = 0.6
/** A region of which this share was drawn over changes for certain. */
const SURE_SHARE = 0.5

/** Parts of the smallest weight that a cut in whole numbers tells apart. */
const SCALE = 256
const CERTAIN = 1 << 26

/**
 * What a soft stroke changes; null for nothing.
 * @param pins per pixel what earlier strokes said: even for erased, odd for kept, 0 for nothing
 */
export function solveStroke(
  { width, height, regions }: Scene,
  alpha: Uint8Array,
  pins: Uint8Array,
  hint: Hint,
  mark: BrushMark,
): Flipped | null {
  const { left, top, right, bottom } = mark.box
  const size = Math.max(right - left, bottom - top, 4 * hint.radiusPx)
  const window = grownBox(mark.box, Math.round(Math.max(LEAST_REACH, REACH * size)), width, height)
  const role = rolesIn(window, width, alpha, pins, hint.mode)
  const seeds = sow(role, window, width, mark, coreOf(hint.radiusPx))
  if (seeds.length === 0) return null
  const resistance = Float32Array.from({ length: 256 }, (_, slope) => Math.exp(-((slope / EDGE) ** 2)))
  const graph = new StrokeGraph(regions, width, window, role, resistance)
  return connected(graph, cutGraph(graph, hint, size), seeds, width, height)
}

const placeIn = ({ left, top, right }: PixelBox, p: number, width: number): number => {
  const x = p % width
  return ((p - x) / width - top) * (right - left) + x - left
}

function rolesIn(window: PixelBox, width: number, alpha: Uint8Array, pins: Uint8Array, mode: Hint['mode']): Uint8Array {
  const w = window.right - window.left
  const role = new Uint8Array(w * (window.bottom - window.top))
  const erase = mode === 'erase'
  for (let y = window.top, k = 0; y < window.bottom; y++)
    for (let p = y * width + window.left, end = p + w; p < end; p++, k++) {
      if (alpha[p]! >= COVERED !== erase) continue
      const pinned = pins[p]! > 0 && (pins[p]! % 2 === 1) === erase
      role[k] = pinned ? ROLE.stays : ROLE.free
    }
  return role
}

/** Marks the seeds among the roles, and returns their pixels; none where the stroke hardly touches what may change. */
function sow(role: Uint8Array, window: PixelBox, width: number, mark: BrushMark, core: number): readonly number[] {
  const seeds: number[] = []
  let drawn = 0
  eachMarked(mark, width, (p, distance) => {
    if (distance > core) return
    drawn++
    if (role[placeIn(window, p, width)] !== ROLE.done) seeds.push(p)
  })
  if (seeds.length < LEAST_MEANT * drawn) return []
  for (const p of seeds) role[placeIn(window, p, width)] = ROLE.seed
  return seeds
}

/** Per node, 1 where it changes. */
function cutGraph(graph: StrokeGraph, { points, radiusPx }: Hint, size: number): Uint8Array {
  const { count, rgb, areaPx, seedPx, firstLink, nextLink, linkTo, linkWeight } = graph
  const away = Float32Array.from(areaPx, (_, n) => distanceToLine(graph.x[n]!, graph.y[n]!, points) - radiusPx)
  const marked = mixOf(rgb, seedPx, MARKED_CLUSTERS)
  const rest = mixOf(
    rgb,
    areaPx.map((area, n) => (away[n]! > 0 ? area : 0)),
    REST_CLUSTERS,
  )
  const change = colourChange(graph)
  const cut = new MinCut(count, graph.links)
  for (let n = 0; n < count; n++) {
    const likelihood =
      (MEANT * (densityOf(marked, rgb, 3 * n) + FAINT_MARKED)) / (densityOf(rest, rgb, 3 * n) + FAINT_REST)
    const evidence = Math.max(-1, Math.min(1, Math.log(likelihood) / Math.log(COLOUR_FACTOR)))
    const far = (Math.max(0, away[n]!) / size) ** 2 + (change[n]! / COLOUR_CHANGE) ** 2
    const cost = areaPx[n]! * ((CHANGE / size) * (1 + far) - COLOUR * evidence)
    const isSure = seedPx[n]! > SURE_SHARE * areaPx[n]!
    const toChange = DRAWN_ALONG * graph.toDone[n]! + Math.max(0, -cost)
    const toStay = graph.toStaying[n]! + Math.max(0, cost)
    cut.addTerminals(n, isSure ? CERTAIN : SCALE * toChange, Math.min(CERTAIN, SCALE * toStay))
    for (let k = firstLink[n]!; k >= 0; k = nextLink[k]!) cut.addEdge(n, linkTo[k]!, SCALE * linkWeight[k]!)
  }
  return cut.solve()
}

function distanceToLine(x: number, y: number, points: Hint['points']): number {
  let least = Infinity
  for (let k = 0; k < points.length; k++) {
    const [bx, by] = points[k]!
    const [ax, ay] = points[k - 1] ?? points[k]!
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2))
    least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
  }
  return least
}

/** The pixels of nodes that change, as far as they hang together with the seeds. */
function connected(
  { nodeAt, window }: StrokeGraph,
  changes: Uint8Array,
  seeds: readonly number[],
  width: number,
  height: number,
): Flipped | null {
  const { left, top, right, bottom } = window
  const flipped = new Uint8Array(width * height)
  const enter = (p: number): boolean => {
    const x = p % width
    const y = (p - x) / width
    if (flipped[p] === 1 || x < left || x >= right || y < top || y >= bottom) return false
    const node = nodeAt[placeIn(window, p, width)]!
    if (node < 0 || changes[node] === 0) return false
    flipped[p] = 1
    return true
  }
  const queue = new PixelQueue()
  for (const p of seeds) if (enter(p)) queue.add(p)
  flood(queue, width, height, enter)
  return queue.length === 0 ? null : { flipped, box: boxOfPixels(queue.all(), width) }
}
