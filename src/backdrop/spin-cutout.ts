import { cutBackdrop, type PixelBounds } from './cut-backdrop.ts'
import type { Frame } from './find-backdrop.ts'

/** A spin's first frame without its backdrop, cropped to the subject; the whole frame when nothing stands out. */
export interface SpinCutout {
  /** RGBA, rows from the bottom up as WebGL has them, colours not multiplied by alpha. */
  readonly data: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
  /** Around the subject, so that its outline is not cut off at the picture's edge. */
  readonly marginPx: number
}

const MARGIN_PX = 3

/** A part of a frame, upside down and with a margin; beyond the frame it is clear. */
export function crop(
  { data, width, height }: Frame,
  { left, top, right, bottom }: PixelBounds,
  marginPx = MARGIN_PX,
): SpinCutout {
  const [widthPx, heightPx] = [right - left + 1 + 2 * marginPx, bottom - top + 1 + 2 * marginPx]
  const cropped = new Uint8Array(widthPx * heightPx * 4)
  const from = Math.max(0, left - marginPx)
  const to = Math.min(width, right + 1 + marginPx)
  for (let row = 0; row < heightPx; row++) {
    const y = bottom + marginPx - row
    if (y < 0 || y >= height) continue
    const line = data.subarray((y * width + from) * 4, (y * width + to) * 4)
    cropped.set(line, (row * widthPx + from - left + marginPx) * 4)
  }
  return { data: cropped, widthPx, heightPx, marginPx }
}

/** @throws when the browser gives no canvas */
export function cutOutFrame(frame: ImageBitmap): SpinCutout {
  const { width, height } = frame
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives no canvas.')
  context.drawImage(frame, 0, 0)
  const pixels = context.getImageData(0, 0, width, height)
  const bounds = cutBackdrop(pixels)
  if (bounds) return crop(pixels, bounds)
  return crop(context.getImageData(0, 0, width, height), { left: 0, top: 0, right: width - 1, bottom: height - 1 }, 0)
}
