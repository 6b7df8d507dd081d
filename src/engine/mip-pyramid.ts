import type { Texture } from './model.ts'

/** A texture in linear light, and its halves down to a few pixels, one after another in `rgb`. */
export interface MipPyramid {
  readonly widths: readonly number[]
  readonly heights: readonly number[]
  /** Where each level starts in `rgb`. */
  readonly starts: readonly number[]
  readonly rgb: Float32Array
}

const TO_LINEAR = Float32Array.from({ length: 256 }, (_, k) => (k / 255) ** 2.2)
const SMALLEST = 4

/** Averages are taken in linear light: of gamma-coded values they come out too dark, and a texture flickers as it turns. */
export function mipPyramid(texture: Texture): MipPyramid {
  const [widths, heights, starts] = [[texture.width], [texture.height], [0]]
  let end = texture.width * texture.height * 3
  for (let [w, h] = [texture.width >> 1, texture.height >> 1]; w >= SMALLEST && h >= SMALLEST; w >>= 1, h >>= 1) {
    widths.push(w)
    heights.push(h)
    starts.push(end)
    end += w * h * 3
  }
  const rgb = new Float32Array(end)
  for (let k = 0; k < texture.rgb.length; k++) rgb[k] = TO_LINEAR[texture.rgb[k]!]!
  for (let level = 1; level < widths.length; level++) halve(rgb, starts[level - 1]!, widths[level - 1]!, starts[level]!, widths[level]!, heights[level]!)
  return { widths, heights, starts, rgb }
}

function halve(rgb: Float32Array, from: number, fromWidth: number, to: number, width: number, height: number): void {
  const row = 3 * fromWidth
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const at = from + 2 * y * row + 6 * x
      for (let c = at; c < at + 3; c++) rgb[to + c - at] = (rgb[c]! + rgb[c + 3]! + rgb[c + row]! + rgb[c + row + 3]!) / 4
    }
  }
}
