/** What `findBackground` says of a pixel; the last two are only of its own work. */
export const SUBJECT = 0
export const BACKGROUND = 1
export const SHADOW = 2
export const JUDGING = 3

/** Whether one of a pixel's four neighbours is labelled `what`. */
export function touches(label: Uint8Array, p: number, width: number, height: number, what: number): boolean {
  const x = p % width
  return (
    (x > 0 && label[p - 1] === what) || (x < width - 1 && label[p + 1] === what) ||
    (p >= width && label[p - width] === what) || (p < width * (height - 1) && label[p + width] === what)
  )
}
