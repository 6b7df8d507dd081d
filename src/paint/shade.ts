/*
 * Shades what the rasteriser saw, in linear light. Encoding is a plain power of 2.2, within five code values of sRGB's own curve
 * (IEC 61966-2-1) but for the darkest fiftieth of light, and the same one way and back. Highlights roll off by 1 − 0.3·exp(−(x − 0.7)/0.3)
 * from 0.7 on, an exponential shoulder with the slope 1 where it begins: clipping would burn flat spots into white things.
 * Reinhard's x/(1 + x) (2002) was not chosen: it greys the middle tones too, which here are the artist's own colours.
 */
import { WHITE, type MipPyramid } from './mip-pyramid.ts'
import { ISLAND_SHIFT, LOOK, TRIANGLE_BITS, type Canvas } from './rasterise.ts'

/** Samples along a side of a pixel. */
export const SUPERSAMPLES = 2

const ENCODED = 4096
const TO_SRGB = Uint8Array.from({ length: ENCODED + 1 }, (_, k) => Math.round(255 * (k / ENCODED) ** (1 / 2.2)))
/** Highlights roll off instead of clipping; the table holds that and the encoding for 0…2. */
const TONED = Uint8Array.from({ length: 2 * ENCODED + 1 }, (_, k) => {
  const linear = k / ENCODED
  const soft = linear <= 0.7 ? linear : 1 - 0.3 * Math.exp(-(linear - 0.7) / 0.3)
  return TO_SRGB[Math.round(soft * ENCODED)]!
})

/** The byte that linear light becomes. */
export const toned = (linear: number): number => TONED[linear >= 2 ? 2 * ENCODED : (linear * ENCODED) | 0]!

/** Linear light of a byte no brighter than the backdrop, where nothing has rolled off yet. */
const LINEAR = Float32Array.from({ length: 256 }, (_, k) => (k / 255) ** 2.2)

/** Indexed by which of a pixel's four samples see a triangle: how many do, and the middle of those. */
const COUNT = Float32Array.from(
  { length: 16 },
  (_, mask) => (mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) + (mask >> 3),
)
const MIDDLE_X = COUNT.map((count, mask) => 0.5 + (((mask >> 1) & 1) + (mask >> 3)) / Math.max(1, count))
const MIDDLE_Y = COUNT.map((count, mask) => 0.5 + (((mask >> 2) & 1) + (mask >> 3)) / Math.max(1, count))

/** Where neighbouring samples differ in nearness by more than this part, one surface passes before another. */
const STEP = 0.004

/** The part of a canvas that anything was drawn on, in samples; right and bottom excluded, all even. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Paints what the canvas sees over one RGB frame that starts at `offset`. A pixel's four samples are grouped by triangle,
 * and each triangle is shaded once, at the middle of its samples, so that nothing is read from beyond its edge. Where all
 * four see one smooth stretch of the surface, the first one's triangle stands for all: a third of the work is saved there.
 */
export function shade(
  canvas: Canvas,
  bounds: Bounds,
  looks: Float32Array,
  texture: MipPyramid,
  out: Uint8Array,
  offset: number,
): void {
  const light = new Float64Array(3)
  for (let y = bounds.top; y < bounds.bottom; y += SUPERSAMPLES) {
    const at = offset + 3 * ((y / SUPERSAMPLES) * (canvas.size / SUPERSAMPLES) + bounds.left / SUPERSAMPLES)
    shadeRow(canvas, y, bounds.left, bounds.right, looks, texture, light, out, at)
  }
}

