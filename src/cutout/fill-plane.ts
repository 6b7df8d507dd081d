/**
 * Fills the unknown pixels of a picture from the known ones around them (push-pull, Gortler et al., "The Lumigraph",
 * SIGGRAPH 1996, section 3.4): weighted means go up a pyramid and come down, bilinear, wherever something is unknown.
 * Solving Laplace's equation (as in Pérez et al. 2003) was not chosen: it is no better for colours that are only seen
 * at a rim, and a pyramid passes over the picture once.
 */
import type { Plane } from './plane.ts'

interface Level {
  readonly width: number
  readonly height: number
  readonly rgb: Float32Array | Uint8Array
  readonly known: Float32Array
}

/** @param known how far each pixel is known, 0…1 */
export function fillPlane({ width, height, values }: Plane, known: Float32Array): Plane {
  const filled = new Float32Array(values.length)
  fillInto({ width, height, rgb: values, known }, filled)
  return { width, height, channels: 3, values: filled }
}

/** The same for RGB bytes, in place. */
export function fillBytes(colour: Uint8Array, known: Float32Array, width: number, height: number): void {
  fillInto(
    { width, height, rgb: colour, known },
    new Uint8ClampedArray(colour.buffer, colour.byteOffset, colour.length),
  )
}

function fillInto(finest: Level, out: Float32Array | Uint8ClampedArray): void {
  const levels = [finest]
  for (let level = finest; level.width > 1 || level.height > 1;) levels.push((level = pushed(level)))
  let filled = levels.at(-1)!.rgb
  for (let k = levels.length - 2; k > 0; k--) {
    const finer = new Float32Array(levels[k]!.rgb.length)
    pull(levels[k]!, levels[k + 1]!, filled, finer)
    filled = finer
  }
  if (levels.length > 1) pull(finest, levels[1]!, filled, out)
  else out.set(finest.rgb)
}

/** Half the size: means weighted by how far pixels are known; what is known twice over counts as once. */
function pushed({ width, height, rgb, known }: Level): Level {
  const w = Math.ceil(width / 2),
    h = Math.ceil(height / 2)
  const small = new Float32Array(w * h * 3),
    trust = new Float32Array(w * h)
  for (let y = 0; y < height; y++) pushRow(rgb, known, y * width, width, (y >> 1) * w, small, trust)
  for (let y = 0; y < h; y++) meanRow(small, trust, y * w, (y + 1) * w)
  return { width: w, height: h, rgb: small, known: trust }
}

function pushRow(
  rgb: Level['rgb'],
  known: Float32Array,
  start: number,
  width: number,
  to: number,
  small: Float32Array,
  trust: Float32Array,
): void {
  for (let x = 0, i = start; x < width; x++, i++) {
    const weight = known[i]!
    if (weight === 0) continue
    const o = to + (x >> 1)
    trust[o]! += weight
    small[3 * o]! += weight * rgb[3 * i]!
    small[3 * o + 1]! += weight * rgb[3 * i + 1]!
    small[3 * o + 2]! += weight * rgb[3 * i + 2]!
  }
}

function meanRow(rgb: Float32Array, trust: Float32Array, start: number, end: number): void {
  for (let o = start; o < end; o++) {
    const sum = trust[o]!
    if (sum === 0) continue
    rgb[3 * o]! /= sum
    rgb[3 * o + 1]! /= sum
    rgb[3 * o + 2]! /= sum
    if (sum > 1) trust[o] = 1
  }
}

function pull(fine: Level, coarse: Level, from: Level['rgb'], out: Float32Array | Uint8ClampedArray): void {
  for (let y = 0; y < fine.height; y++) pullRow(fine, y, coarse.width, coarse.height, from, out)
}

function pullRow(
  { width, rgb, known }: Level,
  y: number,
  coarseWidth: number,
  coarseHeight: number,
  from: Level['rgb'],
  out: Float32Array | Uint8ClampedArray,
): void {
  const fy = Math.max(0, y / 2 - 0.25)
  const y0 = fy | 0,
    y1 = Math.min(coarseHeight - 1, y0 + 1),
    ty = fy - y0
  for (let x = 0, i = y * width, at = 3 * i; x < width; x++, i++, at += 3) {
    const trust = known[i]!
    if (trust >= 1) {
      out[at] = rgb[at]!
      out[at + 1] = rgb[at + 1]!
      out[at + 2] = rgb[at + 2]!
      continue
    }
    const fx = Math.max(0, x / 2 - 0.25)
    const x0 = fx | 0,
      x1 = Math.min(coarseWidth - 1, x0 + 1),
      tx = fx - x0
    const a = 3 * (y0 * coarseWidth + x0),
      b = 3 * (y0 * coarseWidth + x1),
      c = 3 * (y1 * coarseWidth + x0),
      d = 3 * (y1 * coarseWidth + x1)
    for (let k = 0; k < 3; k++) {
      const top = from[a + k]! + (from[b + k]! - from[a + k]!) * tx
      const bottom = from[c + k]! + (from[d + k]! - from[c + k]!) * tx
      const around = top + (bottom - top) * ty
      out[at + k] = around + (rgb[at + k]! - around) * trust
    }
  }
}
