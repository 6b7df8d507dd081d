/*
 * The soft outline anew where a label changed, and nowhere else: what was given may be an artist's own outline, or the
 * engine's, which stays bit for bit.
 */
import { BACKGROUND, SUBJECT } from '../cutout/background-label.ts'
import type { PixelBox } from '../cutout/hint.ts'
import { softenOutline } from '../cutout/soft-outline.ts'
import { grownBox } from './pixel-box.ts'
import { spread } from './spread.ts'

/** Rings around a changed pixel that get a new coverage: softenOutline mixes 3 pixels inwards and 1 outwards. */
const RENEWED = 4
/** What softenOutline sees beyond the pixels that it answers for: its window's radius and its rings. */
const SEEN = 10

/** From this byte on a pixel is the subject's. */
export const COVERED = 128

export interface Raster {
  /** Straight RGBA, rows from the top; alpha is ignored. */
  readonly rgba: Uint8Array | Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/**
 * Writes the coverage around pixels whose label changed, in place.
 * @param flipped 1 where the label changed, in which `alpha` is 0 or 255 already
 * @param fixed pixels that stay as they are
 */
export function renewOutline(
  { rgba, width, height }: Raster,
  alpha: Uint8Array,
  flipped: Uint8Array,
  box: PixelBox,
  fixed: (p: number) => boolean,
): void {
  const near = grownBox(box, RENEWED, width, height)
  const seen = grownBox(near, SEEN, width, height)
  const [w, h] = [seen.right - seen.left, seen.bottom - seen.top]
  const [colours, label] = [new Uint8Array(4 * w * h), new Uint8Array(w * h)]
  for (let y = 0; y < h; y++) {
    const from = (y + seen.top) * width + seen.left
    colours.set(rgba.subarray(4 * from, 4 * (from + w)), 4 * y * w)
    for (let x = 0; x < w; x++) label[y * w + x] = alpha[from + x]! >= COVERED ? SUBJECT : BACKGROUND
  }
  const { mask } = softenOutline(colours, label, w, h)
  const beside = spread(flipped, width, near, RENEWED)
  for (let y = near.top, k = 0; y < near.bottom; y++)
    for (let x = near.left; x < near.right; x++, k++) {
      const p = y * width + x
      if (beside[k] === 0 || fixed(p)) continue
      const at = (y - seen.top) * w + x - seen.left
      const byte = Math.round(255 * mask[at]!)
      // The label is on the side that was found: a subject's dark rim is not what lies behind it.
      alpha[p] = label[at] === SUBJECT ? Math.max(COVERED, byte) : Math.min(COVERED - 1, byte)
    }
}
