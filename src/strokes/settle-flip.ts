/*
 * What a stroke changes, from regions to pixels: its border is moved to the picture's own edge, and crumbs that neither
 * the stroke nor an edge explains go along.
 */
import { aroundRuns, fillRegion, fillRuns, runsLength } from '../cutout/fill-region.ts'
import { PixelQueue } from '../cutout/flood.ts'
import type { Hint, PixelBox } from '../cutout/hint.ts'
import type { Flipped } from './cut-graph.ts'
import { grownBox } from './pixel-box.ts'
import { refineEdge } from './refine-edge.ts'
import { COVERED, type Raster } from './renew-outline.ts'
import { spread } from './spread.ts'

/** How far the regions' border may be from the edge, pixels: a region hardly reaches farther over a faint one. */
const REACH = 2
/** An island of so many pixels or less is a crumb. */
const CRUMB_PX = 40

/**
 * Moves the border of what changes, in place.
 * @param isFree whether strokes leave it open what a pixel is
 */
export function settleFlip(
  picture: Raster,
  alpha: Uint8Array,
  { flipped, box }: Flipped,
  mode: Hint['mode'],
  isFree: (p: number) => boolean,
): Flipped {
  const { width, height } = picture
  const wide = grownBox(box, 2 * REACH, width, height)
  const isDone = (p: number): boolean => alpha[p]! >= COVERED === (mode === 'keep')
  const changed = mode === 'keep' ? 1 : 0
  const label = new Uint8Array(alpha.length)
  eachOf(wide, width, (p) => {
    label[p] = flipped[p] === 1 || isDone(p) ? changed : 1 - changed
  })
  const near = spread(flipped, width, wide, REACH)
  const placeOf = (p: number): number =>
    (Math.floor(p / width) - wide.top) * (wide.right - wide.left) + (p % width) - wide.left
  refineEdge(picture, label, wide, REACH, (p) => near[placeOf(p)] === 1 && !isDone(p) && isFree(p))
  eachOf(wide, width, (p) => {
    flipped[p] = label[p] === changed && !isDone(p) ? 1 : 0
  })
  takeCrumbs(flipped, wide, width, isDone, isFree)
  return { flipped, box: wide }
}

function eachOf({ left, top, right, bottom }: PixelBox, width: number, see: (p: number) => void): void {
  for (let y = top; y < bottom; y++) for (let p = y * width + left, end = y * width + right; p < end; p++) see(p)
}

const [CHANGED, DONE, OPEN, FIXED, SEEN] = [0, 1, 2, 3, 4]

/** Changes small islands in what changed and what was so already. */
function takeCrumbs(
  flipped: Uint8Array,
  box: PixelBox,
  width: number,
  isDone: (p: number) => boolean,
  isFree: (p: number) => boolean,
): void {
  const [w, h] = [box.right - box.left, box.bottom - box.top]
  const state = new Uint8Array(w * h)
  const pixelOf = (k: number): number => (Math.floor(k / w) + box.top) * width + box.left + (k % w)
  for (let k = 0; k < state.length; k++) {
    const p = pixelOf(k)
    state[k] = flipped[p] === 1 ? CHANGED : isDone(p) ? DONE : isFree(p) ? OPEN : FIXED
  }
  const runs = new PixelQueue()
  for (let k = state.indexOf(OPEN); k >= 0; k = state.indexOf(OPEN, k + 1)) {
    runs.clear()
    fillRegion(state, w, k, OPEN, SEEN, runs)
    if (runsLength(runs.all()) > CRUMB_PX) continue
    let [changed, fixed] = [false, false]
    aroundRuns(runs.all(), w, state.length, (q) => {
      changed ||= state[q] === CHANGED
      fixed ||= state[q] === FIXED
    })
    if (!changed || fixed) continue
    for (let r = 0; r < runs.length; r += 2) flipped.fill(1, pixelOf(runs.at(r)), pixelOf(runs.at(r + 1)) + 1)
    fillRuns(state, runs.all(), CHANGED)
  }
}
