import { SUBJECT } from './find-background.ts'

/** How far from the hard outline a pixel's coverage is estimated, in pixels. */
const INSIDE = 3
const OUTSIDE = 1
/** Radius of the windows that give the colours on both sides. */
const RADIUS = 5

export interface SoftOutline {
  /** Coverage 0…1. */
  readonly mask: Float32Array
  /** RGB, 3 bytes a pixel, the background's share taken out. */
  readonly colour: Uint8Array
  /** How far a pixel's colour is the subject's own, 0…1. */
  readonly trust: Float32Array
}

/**
 * Coverage and clean colours along the outline, by unmixing each pixel I between the colours F and B of its sides:
 * alpha = (I - B)·(F - B) / |F - B|² (Porter & Duff's over, solved for alpha; Chuang et al. 2001, equation 5, with
 * isotropic spread). F and B are means over what lies surely inside and outside nearby.
 */
export function softenOutline(rgba: Uint8Array, label: Uint8Array, width: number, height: number): SoftOutline {
  const depth = depthFromOutline(label, width, height)
  const mask = new Float32Array(width * height)
  const trust = new Float32Array(width * height)
  const colour = new Uint8Array(width * height * 3)
  const sides = { front: new Float64Array(3), back: new Float64Array(3) }
  for (let p = 0; p < mask.length; p++) {
    const d = depth[p]!
    for (let c = 0; c < 3; c++) colour[p * 3 + c] = rgba[p * 4 + c]!
    if (d > INSIDE) {
      mask[p] = 1
      trust[p] = 1
    } else if (d >= -OUTSIDE) {
      const alpha = gatherSides(rgba, depth, width, height, p, sides) ? unmix(rgba, p, sides, d) : d > 0 ? 1 : 0
      mask[p] = alpha
      // Thin parts have nothing deeper to take their colour from, so even a mixed pixel counts a little.
      trust[p] = alpha > 0.9 ? 10 ** (d - INSIDE - 1) : alpha * 1e-5
      for (let c = 0; c < 3; c++) {
        const clean = alpha > 0.05 ? sides.back[c]! + (rgba[p * 4 + c]! - sides.back[c]!) / alpha : sides.front[c]!
        colour[p * 3 + c] = Math.max(0, Math.min(255, Math.round(clean)))
      }
    }
  }
  return { mask, colour, trust }
}

/** Rings counted from the outline: 1, 2, … inwards, 0, -1, … outwards; capped just beyond the band. */
function depthFromOutline(label: Uint8Array, width: number, height: number): Int8Array {
  const depth = new Int8Array(label.length)
  for (let p = 0; p < label.length; p++) depth[p] = label[p] === SUBJECT ? 6 : -6
  for (let ring = 1; ring <= 5; ring++) {
    const diagonal = ring % 2 === 0
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const p = y * width + x
        const d = depth[p]!
        if (d !== 6 && d !== -6) continue
        if (bordersRing(depth, label, p, x, y, width, height, ring, diagonal)) depth[p] = d > 0 ? ring : 1 - ring
      }
    }
  }
  return depth
}

function bordersRing(
  depth: Int8Array, label: Uint8Array, p: number, x: number, y: number, width: number, height: number, ring: number,
  diagonal: boolean,
): boolean {
  const inside = label[p] === SUBJECT
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
      if (!diagonal && u !== x && v !== y) continue
      const q = v * width + u
      if (ring === 1 ? label[q] !== label[p] : depth[q] === (inside ? ring - 1 : 2 - ring)) return true
    }
  }
  return false
}

function gatherSides(
  rgba: Uint8Array, depth: Int8Array, width: number, height: number, p: number,
  { front, back }: { front: Float64Array; back: Float64Array },
): boolean {
  const x = p % width
  const y = (p - x) / width
  let [inner, outer] = [0, 0]
  front.fill(0)
  back.fill(0)
  for (let v = Math.max(0, y - RADIUS); v <= Math.min(height - 1, y + RADIUS); v++) {
    for (let u = Math.max(0, x - RADIUS); u <= Math.min(width - 1, x + RADIUS); u++) {
      const q = v * width + u
      const d = depth[q]!
      const near = 1 / (1 + (u - x) ** 2 + (v - y) ** 2)
      if (d > 0) {
        const w = near * (d > INSIDE ? 1 : 10 ** (2 * (d - INSIDE - 1)))
        inner += w
        for (let c = 0; c < 3; c++) front[c]! += w * rgba[q * 4 + c]!
      } else {
        const w = near * (d < -OUTSIDE ? 1 : 10 ** (-3 * (d + OUTSIDE + 1)))
        outer += w
        for (let c = 0; c < 3; c++) back[c]! += w * rgba[q * 4 + c]!
      }
    }
  }
  if (inner === 0 || outer === 0) return false
  for (let c = 0; c < 3; c++) {
    front[c]! /= inner
    back[c]! /= outer
  }
  return true
}

function unmix(
  rgba: Uint8Array, p: number, { front, back }: { front: Float64Array; back: Float64Array }, depth: number,
): number {
  let [dot, length2, own2] = [0, 0, 0]
  for (let c = 0; c < 3; c++) {
    const span = front[c]! - back[c]!
    const own = rgba[p * 4 + c]! - back[c]!
    dot += own * span
    length2 += span * span
    own2 += own * own
  }
  const alpha = length2 > 0 ? dot / length2 : 0
  // Far from the line between the two sides, or beside sides that look alike, the pixel is its own witness.
  const hard = depth > 0 ? 1 : 0
  const residual = Math.sqrt(Math.max(0, own2 - (dot * dot) / Math.max(1, length2)))
  const foreign = ramp(residual / Math.max(1, Math.sqrt(own2)), 0.5, 0.8) * ramp(Math.sqrt(own2), 30, 60)
  const unsure = Math.max(foreign, 1 - ramp(Math.sqrt(length2), 12, 40))
  const soft = Math.max(0, Math.min(1, (alpha - 0.04) / 0.92))
  return soft + (hard - soft) * unsure
}

function ramp(v: number, from: number, to: number): number {
  const t = Math.max(0, Math.min(1, (v - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

