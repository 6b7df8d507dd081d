/*
 * Two witnesses before an even backdrop. The classical label knows to a pixel where the backdrop ends, and not what a
 * shadow is or a pale side; the learned one knows what the subject is, and not where it ends. So, region by region,
 * where they differ by more than the learned outline's own width:
 *
 * 1. What only the classical label calls subject stays, being of another colour than the backdrop, unless it is a
 *    shade of the backdrop and the learned label is sure that it is none: a shadow, a line on the ground.
 * 2. What only the learned label calls subject is added where it is sure and the backdrop was reached from outside: a
 *    pale side, a part in the backdrop's colour.
 * 3. What the subject encloses stays open as the classical label left it: `settleEnclosed` and the artist decide on it.
 *
 * Everywhere else, and at every outline that both see, the classical label stands.
 */
import { BACKGROUND, SUBJECT } from './background-label.ts'
import type { BackgroundModel } from './background-model.ts'
import type { Deviation, Noise } from './deviation.ts'
import { aroundRuns, fillRegion, runsLength } from './fill-region.ts'
import { findEnclosed } from './find-enclosed.ts'
import { flood, PixelQueue } from './flood.ts'
import type { Learned } from './learned-label.ts'
import { blurred } from './plane.ts'

/** How far the learned outline may lie from the real one, as a share of the longest side. */
const OUTLINE_SHARE = 0.008
/** The learned label is sure of a region from this mean of the map on, or below its complement. */
const SURE = 0.85
/** A region is a shade of the backdrop from this share of its pixels on. */
const SHADE_SHARE = 0.6
/** Tint that a shade may have, code values, and that per code value that it is darker (as in `followShadows`). */
const SHADE_TINT = 7
const SHADE_TINT_SHARE = 0.16

/**
 * A backdrop is even up to this noise, code values, where the model explains this share of the border. Papers with grain
 * and a vignette have 1.6 and 0.97 at most, tiled and carpeted rooms 3.3 and 0.8 at least, both of them at a time.
 */
const [EVEN_NOISE, EVEN_SHARE] = [6, 0.9]
/** What the learned map is sure of as background, and the share of it that an even backdrop's label has too. */
const [SURELY_BEHIND, EXPLAINED] = [0.03, 0.9]

export const isEven = ({ share }: BackgroundModel, { luma }: Noise): boolean => luma < EVEN_NOISE && share > EVEN_SHARE

/** Whether a label has as background nearly all that the learned map is sure of. */
export function explains(label: Uint8Array, { seen }: Learned): boolean {
  let [behind, both] = [0, 0]
  for (let p = 0; p < label.length; p++) {
    if (seen[p]! >= SURELY_BEHIND) continue
    behind++
    if (label[p] === BACKGROUND) both++
  }
  return both >= EXPLAINED * behind
}

/** Corrects a classical label in place by a learned one. */
export function reconcile(deviation: Deviation, label: Uint8Array, learned: Learned): void {
  const { width, height } = deviation
  const reach = Math.max(2, Math.round(OUTLINE_SHARE * Math.max(width, height)))
  const enclosed = new Uint8Array(label.length)
  for (const { runs } of findEnclosed(label, width, height))
    for (let k = 0; k < runs.length; k += 2) enclosed.fill(1, runs[k], runs[k + 1]! + 1)
  const share = { width, height, channels: 1, values: new Float32Array(label.length) }
  for (let y = 0; y < height; y++) shareInRow(learned.label, y * width, width, share.values)
  const near = blurred(share, reach, 1).values
  const marks = new Uint8Array(label.length)
  for (let y = 0; y < height; y++) markRow(label, near, enclosed, y * width, width, marks)
  for (const runs of regionsOf(marks, width, EXTRA))
    if (meanOver(learned.seen, runs) < 1 - SURE && shadeShare(deviation, runs) >= SHADE_SHARE)
      hand(runs, label, learned.label, BACKGROUND, width, height, reach)
  for (const runs of regionsOf(marks, width, LACKING))
    if (meanOver(learned.seen, runs) > SURE) hand(runs, label, learned.label, SUBJECT, width, height, reach)
}

function shareInRow(learned: Uint8Array, start: number, width: number, share: Float32Array): void {
  for (let p = start; p < start + width; p++) share[p] = learned[p] === SUBJECT ? 1 : 0
}

const [EXTRA, LACKING, TAKEN] = [1, 2, 3]

/** What lies beyond what the two outlines may differ by: surely outside the learned one, and surely inside it. */
function markRow(
  label: Uint8Array,
  near: Float32Array,
  enclosed: Uint8Array,
  start: number,
  width: number,
  marks: Uint8Array,
): void {
  for (let p = start; p < start + width; p++)
    if (label[p] === SUBJECT) {
      if (near[p]! < 0.001) marks[p] = EXTRA
    } else if (near[p]! > 0.999 && enclosed[p] === 0 && label[p] === BACKGROUND) marks[p] = LACKING
}

function regionsOf(marks: Uint8Array, width: number, mark: number): Int32Array[] {
  const regions: Int32Array[] = []
  const queue = new PixelQueue()
  for (let start = marks.indexOf(mark); start >= 0; start = marks.indexOf(mark, start + 1)) {
    queue.clear()
    fillRegion(marks, width, start, mark, TAKEN, queue)
    regions.push(queue.all().slice())
  }
  return regions
}

function meanOver(values: Float32Array, runs: Int32Array): number {
  let sum = 0
  for (let k = 0; k < runs.length; k += 2) for (let p = runs[k]!; p <= runs[k + 1]!; p++) sum += values[p]!
  return sum / runsLength(runs)
}

function shadeShare({ drop, tint, luma }: Deviation, runs: Int32Array): number {
  let shade = 0
  for (let k = 0; k < runs.length; k += 2)
    for (let p = runs[k]!; p <= runs[k + 1]!; p++) {
      const fall = drop[p]!
      if (fall > 0 && fall < (luma[p]! + fall) * 0.9 && tint[p]! <= SHADE_TINT + SHADE_TINT_SHARE * fall) shade++
    }
  return shade / runsLength(runs)
}

/** Gives a region to a side, with what the learned label gives to it as well up to `reach` pixels around. */
function hand(
  runs: Int32Array,
  label: Uint8Array,
  learned: Uint8Array,
  side: number,
  width: number,
  height: number,
  reach: number,
): void {
  const steps = new Map<number, number>()
  const queue = new PixelQueue()
  for (let k = 0; k < runs.length; k += 2) label.fill(side, runs[k], runs[k + 1]! + 1)
  aroundRuns(runs, width, label.length, (p) => {
    if (label[p] === side || learned[p] !== side || steps.has(p)) return
    steps.set(p, 1)
    queue.add(p)
  })
  flood(queue, width, height, (p, from) => {
    const step = steps.get(from)! + 1
    if (label[p] === side || learned[p] !== side || steps.has(p) || step > 2 * reach) return false
    steps.set(p, step)
    return true
  })
  for (const p of steps.keys()) label[p] = side
}
