/*
 * The expected background: a quadratic surface per channel, fitted robustly to the picture's border and then to all
 * that looks like it (iteratively reweighted least squares with Tukey's biweight, Beaton & Tukey 1974; tuning constant
 * 4.685), then corrected by a coarse grid of local means. The quadratic holds gradients and vignettes and bridges the
 * subject; the grid follows what a quadratic cannot, such as a horizon or a broad shadow.
 */

/** A smooth background: per channel a quadratic polynomial in x and y, each scaled to -1…1. */
export interface BackgroundModel {
  /** 3 × TERMS coefficients, sRGB code values 0…255. */
  readonly coefficients: Float64Array
  /** Standard deviations of background pixels about the model, in code values of Y'CbCr. */
  readonly noise: { readonly luma: number; readonly chroma: number }
  /** Share of the sample that the model explains. */
  readonly share: number
}

const TERMS = 6
/** Residuals of the median pixel below this (code values) need no weighting down. */
const LEAST_REACH = 8
const TUKEY = 4.685
/** Median absolute deviation to standard deviation, normal distribution. */
const MAD_TO_SIGMA = 1.4826

/** Fits the model to the pixels listed in `sample`, up to a good half of which may belong to something else. */
export function fitBackground(rgba: Uint8Array, width: number, height: number, sample: Int32Array): BackgroundModel {
  const weights = new Float64Array(sample.length).fill(1)
  const residuals = new Float64Array(sample.length)
  let coefficients = medianStart(rgba, sample)
  for (let round = 0; round < 8; round++) {
    measure(rgba, width, height, sample, coefficients, residuals)
    const reach = Math.max(LEAST_REACH, medianOf(residuals) * MAD_TO_SIGMA * TUKEY)
    for (let i = 0; i < sample.length; i++) {
      const t = residuals[i]! / reach
      weights[i] = t < 1 ? (1 - t * t) ** 2 : 0
    }
    const next = solve(rgba, width, height, sample, weights)
    if (!next) break
    coefficients = next
  }
  return { coefficients, ...measureNoise(rgba, width, height, sample, coefficients, residuals) }
}

/** Spread of the explained half of the sample, in lightness and in chroma. */
function measureNoise(
  rgba: Uint8Array, width: number, height: number, sample: Int32Array, k: Float64Array, residuals: Float64Array,
): Pick<BackgroundModel, 'noise' | 'share'> {
  const signed = measure(rgba, width, height, sample, k, residuals)
  const limit = Math.max(LEAST_REACH, medianOf(residuals) * MAD_TO_SIGMA * 3)
  const luma: number[] = []
  const chroma: number[] = []
  for (let i = 0; i < sample.length; i++) {
    if (residuals[i]! > limit) continue
    const r = signed[i * 3]!
    const g = signed[i * 3 + 1]!
    const b = signed[i * 3 + 2]!
    const y = 0.299 * r + 0.587 * g + 0.114 * b
    luma.push(Math.abs(y))
    chroma.push(Math.max(Math.abs(0.564 * (b - y)), Math.abs(0.713 * (r - y))))
  }
  const spread = (values: number[]): number => medianOf(Float64Array.from(values)) * MAD_TO_SIGMA
  return { noise: { luma: spread(luma), chroma: spread(chroma) }, share: luma.length / sample.length }
}

function medianStart(rgba: Uint8Array, sample: Int32Array): Float64Array {
  const coefficients = new Float64Array(3 * TERMS)
  for (let c = 0; c < 3; c++) {
    coefficients[c * TERMS] = medianOf(Float64Array.from(sample, (p) => rgba[p * 4 + c]!))
  }
  return coefficients
}

function medianOf(values: Float64Array): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0
}

function basis(out: Float64Array, x: number, y: number): void {
  out[0] = 1
  out[1] = x
  out[2] = y
  out[3] = x * x
  out[4] = x * y
  out[5] = y * y
}

/** Writes each pixel's largest residual to `out` and returns the signed ones, 3 a pixel. */
function measure(
  rgba: Uint8Array, width: number, height: number, sample: Int32Array, k: Float64Array, out: Float64Array,
): Float64Array {
  const b = new Float64Array(TERMS)
  const signed = new Float64Array(sample.length * 3)
  for (let i = 0; i < sample.length; i++) {
    const p = sample[i]!
    basis(b, ((p % width) / width) * 2 - 1, (Math.floor(p / width) / height) * 2 - 1)
    let worst = 0
    for (let c = 0; c < 3; c++) {
      let v = 0
      for (let t = 0; t < TERMS; t++) v += k[c * TERMS + t]! * b[t]!
      signed[i * 3 + c] = rgba[p * 4 + c]! - v
      worst = Math.max(worst, Math.abs(signed[i * 3 + c]!))
    }
    out[i] = worst
  }
  return signed
}

/** Weighted normal equations, Gaussian elimination with pivoting; a slight ridge keeps a one-sided sample solvable. */
function solve(
  rgba: Uint8Array, width: number, height: number, sample: Int32Array, weights: Float64Array,
): Float64Array | undefined {
  const columns = TERMS + 3
  const a = new Float64Array(TERMS * columns)
  const b = new Float64Array(TERMS)
  let total = 0
  for (let i = 0; i < sample.length; i++) {
    const w = weights[i]!
    if (w === 0) continue
    total += w
    const p = sample[i]!
    basis(b, ((p % width) / width) * 2 - 1, (Math.floor(p / width) / height) * 2 - 1)
    for (let r = 0; r < TERMS; r++) {
      const wr = w * b[r]!
      for (let c = 0; c < TERMS; c++) a[r * columns + c]! += wr * b[c]!
      for (let c = 0; c < 3; c++) a[r * columns + TERMS + c]! += wr * rgba[p * 4 + c]!
    }
  }
  for (let r = 1; r < TERMS; r++) a[r * columns + r]! += total * 1e-4
  for (let r = 0; r < TERMS; r++) {
    let pivot = r
    for (let q = r + 1; q < TERMS; q++) if (Math.abs(a[q * columns + r]!) > Math.abs(a[pivot * columns + r]!)) pivot = q
    if (Math.abs(a[pivot * columns + r]!) < 1e-9) return undefined
    for (let c = 0; c < columns; c++) {
      const swap = a[r * columns + c]!
      a[r * columns + c] = a[pivot * columns + c]!
      a[pivot * columns + c] = swap
    }
    for (let q = 0; q < TERMS; q++) {
      if (q === r) continue
      const f = a[q * columns + r]! / a[r * columns + r]!
      for (let c = r; c < columns; c++) a[q * columns + c]! -= f * a[r * columns + c]!
    }
  }
  const out = new Float64Array(3 * TERMS)
  for (let c = 0; c < 3; c++) {
    for (let r = 0; r < TERMS; r++) out[c * TERMS + r] = a[r * columns + TERMS + c]! / a[r * columns + r]!
  }
  return out
}

/** The model's colour at every pixel, RGB floats 0…255. */
export function paintBackground(model: BackgroundModel, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height * 3)
  const k = model.coefficients
  let o = 0
  for (let row = 0; row < height; row++) {
    const y = (row / height) * 2 - 1
    for (let column = 0; column < width; column++) {
      const x = (column / width) * 2 - 1
      for (let c = 0; c < 18; c += 6) {
        const v = k[c]! + y * (k[c + 2]! + y * k[c + 5]!) + x * (k[c + 1]! + x * k[c + 3]! + y * k[c + 4]!)
        out[o++] = v < 0 ? 0 : v > 255 ? 255 : v
      }
    }
  }
  return out
}
