import { WHOLE, bleedColours } from './bleed-colours.ts'
import { findBackdrop, type Frame } from './find-backdrop.ts'
import { subjectCover } from './subject-cover.ts'

/** A row of Pascal's triangle: a blur of one pixel. */
const BLUR = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16] as const

/** Blurs along rows or columns. The pixels at a line's ends are taken to go on beyond them. */
function blur(field: Float32Array, width: number, height: number, along: 'rows' | 'columns'): Float32Array {
  const [length, step, lines, stride] = along === 'rows' ? [width, 1, height, width] : [height, width, width, 1]
  const blurred = new Float32Array(field.length)
  for (let line = 0; line < lines; line++) {
    const at = (i: number) => field[line * stride + Math.min(length - 1, Math.max(0, i)) * step] ?? 0
    for (let i = 0; i < length; i++)
      blurred[line * stride + i * step] = BLUR.reduce((sum, weight, tap) => sum + weight * at(i + tap - 2), 0)
  }
  return blurred
}

/** In pixels, the last ones included. */
export interface PixelBounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

function boundsOf(cover: Float32Array, width: number): PixelBounds | null {
  const bounds = { left: width, top: Infinity, right: -1, bottom: -1 }
  for (let p = 0; p < cover.length; p++) {
    if ((cover[p] ?? 0) < WHOLE) continue
    const [x, y] = [p % width, Math.floor(p / width)]
    bounds.left = Math.min(bounds.left, x)
    bounds.right = Math.max(bounds.right, x)
    bounds.top = Math.min(bounds.top, y)
    bounds.bottom = y
  }
  return bounds.right < 0 ? null : bounds
}

/**
 * Takes the backdrop, its shadow and the subject's mixed rim off a frame, in place. The alpha is left as a smooth field that crosses one
 * half at the outline, so that the outline can be drawn sharp at any magnification. Returns the subject's bounds, or null when nothing
 * stands out.
 */
export function cutBackdrop(frame: Frame): PixelBounds | null {
  const { data, width, height } = frame
  const cover = subjectCover(findBackdrop(frame), width, height)
  const coloured = bleedColours(data, cover, width)
  const field = cover.map((share, p) => (coloured[p] ? share : 0))
  const smooth = blur(blur(field, width, height, 'rows'), width, height, 'columns')
  for (let p = 0; p < smooth.length; p++) data[p * 4 + 3] = Math.round((smooth[p] ?? 0) * 255)
  return boundsOf(cover, width)
}
