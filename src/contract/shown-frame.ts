/*
 * [FRAME-1] Of an animated picture, the first frame that shows something is the picture: many begin with an empty
 * canvas or a fade. Engine and page choose alike. The first `MOST_FRAMES_SEEN` are looked at, small; where none of them
 * shows anything, the very first is the picture.
 */

/** A frame is reached through those before it, so that looking at all of a long animation would take minutes. */
export const MOST_FRAMES_SEEN = 24
/** Longest side at which a frame is looked at, pixels. */
export const SEEN_SIDE_PX = 128

/** Below this alpha a pixel is not seen; differences below `LEAST_CONTRAST` code values are noise of the encoding. */
const LEAST_ALPHA = 16
const LEAST_CONTRAST = 24
/** So many pixels at least have to be seen beside a transparent rest. */
const LEAST_PIXELS = 4

/** Whether a frame is neither empty nor one flat colour; RGBA, 4 bytes a pixel, straight alpha. */
export function showsSomething(rgba: Uint8Array | Uint8ClampedArray): boolean {
  const [low, high] = [
    [255, 255, 255, 255],
    [0, 0, 0, 0],
  ]
  let seen = 0
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3]! < LEAST_ALPHA) continue
    seen++
    for (let c = 0; c < 4; c++) {
      low![c] = Math.min(low![c]!, rgba[at + c]!)
      high![c] = Math.max(high![c]!, rgba[at + c]!)
    }
  }
  if (seen < LEAST_PIXELS) return false
  return 4 * seen < rgba.length || high!.some((value, c) => value - low![c]! >= LEAST_CONTRAST)
}
