/*
 * The expected background: a polynomial surface per channel, fitted robustly by iteratively reweighted least squares
 * with Tukey's biweight (Beaton & Tukey 1974, tuning constant 4.685). It starts as a quadratic through the picture's
 * border and ends as a quartic through all that looks like it and is reached from there, which follows gradients and
 * vignettes and bridges the subject. All of it happens on a thumbnail: a background is smooth, so nothing is lost.
 * The quadratic alone was tried first: on a strong vignette it missed the background seen through a ring. A grid of
 * local means was not built: it would follow shadows and know nothing of what is behind the subject.
 */
import { flood, PixelQueue } from './flood.ts'
import type { Thumbnail } from './thumbnail.ts'

/** Per channel a polynomial in x and y, each running from -1 to 1 over the picture. */
export interface BackgroundModel {
  /** 3 × TERMS coefficients, sRGB code values 0…255. */
  readonly coefficients: Float64Array
  /** Share of the border that the model explains. */
  readonly share: number
}

/** Powers of x and y, lowest degrees first, so that a prefix is a polynomial of lower degree. */
const POWERS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [2, 0],
  [1, 1],
  [0, 2],
  [3, 0],
  [2, 1],
  [1, 2],
  [0, 3],
  [4, 0],
  [3, 1],
  [2, 2],
  [1, 3],
  [0, 4],
] as const
const TERMS = POWERS.length
const QUADRATIC = 6
/** Residuals below this (code values) always count. */
const LEAST_REACH = 6
const TUKEY = 4.685
/** Median absolute deviation to standard deviation, normal distribution. */
export const MAD_TO_SIGMA = 1.4826
const ROUNDS = 5
/** An estimate that changes by less than this (code values) has settled. */
const SETTLED = 0.05
/** Enough for 15 coefficients many times over. */
const MOST_SAMPLES = 1200
/** The background grows from the border through what is this close to the model, in code values and in deviations. */
const GROW_REACH = 12
const GROW_DEVIATIONS = 3.5

/** Fits the model to a picture's thumbnail; more than half of the border has to be background. */
export function fitBackground(thumbnail: Thumbnail): BackgroundModel {
  const { width, height } = thumbnail
  const field = { thumbnail, table: tabulate(thumbnail) }
  const border = Int32Array.from(borderPixels(width, height))
  let sample: Int32Array = border
  let fitted = fitRobustly(field, border, QUADRATIC, medianStart(thumbnail, border))
  for (let round = 0; round < ROUNDS; round++) {
    // In the last rounds also what the growth cannot reach: background seen through a hole anchors the surface in the
    // middle.
    const grown = growFromBorder(field, fitted, round > 1)
    if (grown.length < border.length / 4) break
    const stride = Math.ceil(grown.length / MOST_SAMPLES)
    sample = grown.filter((_, i) => i % stride === 0)
    fitted = fitRobustly(field, sample, round === 0 ? QUADRATIC : TERMS, fitted.coefficients)
  }
  const residuals = new Float64Array(border.length)
  measure(field, border, fitted.coefficients, residuals)
  const reach = Math.max(GROW_REACH, GROW_DEVIATIONS * fitted.sigma)
  return { coefficients: fitted.coefficients, share: residuals.filter((r) => r < reach).length / border.length }
}

/** Every pixel of the outermost ring. */
export function borderPixels(width: number, height: number): number[] {
  const ring: number[] = []
  for (let x = 0; x < width; x++) ring.push(x, (height - 1) * width + x)
  for (let y = 1; y < height - 1; y++) ring.push(y * width, y * width + width - 1)
  return ring
}

interface Field {
  readonly thumbnail: Thumbnail
  readonly table: Float64Array
}

interface Estimate {
  readonly coefficients: Float64Array
  /**
   * Standard deviation of the residuals of the pixels that it explains, code values; of each the largest over the
   * channels.
   */
  readonly sigma: number
}

function growFromBorder(field: Field, { coefficients, sigma }: Estimate, jump: boolean): Int32Array {
  const { width, height } = field.thumbnail
  const all = Int32Array.from({ length: width * height }, (_, i) => i)
  const residuals = new Float64Array(all.length)
  measure(field, all, coefficients, residuals)
  const reach = Math.max(GROW_REACH, GROW_DEVIATIONS * sigma)
  if (jump) return all.filter((p) => residuals[p]! <= reach)
  const seen = new Uint8Array(all.length)
  const enter = (p: number): boolean => {
    if (seen[p] !== 0 || residuals[p]! > reach) return false
    seen[p] = 1
    return true
  }
  const queue = new PixelQueue()
  for (const p of borderPixels(width, height)) if (enter(p)) queue.add(p)
  flood(queue, width, height, enter)
  return queue.all().slice()
}

function fitRobustly(field: Field, sample: Int32Array, terms: number, start: Float64Array): Estimate {
  const weights = new Float64Array(sample.length)
  const residuals = new Float64Array(sample.length)
  let coefficients = start
  for (let round = 0; round < 6; round++) {
    measure(field, sample, coefficients, residuals)
    const reach = Math.max(LEAST_REACH, medianOf(residuals) * MAD_TO_SIGMA * TUKEY)
    for (let i = 0; i < sample.length; i++) {
      const t = residuals[i]! / reach
      weights[i] = t < 1 ? (1 - t * t) ** 2 : 0
    }
    const next = solve(field, sample, weights, terms)
    if (!next) break
    const change = next.reduce((most, value, k) => Math.max(most, Math.abs(value - coefficients[k]!)), 0)
    coefficients = next
    if (change < SETTLED) break
  }
  measure(field, sample, coefficients, residuals)
  return { coefficients, sigma: medianOf(residuals) * MAD_TO_SIGMA }
}

