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
  const columns = Int32Array.from({ length: width }, (_, x) => Math.floor((x * w) / width))
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * h) / height) * w
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4
      const to = row + columns[x]!
      counts[to]!++
      rgb[to * 3]! += rgba[from]!
      rgb[to * 3 + 1]! += rgba[from + 1]!
      rgb[to * 3 + 2]! += rgba[from + 2]!
    }
  }
  for (let i = 0; i < rgb.length; i++) rgb[i]! /= counts[Math.floor(i / 3)]!
  return { width: w, height: h, rgb }
}
