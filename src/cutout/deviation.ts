/*
 * How far every pixel is from the background expected at its place, in units of "surely different".
 *
 * Space: gamma-coded Y'CbCr (ITU-R BT.601-7, 2.5.1 and 2.5.2). sRGB's coding is close to even in perceived lightness,
 * sensor and JPEG noise is about even in it, and chroma is apart from lightness, as a shadow test needs. OKLab was
 * tried on paper and dropped: in dark backgrounds its cube root raises noise as much as signal, at several times the
 * cost.
 */

import { borderPixels, MAD_TO_SIGMA, medianOf, rowOf, valueAt, type BackgroundModel } from './background-model.ts'

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
/** Tolerance, standard deviations of the background's noise. */
const NOISE_REACH = 3.5
/**
 * A background noisier than this (code values) is smoothed before it is judged; a cleaner one keeps every thin detail.
 */
const SMOOTH_FROM = 1.6

/** Spread of the background about its model at full size, code values. */
export interface Noise {
  readonly luma: number
  readonly chroma: number
}

/**
 * First the differences from the expected colour, then what they mean, in the same planes: at a megapixel, new memory
 * costs more than the sums.
 */
export function measureDeviation(
  rgba: Uint8Array,
  width: number,
  height: number,
  model: BackgroundModel,
): Deviation & { noise: Noise } {
  const count = width * height
  const planes = {
    luma: new Float32Array(count),
    dy: new Float32Array(count),
    dcb: new Float32Array(count),
    dcr: new Float32Array(count),
  }
  const { luma, dy, dcb, dcr } = planes
  const row = new Float64Array(15)
  for (let y = 0; y < height; y++) {
    rowOf(model, height, y, row)
    compareRow(rgba, y * width, width, row, planes)
  }
  let noise = measureNoise(dy, dcb, dcr, width, height)
  if (noise.luma > SMOOTH_FROM) {
    for (const plane of [luma, dy, dcb, dcr]) blur3(plane, width, height)
    noise = measureNoise(dy, dcb, dcr, width, height)
  }
  const perLuma = 1 / Math.max(MIN_TOLERANCE, NOISE_REACH * noise.luma)
  const perChroma = 1 / Math.max(MIN_TOLERANCE, NOISE_REACH * noise.chroma)
  for (let y = 0; y < height; y++) {
    rowOf(model, height, y, row)
    weighRow(planes, y * width, width, row, perLuma * perLuma, perChroma * perChroma)
  }
  return { width, height, distance: dcr, luma, drop: dy, tint: dcb, noise }
}

interface Planes {
  readonly luma: Float32Array
  readonly dy: Float32Array
  readonly dcb: Float32Array
  readonly dcr: Float32Array
}

/** Pixels between which a straight line stands in for the model: that is within a hundredth of a code value of it. */
const STRIDE = 8

function compareRow(rgba: Uint8Array, start: number, width: number, row: Float64Array, planes: Planes): void {
  for (let column = 0; column < width; column += STRIDE) {
    const [x, count] = [((column + 0.5) / width) * 2 - 1, Math.min(STRIDE, width - column)]
    const after = x + (2 * STRIDE) / width
    const r = valueAt(row, 0, x),
      g = valueAt(row, 1, x),
      b = valueAt(row, 2, x)
    const along = (channel: number, value: number) => (valueAt(row, channel, after) - value) / STRIDE
    compareStretch(rgba, start + column, count, r, g, b, along(0, r), along(1, g), along(2, b), planes)
  }
}

function compareStretch(
  rgba: Uint8Array,
  start: number,
  count: number,
  r0: number,
  g0: number,
  b0: number,
  rStep: number,
  gStep: number,
  bStep: number,
  { luma, dy, dcb, dcr }: Planes,
): void {
  for (let k = 0, i = start; k < count; k++, i++) {
    const red = rgba[i * 4]!,
      green = rgba[i * 4 + 1]!,
      blue = rgba[i * 4 + 2]!
    const r = red - r0 - k * rStep,
      g = green - g0 - k * gStep,
      b = blue - b0 - k * bStep
    const y = 0.299 * r + 0.587 * g + 0.114 * b
    luma[i] = 0.299 * red + 0.587 * green + 0.114 * blue
    dy[i] = y
    dcb[i] = 0.564 * (b - y)
    dcr[i] = 0.713 * (r - y)
  }
}

/** Turns differences in lightness and chroma, in place, into drop, tint and distance. */
function weighRow(
  { dy, dcb, dcr }: Planes,
  start: number,
  width: number,
  row: Float64Array,
  perLuma2: number,
  perChroma2: number,
): void {
  for (let column = 0, i = start; column < width; column++, i++) {
    const y = dy[i]!,
      cb = dcb[i]!,
      cr = dcr[i]!
    const chroma2 = cb * cb + cr * cr
    const distance2 = y * y * perLuma2 + chroma2 * perChroma2
    // Most of a picture is as expected, and there the tint needs no exact figure.
    if (distance2 < 1) dcb[i] = Math.sqrt(chroma2)
    else {
      const x = ((column + 0.5) / width) * 2 - 1
      dcb[i] = shadowTint(y, cb, cr, valueAt(row, 0, x), valueAt(row, 1, x), valueAt(row, 2, x))
    }
    dcr[i] = Math.sqrt(distance2)
    dy[i] = -y
  }
}

/**
 * The chroma distance that no shadow explains. A shadow takes light away in proportion, which scales the background's
 * chroma, or evenly in code values, which leaves it; tint is the distance to the segment between the two.
 */
function shadowTint(dy: number, dcb: number, dcr: number, r: number, g: number, b: number): number {
  const y = 0.299 * r + 0.587 * g + 0.114 * b
  const cb = 0.564 * (b - y)
  const cr = 0.713 * (r - y)
  const length2 = cb * cb + cr * cr
  const floor = y > 1 ? Math.min(0, Math.max(-1, dy / y)) : 0
  const along = length2 > 1 ? Math.max(floor, Math.min(0, (dcb * cb + dcr * cr) / length2)) : 0
  const u = dcb - along * cb
  const v = dcr - along * cr
  return Math.sqrt(u * u + v * v)
}

/** By medians over the border, so that a subject which touches the frame does not count. */
function measureNoise(dy: Float32Array, dcb: Float32Array, dcr: Float32Array, width: number, height: number): Noise {
  const border = borderPixels(width, height)
  const spread = (value: (p: number) => number): number => medianOf(Float64Array.from(border, value)) * MAD_TO_SIGMA
  return {
    luma: spread((p) => Math.abs(dy[p]!)),
    chroma: spread((p) => Math.max(Math.abs(dcb[p]!), Math.abs(dcr[p]!))),
  }
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