function medianStart({ rgb }: Thumbnail, sample: Int32Array): Float64Array {
  const coefficients = new Float64Array(3 * TERMS)
  for (let c = 0; c < 3; c++) coefficients[c * TERMS] = medianOf(Float64Array.from(sample, (p) => rgb[p * 3 + c]!))
  return coefficients
}

export function medianOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0
}

/** Every pixel's powers of x and y, TERMS a pixel. */
function tabulate({ width, height }: Thumbnail): Float64Array {
  const table = new Float64Array(width * height * TERMS)
  for (let p = 0; p < width * height; p++) {
    const x = (((p % width) + 0.5) / width) * 2 - 1
    const y = ((Math.floor(p / width) + 0.5) / height) * 2 - 1
    for (let t = 0; t < TERMS; t++) table[p * TERMS + t] = x ** POWERS[t]![0] * y ** POWERS[t]![1]
  }
  return table
}

/** Writes each pixel's residual into `out`: the largest over the channels. */
function measure({ thumbnail: { rgb }, table }: Field, sample: Int32Array, k: Float64Array, out: Float64Array): void {
  for (let i = 0; i < sample.length; i++) {
    const p = sample[i]!
    let worst = 0
    for (let c = 0; c < 3; c++) {
      let v = 0
      for (let t = 0; t < TERMS; t++) v += k[c * TERMS + t]! * table[p * TERMS + t]!
      worst = Math.max(worst, Math.abs(v - rgb[p * 3 + c]!))
    }
    out[i] = worst
  }
}

/** Weighted normal equations, Gauss-Jordan with pivoting; a slight ridge keeps a one-sided sample solvable. */
function solve(
  { thumbnail: { rgb }, table }: Field,
  sample: Int32Array,
  weights: Float64Array,
  terms: number,
): Float64Array | undefined {
  const columns = terms + 3
  const a = new Float64Array(terms * columns)
  let total = 0
  for (let i = 0; i < sample.length; i++) {
    const w = weights[i]!
    if (w === 0) continue
    total += w
    const p = sample[i]!
    const at = p * TERMS
    for (let r = 0; r < terms; r++) {
      const wr = w * table[at + r]!
      for (let c = 0; c <= r; c++) a[r * columns + c]! += wr * table[at + c]!
      for (let c = 0; c < 3; c++) a[r * columns + terms + c]! += wr * rgb[p * 3 + c]!
    }
  }
  for (let r = 0; r < terms; r++) for (let c = r + 1; c < terms; c++) a[r * columns + c] = a[c * columns + r]!
  for (let r = 1; r < terms; r++) a[r * columns + r]! += total * 1e-5
  if (!eliminate(a, terms, columns)) return undefined
  const out = new Float64Array(3 * TERMS)
  for (let c = 0; c < 3; c++) {
    for (let r = 0; r < terms; r++) out[c * TERMS + r] = a[r * columns + terms + c]! / a[r * columns + r]!
  }
  return out
}

function eliminate(a: Float64Array, rows: number, columns: number): boolean {
  for (let r = 0; r < rows; r++) {
    let pivot = r
    for (let q = r + 1; q < rows; q++) if (Math.abs(a[q * columns + r]!) > Math.abs(a[pivot * columns + r]!)) pivot = q
    if (Math.abs(a[pivot * columns + r]!) < 1e-9) return false
    for (let c = 0; c < columns; c++) {
      const swap = a[r * columns + c]!
      a[r * columns + c] = a[pivot * columns + c]!
      a[pivot * columns + c] = swap
    }
    for (let q = 0; q < rows; q++) {
      if (q === r) continue
      const f = a[q * columns + r]! / a[r * columns + r]!
      for (let c = r; c < columns; c++) a[q * columns + c]! -= f * a[r * columns + c]!
    }
  }
  return true
}

/**
 * The model along one row, where it is a quartic in x alone.
 * @param out gets 3 × 5 coefficients, channel after channel, the constant first
 */
export function rowOf({ coefficients }: BackgroundModel, height: number, row: number, out: Float64Array): void {
  const y = ((row + 0.5) / height) * 2 - 1
  out.fill(0)
  for (let c = 0; c < 3; c++)
    for (let t = 0; t < TERMS; t++) out[5 * c + POWERS[t]![0]]! += coefficients[c * TERMS + t]! * y ** POWERS[t]![1]
}

/** A channel of the model at x (-1 to 1) in a row from `rowOf`, within 0…255. */
export function valueAt(row: Float64Array, channel: number, x: number): number {
  const k = 5 * channel
  const v = row[k]! + x * (row[k + 1]! + x * (row[k + 2]! + x * (row[k + 3]! + x * row[k + 4]!)))
  return v < 0 ? 0 : v > 255 ? 255 : v
}
