/*
 * A small picture by box means over whole pixels. A filter with a wider kernel (Lanczos) was not chosen: its overshoot
 * at the subject's edge would be fitted as background.
 */

/** RGB means, 3 floats a pixel, code values 0…255. */
export interface Thumbnail {
  readonly width: number
  readonly height: number
  readonly rgb: Float32Array
}

/** Shrinks a picture by box means until no side is longer than `side`. */
export function shrink(rgba: Uint8Array, width: number, height: number, side: number): Thumbnail {
  const scale = Math.min(1, side / Math.max(width, height))
  const w = Math.max(1, Math.round(width * scale))
  const h = Math.max(1, Math.round(height * scale))
  const rgb = new Float32Array(w * h * 3)
  const counts = new Float32Array(w * h)
  const columns = Int32Array.from({ length: w + 1 }, (_, column) => Math.ceil((column * width) / w))
  for (let y = 0, from = 0; y < height; y++) {
    for (let column = 0, to = Math.floor((y * h) / height) * w; column < w; column++, to++) {
      const pixels = columns[column + 1]! - columns[column]!
      let red = 0,
        green = 0,
        blue = 0
      for (const end = from + 4 * pixels; from < end; from += 4) {
        red += rgba[from]!
        green += rgba[from + 1]!
        blue += rgba[from + 2]!
      }
      rgb[to * 3]! += red
      rgb[to * 3 + 1]! += green
      rgb[to * 3 + 2]! += blue
      counts[to]! += pixels
    }
  }
  for (let i = 0; i < rgb.length; i++) rgb[i]! /= counts[Math.floor(i / 3)]!
  return { width: w, height: h, rgb }
}
