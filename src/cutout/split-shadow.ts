/**
 * Splits a region that is shadow and subject in one: each pixel goes to the nearer seed, along a path whose steps cost
 * what the lightness changes along them (topographic distance, Meyer 1994, "Topographic distance and watershed lines"),
 * so that the cut follows whatever edge is left. Found in order of cost with buckets (Dial 1969). A hierarchical queue
 * on the slope alone was tried: with JPEG's noise it ran through the faint edge under a vessel, and took the vessel for
 * its shadow.
 */
import { JUDGED, KEPT, SHADOW } from './background-label.ts'
import type { Deviation } from './deviation.ts'
import { PixelQueue } from './flood.ts'

export interface Seeds {
  readonly shadow: PixelQueue
  readonly subject: PixelQueue
}

/** A step costs 1, plus this for every code value by which the lightness changes. */
const COST_OF_CHANGE = 4
/** The highest cost of a step: a change of more than 64 code values is an edge in any case. */
const DEAREST = 255

/**
 * Makes every JUDGED pixel SHADOW or KEPT.
 * @param cost scratch space, one value per pixel
 */
export function splitShadow(
  { width, height, luma }: Deviation,
  label: Uint8Array,
  { shadow, subject }: Seeds,
  cost: Float32Array,
): void {
  cost.fill(Infinity)
  const buckets = Array.from({ length: DEAREST + 1 }, () => new PixelQueue())
  let waiting = 0
  const reach = (p: number, verdict: number, at: number): void => {
    if ((label[p] !== JUDGED && cost[p] === Infinity) || at >= cost[p]!) return
    label[p] = verdict
    cost[p] = at
    buckets[at % buckets.length]!.add(p)
    waiting++
  }
  const goOn = (from: number, to: number, now: number): void =>
    reach(to, label[from]!, now + Math.min(DEAREST, 1 + Math.round(COST_OF_CHANGE * Math.abs(luma[from]! - luma[to]!))))
  for (const p of shadow.all()) reach(p, SHADOW, 0)
  for (const p of subject.all()) reach(p, KEPT, 0)
  for (let now = 0; waiting > 0; now++) {
    const bucket = buckets[now % buckets.length]!
    for (let p = bucket.next(); p >= 0; p = bucket.next(), waiting--) {
      // Reached more cheaply since it was put here.
      if (cost[p] !== now) continue
      const x = p % width
      if (x > 0) goOn(p, p - 1, now)
      if (x < width - 1) goOn(p, p + 1, now)
      if (p >= width) goOn(p, p - width, now)
      if (p < width * (height - 1)) goOn(p, p + width, now)
    }
    bucket.clear()
  }
}
