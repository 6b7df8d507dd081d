/**
 * A picture as a painter would block it in: its few main colours, each running on over whatever is small.
 *
 * Pixels are sorted by a palette (k-means, Lloyd 1982, from farthest-point seeds); every colour's presence is blurred within
 * the mask, and each place takes the colours most present around it, as that colour is there: a mode filter by the piecewise
 * scheme of fast bilateral filters (Durand & Dorsey 2002). Eyes and windows go, while regions keep their crisp borders and
 * their shading. A blur leaves ghosts; colours run in from the outline alone made grey bands across a blue shirt.
 */
import { blurred, type Plane } from '../cutout/plane.ts'

const COLOURS = 7
const ROUNDS = 6
const SAMPLES = 3000
/** How much a place prefers the most present colour: high is crisp, 1 would be a plain blur. */
const CHOICE = 4

/** The picture's broad colours, features under `radius` pixels gone; `weight` is 0 where nothing counts. */
export function broadColours(picture: Plane, weight: Float32Array, radius: number): Plane {
  const { width, height, values } = picture
  const count = width * height
  const palette = paletteOf(picture, weight)
  const chosen = new Uint8Array(count)
  for (let p = 0; p < count; p++) chosen[p] = nearest(palette, opponent(values, p))
  const colour = new Float32Array(3 * count)
  const total = new Float32Array(count)
  for (let k = 0; k < palette.length / 3; k++) {
    const present = new Float32Array(4 * count)
    for (let p = 0; p < count; p++) {
      if (chosen[p] !== k || weight[p] === 0) continue
      const w = weight[p]!
      present[4 * p] = w
      for (let c = 0; c < 3; c++) present[4 * p + 1 + c] = w * values[3 * p + c]!
    }
    const spread = blurred({ width, height, channels: 4, values: present }, radius, 2).values
    for (let p = 0; p < count; p++) {
      const share = spread[4 * p]!
      if (share < 1e-5) continue
      const choice = share ** CHOICE
      total[p]! += choice
      for (let c = 0; c < 3; c++) colour[3 * p + c]! += (choice / share) * spread[4 * p + 1 + c]!
    }
  }
  for (let p = 0; p < count; p++)
    for (let c = 3 * p; c < 3 * p + 3; c++) colour[c] = total[p]! > 0 ? colour[c]! / total[p]! : values[c]!
  return { ...picture, values: colour }
}

type Triple = readonly [number, number, number]

/** Lightness at half its weight beside two opponent colours: a shaded part of a thing is the same thing. */
function opponent(values: Float32Array, p: number): Triple {
  const r = values[3 * p]!,
    g = values[3 * p + 1]!,
    b = values[3 * p + 2]!
  return [(r + g + b) / 6, r - g, (r + g) / 2 - b]
}

function nearest(palette: Float64Array, [x, y, z]: Triple): number {
  let best = 0
  let least = Infinity
  for (let k = 0; 3 * k < palette.length; k++) {
    const dx = palette[3 * k]! - x,
      dy = palette[3 * k + 1]! - y,
      dz = palette[3 * k + 2]! - z
    const distance = dx * dx + dy * dy + dz * dz
    if (distance >= least) continue
    least = distance
    best = k
  }
  return best
}

function paletteOf({ values }: Plane, weight: Float32Array): Float64Array {
  const step = Math.max(1, Math.floor(weight.length / SAMPLES))
  const samples: Triple[] = []
  for (let p = 0; p < weight.length; p += step) if (weight[p]! > 0.5) samples.push(opponent(values, p))
  if (samples.length === 0) samples.push([0, 0, 0])
  const palette = new Float64Array(3 * COLOURS)
  palette.set(meanOf(samples), 0)
  for (let k = 1; k < COLOURS; k++) {
    const known = palette.subarray(0, 3 * k)
    let far = samples[0]!
    let most = -1
    for (const sample of samples) {
      const at = 3 * nearest(known, sample)
      const distance = sample.reduce((sum, value, c) => sum + (value - known[at + c]!) ** 2, 0)
      if (distance > most) [most, far] = [distance, sample]
    }
    palette.set(far, 3 * k)
  }
  for (let round = 0; round < ROUNDS; round++) {
    const groups: Triple[][] = Array.from({ length: COLOURS }, () => [])
    for (const sample of samples) groups[nearest(palette, sample)]?.push(sample)
    groups.forEach((group, k) => group.length > 0 && palette.set(meanOf(group), 3 * k))
  }
  return palette
}

function meanOf(samples: readonly Triple[]): Triple {
  const sum = [0, 0, 0]
  for (const sample of samples) for (let c = 0; c < 3; c++) sum[c]! += sample[c]! / samples.length
  return sum as unknown as Triple
}
