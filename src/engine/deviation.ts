/*
 * How far every pixel is from the background expected at its place, in units of "surely different".
 *
 * Space: gamma-coded Y'CbCr (ITU-R BT.601-7, 2.5.1 and 2.5.2). sRGB's coding is close to even in perceived lightness,
 * sensor and JPEG noise is about even in it, and chroma is apart from lightness, as a shadow test needs. OKLab was
 * tried on paper and dropped: in dark backgrounds its cube root raises noise as much as signal, at several times the cost.
 */

import type { BackgroundModel } from './background-model.ts'

/** Planes with width × height entries. */
export interface Deviation {
  readonly width: number
  readonly height: number
  /** 0 = as expected, below 1 = within noise and tolerance. */
  readonly distance: Float32Array
  /** Lightness, code values 0…255, smoothed where the picture is noisy. */
  readonly luma: Float32Array
  /** Lightness below the expected one, code values; negative where brighter. */
  readonly drop: Float32Array
  /** Chroma distance that no shadow explains, code values. */
  readonly tint: Float32Array
}

/** Least tolerance in code values: what an 8-bit JPEG of good quality adds to a flat area. */
const MIN_TOLERANCE = 4
/** Tolerance in standard deviations of the background's noise. */
const NOISE_REACH = 3.5
/** A background noisier than this (code values) is smoothed before it is judged; a plainer one keeps every thin detail. */
const SMOOTH_FROM = 1.6

/** @param expected RGB of the background, 3 floats a pixel */
export function measureDeviation(
  rgba: Uint8Array, width: number, height: number, expected: Float32Array, noise: BackgroundModel['noise'],
): Deviation {
  const count = width * height
  const planes = { y: new Float32Array(count), cb: new Float32Array(count), cr: new Float32Array(count) }
  for (let i = 0; i < count; i++) {
    const r = rgba[i * 4]!
    const g = rgba[i * 4 + 1]!
    const b = rgba[i * 4 + 2]!
    const y = 0.299 * r + 0.587 * g + 0.114 * b
    planes.y[i] = y
    planes.cb[i] = 0.564 * (b - y)
    planes.cr[i] = 0.713 * (r - y)
  }
  let { luma: spread, chroma: chromaSpread } = noise
  if (spread > SMOOTH_FROM) {
    for (const plane of [planes.y, planes.cb, planes.cr]) blur3(plane, width, height)
    // A 3 × 3 mean divides white noise by three; real textures are coarser, so only half of that is counted on.
    spread /= 1.5
    chromaSpread /= 1.5
  }
  const perLuma = 1 / Math.max(MIN_TOLERANCE, NOISE_REACH * spread)
  const perChroma = 1 / Math.max(MIN_TOLERANCE, NOISE_REACH * chromaSpread)
  const distance = new Float32Array(count)
  const drop = new Float32Array(count)
  const tint = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const er = expected[i * 3]!
    const eg = expected[i * 3 + 1]!
    const eb = expected[i * 3 + 2]!
    const ey = 0.299 * er + 0.587 * eg + 0.114 * eb
    const ecb = 0.564 * (eb - ey)
    const ecr = 0.713 * (er - ey)
    const y = planes.y[i]!
    const dy = y - ey
    const dcb = planes.cb[i]! - ecb
    const dcr = planes.cr[i]! - ecr
    const ny = dy * perLuma
    const nc2 = (dcb * dcb + dcr * dcr) * perChroma * perChroma
    distance[i] = Math.sqrt(ny * ny + nc2)
    drop[i] = -dy
    // A shadow moves along the line from the background's chroma (light only taken away evenly in code values) to
    // its scaled chroma (taken away in proportion); the distance to that segment is tint.
    const s = ey > 1 ? Math.min(1, y / ey) : 1
    const length2 = ecb * ecb + ecr * ecr
    const along = length2 > 1 ? Math.max(s - 1, Math.min(0, (dcb * ecb + dcr * ecr) / length2)) : 0
    tint[i] = Math.hypot(dcb - along * ecb, dcr - along * ecr)
  }
  return { width, height, distance, luma: planes.y, drop, tint }
}

/** 3 × 3 mean in place, borders repeated; rows, then columns. */
function blur3(plane: Float32Array, width: number, height: number): void {
  for (let row = 0; row < height; row++) {
    const start = row * width
    let before = plane[start]!
    for (let i = start; i < start + width; i++) {
      const here = plane[i]!
      plane[i] = (before + here + (i + 1 < start + width ? plane[i + 1]! : here)) / 3
      before = here
    }
  }
  const above = plane.slice(0, width)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const i = row * width + column
      const here = plane[i]!
      plane[i] = (above[column]! + here + (row + 1 < height ? plane[i + width]! : here)) / 3
      above[column] = here
    }
  }
}
