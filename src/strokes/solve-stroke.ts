import type { Hint, PixelBox } from '../cutout/hint.ts'
import { flood, PixelQueue } from '../cutout/flood.ts'
import { eachMarked, type BrushMark } from './brush-mark.ts'
import { boxOfPixels } from './separate-objects.ts'
import { COVERED, type Raster } from './renew-outline.ts'

/** Pixels whose label a stroke changes, 1 each, and where they lie. */
export interface Flipped {
  readonly flipped: Uint8Array
  readonly box: PixelBox
}

/** How near to its line a stroke is meant for certain, pixels: beyond, a brush may reach over an edge. */
export const coreOf = (radiusPx: number): number => Math.max(1, 0.35 * radiusPx)

/** By so many code values in any channel a pixel may differ from the stroke's mean. */
const ALIKE = 24

/** What a soft stroke changes; null for nothing. */
export function solveStroke(
  { rgba, width, height }: Raster,
  alpha: Uint8Array,
  pins: Uint8Array,
  { mode, radiusPx }: Hint,
  mark: BrushMark,
): Flipped | null {
  const flipped = new Uint8Array(alpha.length)
  const isDomain = (p: number): boolean => alpha[p]! >= COVERED === (mode === 'erase')
  const queue = new PixelQueue()
  const mean = [0, 0, 0]
  eachMarked(mark, width, (p, d) => {
    if (d > coreOf(radiusPx) || !isDomain(p)) return
    flipped[p] = 1
    queue.add(p)
    for (let c = 0; c < 3; c++) mean[c]! += rgba[4 * p + c]!
  })
  if (queue.length === 0) return null
  const count = queue.length
  flood(queue, width, height, (p) => {
    if (flipped[p] === 1 || !isDomain(p) || pins[p] !== 0) return false
    for (let c = 0; c < 3; c++) if (Math.abs(rgba[4 * p + c]! - mean[c]! / count) > ALIKE) return false
    flipped[p] = 1
    return true
  })
  return { flipped, box: boxOfPixels(queue.all(), width) }
}
