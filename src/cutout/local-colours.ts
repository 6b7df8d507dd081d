/*
 * Colours of subject and background by place: a floor's are no evidence before a wall. Histograms over a lattice of
 * cells, each mixed with those around it. One pair of histograms for the whole picture was tried first: wood on a wooden
 * floor then speaks against a wooden chair before a blue wall as well. Gaussian mixtures (Rother et al. 2004) cost
 * more, and a pattern of tiles has more colours than they have parts.
 */
import type { Thumbnail } from './thumbnail.ts'

const CELLS = 8
/** Bits of a channel. */
const BITS = 4
const LEVELS = 1 << BITS
const BINS = LEVELS ** 3
/** Share of a histogram that colours never seen are given. */
const UNSEEN = 1e-3
/** A natural logarithm of at most this: a colour alone decides nothing. */
const MOST = 3
/** The subject's colours anywhere count as so many pixels nearby. */
const ELSEWHERE = 400

/** What a pixel's colour says by where it lies: above 0 for the subject, below for the background, at most `MOST`. */
export type ColourEvidence = (x: number, y: number) => number

/**
 * @param certain 1 where a pixel is surely the subject's, 0 where surely the background's, else between
 */
export function colourEvidence({ width, height, rgb }: Thumbnail, certain: Float32Array): ColourEvidence {
  const bin = (p: number): number =>
    ((rgb[3 * p]! >> (8 - BITS)) * LEVELS + (rgb[3 * p + 1]! >> (8 - BITS))) * LEVELS + (rgb[3 * p + 2]! >> (8 - BITS))
  const cell = (x: number, y: number): number =>
    Math.floor((y * CELLS) / height) * CELLS + Math.floor((x * CELLS) / width)
  const [front, back] = [0, 1].map(() => Array.from({ length: CELLS * CELLS }, () => new Float32Array(BINS)))
  const everywhere = new Float32Array(BINS)
  let pixels = 0
  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p++)
      if (certain[p]! > 0.9) {
        front![cell(x, y)]![bin(p)]!++
        everywhere[bin(p)]!++
        pixels++
      } else if (certain[p]! < 0.1) back![cell(x, y)]![bin(p)]!++
  const shared = everywhere.map((value) => (ELSEWHERE * value) / Math.max(1, pixels))
  // Most cells, and most colours in the others, are never asked for.
  const known: (Near | undefined)[] = []
  return (x, y) => {
    const k = cell(x, y)
    const { own, other } = (known[k] ??= { own: around(front!, k, shared), other: around(back!, k, null) })
    const b = bin(y * width + x)
    return limited(Math.log((own[b]! + UNSEEN) / (other[b]! + UNSEEN)))
  }
}

/** Shares of the subject's colours in and around a cell, and of the background's. */
interface Near {
  readonly own: Float32Array
  readonly other: Float32Array
}

const limited = (value: number): number => Math.max(-MOST, Math.min(MOST, value))

/** Shares of the colours in a cell and, less, in those around it. */
function around(all: readonly Float32Array[], k: number, shared: Float32Array | null): Float32Array {
  const [column, row] = [k % CELLS, Math.floor(k / CELLS)]
  const sum = shared ? shared.slice() : new Float32Array(BINS)
  for (let v = Math.max(0, row - 1); v <= Math.min(CELLS - 1, row + 1); v++)
    for (let u = Math.max(0, column - 1); u <= Math.min(CELLS - 1, column + 1); u++) {
      const weight = (2 - Math.abs(u - column)) * (2 - Math.abs(v - row))
      const cell = all[v * CELLS + u]!
      for (let b = 0; b < BINS; b++) sum[b]! += weight * cell[b]!
    }
  for (const shift of [0, BITS, 2 * BITS]) spreadAlong(sum, shift)
  const total = sum.reduce((a, b) => a + b, 0)
  return total > 0 ? sum.map((value) => value / total) : sum
}

/** Half of every colour's count to the next darker and the next lighter one of a channel, whose bits begin at `shift`. */
function spreadAlong(bins: Float32Array, shift: number): void {
  const before = bins.slice()
  const stride = 1 << shift
  for (let b = 0; b < BINS; b++) {
    const level = (b >> shift) & (LEVELS - 1)
    if (level > 0) bins[b]! += before[b - stride]! / 2
    if (level < LEVELS - 1) bins[b]! += before[b + stride]! / 2
  }
}
