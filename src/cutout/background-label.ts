/*
 * One byte a pixel for what is known so far; every step reads and writes the same raster. Bit masks were not chosen: a
 * pixel is only ever one of these.
 */
import { PixelQueue } from './flood.ts'

/** What a pixel is. After `findBackground` it is SUBJECT or BACKGROUND; the others are its working states. */
export const SUBJECT = 0
export const BACKGROUND = 1
export const SHADOW = 2
export const JUDGING = 3
export const JUDGED = 4
export const OPEN = 5
export const KEPT = 6

/** Every pixel labelled `from` becomes `to`. */
export function relabel(label: Uint8Array, from: number, to: number): void {
  for (let p = 0; p < label.length; p++) if (label[p] === from) label[p] = to
}

/**
 * Pixels not labelled `what` beside (4-neighbours) one that is. Each row is a function call, as wherever a whole
 * picture is passed over: V8 optimises a function that is called often early and once, but one long loop late and
 * repeatedly.
 */
export function outsideOf(label: Uint8Array, width: number, height: number, what: number): PixelQueue {
  const rim = new PixelQueue()
  for (let y = 0; y < height; y++) addOutside(label, y * width, width, what, rim)
  return rim
}

function addOutside(label: Uint8Array, row: number, width: number, what: number, rim: PixelQueue): void {
  const last = row + width - 1
  const [above, below] = [row > 0 ? width : 0, last < label.length - 1 ? width : 0]
  for (let p = row; p <= last; p++) {
    if (label[p] === what) continue
    if (
      label[p - above] === what ||
      label[p + below] === what ||
      (p > row && label[p - 1] === what) ||
      (p < last && label[p + 1] === what)
    )
      rim.add(p)
  }
}
