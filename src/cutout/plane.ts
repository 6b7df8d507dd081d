/*
 * Rasters of floats with the few passes that textures need: area means to shrink, 2 × 2 means to halve, bilinear to
 * double, and box passes to blur (Wells 1986). libvips would do each of them, but in bytes, and rounding after every
 * pass shows as bands.
 */

/** A raster of floats, its channels interleaved; rounded to bytes only once, at the end. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly values: Float32Array<ArrayBuffer>
}

/** A part of a raster, in its pixels. It may reach beyond the raster, whose edge is then repeated. */
export interface Crop {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const clamp = (value: number, length: number): number => Math.min(length - 1, Math.max(0, value))

/** Which source pixels each pixel of a smaller row covers, and by how much: `per` weights each, padded with 0. */
function coverageOf(
  start: number,
  count: number,
  scale: number,
  sourceLength: number,
): { from: Int32Array; weights: Float32Array; per: number } {
  const per = Math.ceil(1 / scale) + 1
  const from = new Int32Array(count * per)
  const weights = new Float32Array(count * per)
  for (let k = 0; k < count; k++) {
    const [begin, end] = [start + k / scale, start + (k + 1) / scale]
    for (let i = 0; i < per; i++) {
      const pixel = Math.floor(begin) + i
      from[k * per + i] = clamp(pixel, sourceLength)
      weights[k * per + i] = scale * Math.max(0, Math.min(end, pixel + 1) - Math.max(begin, pixel))
    }
  }
  return { from, weights, per }
}

/**
 * A crop of a raster of one or three channels at `scale` (at most 1): each pixel is the mean of the area it covers.
 * Both sides come out even, so that they can be halved.
 */
export function cropped(
  source: ArrayLike<number>,
  channels: 1 | 3,
  raster: { width: number; height: number },
  crop: Crop,
  scale: number,
): Plane {
  const even = (length: number) => 2 * Math.ceil((length * scale) / 2)
  const [width, height] = [even(crop.width), even(crop.height)]
  if (scale === 1) return copied(source, channels, raster, { ...crop, width, height })
  const columns = coverageOf(crop.left, width, scale, raster.width)
  const rows = coverageOf(crop.top, height, scale, raster.height)
  const values = new Float32Array(width * height * channels)
  const line = new Float32Array(width * channels)
  let known = -1
  for (let y = 0; y < height; y++) {
    for (let j = y * rows.per; j < (y + 1) * rows.per; j++) {
      const weight = rows.weights[j]!
      if (weight === 0) continue
      if (rows.from[j] !== known) cropRow(source, channels, (known = rows.from[j]!) * raster.width, columns, line)
      addLine(line, weight, values, y * line.length)
    }
  }
  return { width, height, channels, values }
}

function addLine(line: Float32Array, weight: number, values: Float32Array, start: number): void {
  for (let k = 0; k < line.length; k++) values[start + k]! += weight * line[k]!
}

function copied(
  source: ArrayLike<number>,
  channels: number,
  raster: { width: number; height: number },
  { left, top, width, height }: Crop,
): Plane {
  const values = new Float32Array(width * height * channels)
  for (let y = 0, to = 0; y < height; y++) {
    const row = clamp(top + y, raster.height) * raster.width
    for (let x = 0; x < width; x++) {
      const from = (row + clamp(left + x, raster.width)) * channels
      for (let c = 0; c < channels; c++) values[to++] = source[from + c]!
    }
  }
  return { width, height, channels, values }
}

function cropRow(
  source: ArrayLike<number>,
  channels: number,
  row: number,
  { from, weights, per }: ReturnType<typeof coverageOf>,
  line: Float32Array,
): void {
  for (let at = 0, k = 0; at < line.length; at += channels, k += per) {
    let first = 0,
      second = 0,
      third = 0
    for (let i = k; i < k + per; i++) {
      const weight = weights[i]!
      if (weight === 0) continue
      const pixel = (row + from[i]!) * channels
      first += weight * source[pixel]!
      if (channels === 1) continue
      second += weight * source[pixel + 1]!
      third += weight * source[pixel + 2]!
    }
    line[at] = first
    if (channels === 1) continue
    line[at + 1] = second
    line[at + 2] = third
  }
}

/** Half the size, by means of four; an odd last row or column is left out. */
export function halved({ width, height, channels, values }: Plane): Plane {
  const w = width >> 1,
    h = height >> 1,
    row = width * channels
  const half = new Float32Array(w * h * channels)
  for (let y = 0; y < h; y++) halveRow(values, 2 * y * row, row, channels, half, y * w * channels, w)
  return { width: w, height: h, channels, values: half }
}

function halveRow(
  values: Float32Array,
  upper: number,
  row: number,
  channels: number,
  half: Float32Array,
  start: number,
  width: number,
): void {
  for (let x = 0, from = upper, to = start; x < width; x++, from += channels)
    for (const end = from + channels; from < end; from++)
      half[to++] = (values[from]! + values[from + channels]! + values[from + row]! + values[from + row + channels]!) / 4
}

/** Twice the size, bilinear: that of the plane that was halved. */
export function doubled(half: Plane, { width, height }: Plane): Plane {
  const out = new Float32Array(width * height * half.channels)
  for (let y = 0; y < height; y++) doubleRow(half, y, width, out)
  return { width, height, channels: half.channels, values: out }
}

function doubleRow({ width, height, channels, values }: Plane, y: number, count: number, out: Float32Array): void {
  const fy = Math.max(0, y / 2 - 0.25)
  const y0 = clamp(fy | 0, height),
    ty = fy - y0
  const upper = y0 * width,
    lower = clamp(y0 + 1, height) * width
  for (let x = 0, to = y * count * channels; x < count; x++) {
    const fx = Math.max(0, x / 2 - 0.25)
    const x0 = clamp(fx | 0, width),
      x1 = clamp(x0 + 1, width),
      tx = fx - x0
    let a = (upper + x0) * channels,
      b = (upper + x1) * channels,
      c = (lower + x0) * channels,
      d = (lower + x1) * channels
    for (const end = to + channels; to < end; a++, b++, c++, d++) {
      const top = values[a]! + (values[b]! - values[a]!) * tx
      const bottom = values[c]! + (values[d]! - values[c]!) * tx
      out[to++] = top + (bottom - top) * ty
    }
  }
}

/**
 * Three box passes per direction come within 3 % of a Gaussian (Wells 1986), at a cost that does not grow with the
 * radius.
 */
export function blurred(plane: Plane, radius: number, passes = 3): Plane {
  const { width, height, channels, values } = plane
  if (radius < 1) return plane
  const [rows, out] = [new Float32Array(values.length), new Float32Array(values.length)]
  for (let pass = 0; pass < passes; pass++) {
    blurRows(pass === 0 ? values : out, rows, width, height, channels, radius)
    blurColumns(rows, out, width * channels, height, radius)
  }
  return { ...plane, values: out }
}

function blurRows(
  from: Float32Array,
  into: Float32Array,
  width: number,
  height: number,
  channels: number,
  radius: number,
): void {
  for (let y = 0; y < height; y++)
    for (let c = 0; c < channels; c++) blurRow(from, into, y * width * channels + c, width, channels, radius)
}

function blurRow(
  from: Float32Array,
  into: Float32Array,
  first: number,
  width: number,
  channels: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1)
  let sum = 0
  for (let k = -radius; k <= radius; k++) sum += from[first + clamp(k, width) * channels]!
  for (let x = 0; x < width; x++) {
    into[first + x * channels] = sum * share
    const ahead = x + radius + 1,
      behind = x - radius
    sum +=
      from[first + (ahead < width ? ahead : width - 1) * channels]! -
      from[first + (behind > 0 ? behind : 0) * channels]!
  }
}

/** Adds and subtracts whole rows, so that memory is read in order. */
function blurColumns(from: Float32Array, into: Float32Array, row: number, height: number, radius: number): void {
  const share = 1 / (2 * radius + 1)
  const sums = new Float64Array(row)
  for (let k = -radius; k <= radius; k++) addToSums(sums, from, clamp(k, height) * row)
  for (let y = 0; y < height; y++)
    writeSums(sums, share, into, y * row, from, clamp(y + radius + 1, height) * row, clamp(y - radius, height) * row)
}

function addToSums(sums: Float64Array, from: Float32Array, start: number): void {
  for (let x = 0; x < sums.length; x++) sums[x]! += from[start + x]!
}

function writeSums(
  sums: Float64Array,
  share: number,
  into: Float32Array,
  at: number,
  from: Float32Array,
  ahead: number,
  behind: number,
): void {
  for (let x = 0; x < sums.length; x++) {
    into[at + x] = sums[x]! * share
    sums[x]! += from[ahead + x]! - from[behind + x]!
  }
}
