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
import { COLOUR, cutGraph, evidenceOf, type Flipped } from './cut-graph.ts'
import { eraseUnlike } from './erase-unlike.ts'
import { likeness, meansAll, shownSubject, type Shown } from './shown-subject.ts'
import { coreOf } from './pins.ts'
import { grownBox, wholeOf } from './pixel-box.ts'
import type { Regions } from './regions.ts'
import { COVERED, type Raster } from './renew-outline.ts'
import { boxOfPixels } from './separate-objects.ts'
import { ROLE, StrokeGraph } from './stroke-graph.ts'

/** What a stroke is solved on. */
export interface Scene extends Raster {
  readonly regions: Regions
}

/** A brush of a smaller radius, pixels, is led by a close look, and meant to the pixel. */
const FINE = 6

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
/** What was drawn over was meant: its colours count so much more than the same in the rest. */
const MEANT = 2
/** Densities that stand for "unlike anything": a colour that is like nothing stays. */
const [FAINT_MARKED, FAINT_REST] = [0.003, 0.01]
const [MARKED_CLUSTERS, REST_CLUSTERS] = [6, 20]
/** What it costs to change a stroke's length of pixels beside it; more by the square of the distance in such lengths, and of the colour's change. */
const CHANGE = 1.2
const COLOUR_CHANGE = 60
/**
 * A stroke that would bring so many times the brush's own area has leaked through a faint edge: it is solved again with
 * more weight on what it costs to change much. What then is missing costs one more stroke, a leak the artist's trust.
 * A stroke to erase may take a wall. The thin legs of a chair on a floor of like colour showed where that begins.
 */
const MOST_KEPT = 5
/** By how much more each time, and at most. */
const [CAUTION, MOST_CAUTION] = [4, 64]

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
  const core = coreOf(hint.radiusPx)
  const shown = shownSubject(regions.rgb, pins, alpha)
  const isEverywhere = shown !== null && hint.mode === 'erase' && meansAll(shown, regions.rgb, alpha, mark, core, width)
  const window = isEverywhere
    ? wholeOf(width, height)
    : grownBox(mark.box, Math.round(Math.max(LEAST_REACH, REACH * size)), width, height)
  const role = rolesIn(window, width, alpha, pins, hint.mode)
  const seeds = sow(role, window, width, mark, core)
  if (seeds.length === 0) return null
  if (shown && hint.mode === 'keep' && hint.radiusPx >= FINE)
    leaveUnlikely(role, window, width, seeds, shown, regions.rgb)
  const resistance = Float32Array.from({ length: 256 }, (_, slope) => Math.exp(-((slope / EDGE) ** 2)))
  const graph = new StrokeGraph(regions, width, window, role, resistance, hint.radiusPx < FINE)
  if (isEverywhere) return eraseUnlike(graph, role, shown, width)
  const { gain, loss } = weigh(graph, hint, size)
  const most = hint.mode === 'keep' ? MOST_KEPT * mark.distance.filter((d) => d < Infinity).length : Infinity
  for (let caution = 1; ; caution *= CAUTION) {
    const changes = cutGraph(graph, (n) => gain[n]! - caution * loss[n]!)
    const found = connected(graph, changes, seeds, width, height)
    if (!found || found.areaPx <= most || caution >= MOST_CAUTION) return found
  }
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

/** Of a stroke to keep, at least this share of the core must look like what was shown for the rest to be a slip. */
const LEAST_LIKELY = 0.3

/** Takes what looks more like the surroundings than like the subject that was shown for a slip, and leaves it open. */
function leaveUnlikely(
  role: Uint8Array,
  window: PixelBox,
  width: number,
  seeds: readonly number[],
  shown: Shown,
  rgb: Uint8Array,
): void {
  const slips = seeds.filter((p) => likeness(shown, rgb, 3 * p) < 0)
  if (slips.length > (1 - LEAST_LIKELY) * seeds.length) return
  for (const p of slips) role[placeIn(window, p, width)] = ROLE.free
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

/** What each node gains by changing for its colour, and what it loses by its place, both for a pixel. */
function weigh(
  graph: StrokeGraph,
  { points, radiusPx }: Hint,
  size: number,
): { gain: Float32Array; loss: Float32Array } {
  const { rgb, areaPx, seedPx } = graph
  const away = Float32Array.from(areaPx, (_, n) => distanceToLine(graph.x[n]!, graph.y[n]!, points) - radiusPx)
  const marked = mixOf(rgb, seedPx, MARKED_CLUSTERS)
  const rest = mixOf(
    rgb,
    areaPx.map((area, n) => (away[n]! > 0 ? area : 0)),
    REST_CLUSTERS,
  )
  const change = colourChange(graph, seedPx)
  const gain = Float32Array.from(areaPx, (_, n) => {
    const likelihood =
      (MEANT * (densityOf(marked, rgb, 3 * n) + FAINT_MARKED)) / (densityOf(rest, rgb, 3 * n) + FAINT_REST)
    return COLOUR * evidenceOf(likelihood)
  })
  const loss = Float32Array.from(away, (d, n) => {
    const far = (Math.max(0, d) / size) ** 2 + (change[n]! / COLOUR_CHANGE) ** 2
    return (CHANGE / size) * (1 + far)
  })
  return { gain, loss }
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
): (Flipped & { readonly areaPx: number }) | null {
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
  return queue.length === 0 ? null : { flipped, box: boxOfPixels(queue.all(), width), areaPx: queue.length }
}
