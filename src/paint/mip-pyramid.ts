/*
 * Mipmaps (Williams 1983, "Pyramidal parametrics"): halves by means of four, in linear light by the power 2.2 that `shade` undoes.
 * Summed-area tables and anisotropic footprints were not chosen: a spin's texture is seen almost head-on where it matters, and
 * `rasterise` picks a level between the mean and the densest direction.
 */
import type { Texture } from './model.ts'

/** A texture in linear light, and its halves down to a few pixels, one after another in `rgb`. */
export interface MipPyramid {
  readonly widths: readonly number[]
  readonly heights: readonly number[]
  /** Where each level starts in `rgb`. */
  readonly starts: readonly number[]
  readonly rgb: Uint16Array
}

/** Full light. Two bytes per channel keep the darkest shades apart, and are half as much to read as floats. */
export const WHITE = 65535

const TO_LINEAR = Uint16Array.from({ length: 256 }, (_, k) => Math.round(WHITE * (k / 255) ** 2.2))
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
  const rgb = new Uint16Array(end)
  linearise(texture.rgb, rgb)
  for (let level = 1; level < widths.length; level++)
    halve(rgb, starts[level - 1]!, widths[level - 1]!, starts[level]!, widths[level]!, heights[level]!)
  return { widths, heights, starts, rgb }
}

function linearise(bytes: Uint8Array, linear: Uint16Array): void {
  for (let k = 0; k < bytes.length; k++) linear[k] = TO_LINEAR[bytes[k]!]!
}

function halve(rgb: Uint16Array, from: number, fromWidth: number, to: number, width: number, height: number): void {
  for (let y = 0; y < height; y++) halveRow(rgb, from + 6 * y * fromWidth, 3 * fromWidth, to + 3 * y * width, width)
}

function halveRow(rgb: Uint16Array, upper: number, row: number, to: number, width: number): void {
  for (let x = 0, at = upper; x < width; x++, at += 3)
    for (const end = at + 3; at < end; at++, to++)
      rgb[to] = (rgb[at]! + rgb[at + 3]! + rgb[at + row]! + rgb[at + row + 3]! + 2) >> 2
}