function shadeRow(
  { size, seen, nearness }: Canvas,
  y: number,
  left: number,
  right: number,
  looks: Float32Array,
  texture: MipPyramid,
  light: Float64Array,
  out: Uint8Array,
  start: number,
): void {
  for (
    let x = left, at = start, first = y * size + left;
    x < right;
    x += SUPERSAMPLES, first += SUPERSAMPLES, at += 3
  ) {
    let a = seen[first]!,
      b = seen[first + 1]!,
      c = seen[first + size]!,
      d = seen[first + size + 1]!
    if ((a | b | c | d) === 0) continue
    light[0] = light[1] = light[2] = 0
    if (a !== 0 && b !== 0 && c !== 0 && d !== 0) {
      const near = nearness[first]!,
        tolerance = STEP * near
      if (
        (a === b && a === c && a === d) ||
        (((a ^ b) | (a ^ c) | (a ^ d)) >>> ISLAND_SHIFT === 0 &&
          Math.abs(near - nearness[first + size + 1]!) < tolerance &&
          Math.abs(nearness[first + 1]! - nearness[first + size]!) < tolerance)
      ) {
        addLight(looks, ((a & TRIANGLE_BITS) - 1) * LOOK, x + 1, y + 1, 4, texture, light)
        out[at] = toned(light[0]! / 4)
        out[at + 1] = toned(light[1]! / 4)
        out[at + 2] = toned(light[2]! / 4)
        continue
      }
    } else {
      const open = (a === 0 ? 1 : 0) + (b === 0 ? 1 : 0) + (c === 0 ? 1 : 0) + (d === 0 ? 1 : 0)
      for (let k = 0; k < 3; k++) light[k] = open * LINEAR[out[at + k]!]!
    }
    for (let id = a || b || c || d; id !== 0; id = a || b || c || d) {
      let mask = 0
      if (a === id) {
        mask = 1
        a = 0
      }
      if (b === id) {
        mask |= 2
        b = 0
      }
      if (c === id) {
        mask |= 4
        c = 0
      }
      if (d === id) {
        mask |= 8
        d = 0
      }
      addLight(
        looks,
        ((id & TRIANGLE_BITS) - 1) * LOOK,
        x + MIDDLE_X[mask]!,
        y + MIDDLE_Y[mask]!,
        COUNT[mask]!,
        texture,
        light,
      )
    }
    for (let k = 0; k < 3; k++) out[at + k] = toned(light[k]! / 4)
  }
}

/** Adds `count` times the light of a triangle at a place of the frame: its texture, bilinear, in its light. */
function addLight(
  looks: Float32Array,
  look: number,
  x: number,
  y: number,
  count: number,
  { widths, heights, starts, rgb }: MipPyramid,
  light: Float64Array,
): void {
  const dx = x - looks[look]!,
    dy = y - looks[look + 1]!
  const ideal = looks[look + 17]!,
    coarsest = widths.length - 1
  const level = (ideal < coarsest ? ideal : coarsest) | 0
  const width = widths[level]!,
    height = heights[level]!
  const scale = 1 / ((looks[look + 2]! + dx * looks[look + 3]! + dy * looks[look + 4]!) * (1 << level))
  const u = (looks[look + 5]! + dx * looks[look + 6]! + dy * looks[look + 7]!) * scale - 0.5
  const v = (looks[look + 8]! + dx * looks[look + 9]! + dy * looks[look + 10]!) * scale - 0.5
  const u0 = u < 0 ? 0 : u > width - 2 ? width - 2 : u | 0,
    v0 = v < 0 ? 0 : v > height - 2 ? height - 2 : v | 0
  const fu = u < u0 ? 0 : u > u0 + 1 ? 1 : u - u0,
    fv = v < v0 ? 0 : v > v0 + 1 ? 1 : v - v0
  const p = starts[level]! + (v0 * width + u0) * 3,
    q = p + width * 3
  const diffuse = (count / WHITE) * (looks[look + 11]! + dx * looks[look + 12]! + dy * looks[look + 13]!)
  const shine = count * (looks[look + 14]! + dx * looks[look + 15]! + dy * looks[look + 16]!)
  const w11 = fu * fv * diffuse,
    w10 = fu * diffuse - w11,
    w01 = fv * diffuse - w11,
    w00 = diffuse - fu * diffuse - w01
  light[0]! += rgb[p]! * w00 + rgb[p + 3]! * w10 + rgb[q]! * w01 + rgb[q + 3]! * w11 + shine
  light[1]! += rgb[p + 1]! * w00 + rgb[p + 4]! * w10 + rgb[q + 1]! * w01 + rgb[q + 4]! * w11 + shine
  light[2]! += rgb[p + 2]! * w00 + rgb[p + 5]! * w10 + rgb[q + 2]! * w01 + rgb[q + 5]! * w11 + shine
}
