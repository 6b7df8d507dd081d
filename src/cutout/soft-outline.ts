/*
 * The outline's coverage by local two-colour unmixing, pixel by pixel. Closed-form matting (Levin et al. 2008) solves
 * a linear system for what unmixing gives directly here, since the background's colour is known.
 */
import { outsideOf, SUBJECT } from './background-label.ts'
import { flood, PixelQueue } from './flood.ts'

/**
 * How far from the hard outline coverage is estimated, pixels. With 3 inside, a thin leg has its middle alone to be
 * compared with, and its side away from the light, being darker, counts as half background.
 */
const INSIDE = 2
const OUTSIDE = 1
/** Radius of the windows that give the colours on both sides. */
const RADIUS = 4

export interface SoftOutline {
  /** Coverage 0…1. */
  readonly mask: Float32Array
  /** RGB, 3 bytes a pixel, without the background's share. */
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
  const outline = {
    mask: new Float32Array(width * height),
    trust: new Float32Array(width * height),
    colour: new Uint8Array(width * height * 3),
  }
  const sides = { front: new Float64Array(3), back: new Float64Array(3) }
  for (let y = 0; y < height; y++) softenRow(rgba, depth, width, height, y, sides, outline)
  return outline
}

interface Sides {
  readonly front: Float64Array
  readonly back: Float64Array
}

function softenRow(
  rgba: Uint8Array,
  depth: Int8Array,
  width: number,
  height: number,
  y: number,
  sides: Sides,
  { mask, trust, colour }: SoftOutline,
): void {
  for (let x = 0, p = y * width; x < width; x++, p++) {
    const d = depth[p]!
    if (d < -OUTSIDE) continue
    colour[p * 3] = rgba[p * 4]!
    colour[p * 3 + 1] = rgba[p * 4 + 1]!
    colour[p * 3 + 2] = rgba[p * 4 + 2]!
    if (d > INSIDE) {
      mask[p] = 1
      trust[p] = 1
      continue
    }
    const alpha = gatherSides(rgba, depth, width, height, x, y, sides) ? unmix(rgba, p, sides, d) : d > 0 ? 1 : 0
    mask[p] = alpha
    // A thin part has no deeper pixels to take its colour from, so even a mixed one counts a little.
    trust[p] = alpha > 0.9 ? 10 ** (d - INSIDE - 1) : alpha * 1e-5
    for (let c = 0; c < 3; c++) {
      const clean = alpha > 0.05 ? sides.back[c]! + (rgba[p * 4 + c]! - sides.back[c]!) / alpha : sides.front[c]!
      colour[p * 3 + c] = Math.max(0, Math.min(255, Math.round(clean)))
    }
  }
}

/** Rings counted from the outline: 1, 2, … inwards, 0, -1, … outwards; beyond the band FAR or -FAR. */
function depthFromOutline(label: Uint8Array, width: number, height: number): Int8Array {
  const depth = new Int8Array(label.length)
  farFrom(label, depth)
  const outer = outsideOf(label, width, height, SUBJECT)
  const inner = new PixelQueue()
  for (const p of outer.all()) {
    depth[p] = 0
    inner.add(p)
  }
  flood(inner, width, height, (p, from) => {
    if (depth[p] !== FAR || depth[from]! >= FAR - 1) return false
    depth[p] = depth[from]! + 1
    return true
  })
  flood(outer, width, height, (p, from) => {
    if (depth[p] !== -FAR || depth[from]! <= 1 - FAR) return false
    depth[p] = depth[from]! - 1
    return true
  })
  return depth
}

function farFrom(label: Uint8Array, depth: Int8Array): void {
  for (let p = 0; p < label.length; p++) depth[p] = label[p] === SUBJECT ? FAR : -FAR
}

const FAR = 6
/** By depth + FAR: pixels surely on one side count fully, those that may be mixed only where there are no others. */
const SIDE_WEIGHT = Float64Array.from({ length: 2 * FAR + 1 }, (_, i) => {
  const d = i - FAR
  if (d > 0) return d > INSIDE ? 1 : 10 ** (d - INSIDE - 1)
  return d < -OUTSIDE ? 1 : 10 ** (-3 * (d + OUTSIDE + 1))
})
const SIDE = 2 * RADIUS + 1
/** By position in the window, row after row. */
const NEARNESS = Float64Array.from(
  { length: SIDE * SIDE },
  (_, k) => 1 / (1 + ((k % SIDE) - RADIUS) ** 2 + (Math.floor(k / SIDE) - RADIUS) ** 2),
)

function gatherSides(
  rgba: Uint8Array,
  depth: Int8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  { front, back }: Sides,
): boolean {
  let inner = 0,
    fr = 0,
    fg = 0,
    fb = 0
  let outer = 0,
    br = 0,
    bg = 0,
    bb = 0
  const left = Math.max(0, x - RADIUS),
    right = Math.min(width - 1, x + RADIUS)
  const top = Math.max(0, y - RADIUS),
    bottom = Math.min(height - 1, y + RADIUS)
  for (let v = top; v <= bottom; v++) {
    let near = (v - y + RADIUS) * SIDE + left - x + RADIUS
    for (let q = v * width + left, end = v * width + right, at = 4 * q; q <= end; q++, near++, at += 4) {
      const d = depth[q]!
      const w = NEARNESS[near]! * SIDE_WEIGHT[d + FAR]!
      if (d > 0) {
        inner += w
        fr += w * rgba[at]!
        fg += w * rgba[at + 1]!
        fb += w * rgba[at + 2]!
      } else {
        outer += w
        br += w * rgba[at]!
        bg += w * rgba[at + 1]!
        bb += w * rgba[at + 2]!
      }
    }
  }
  if (inner === 0 || outer === 0) return false
  front[0] = fr / inner
  front[1] = fg / inner
  front[2] = fb / inner
  back[0] = br / outer
  back[1] = bg / outer
  back[2] = bb / outer
  return true
}

function unmix(rgba: Uint8Array, p: number, { front, back }: Sides, depth: number): number {
  let dot = 0,
    length2 = 0,
    offset2 = 0
  for (let c = 0; c < 3; c++) {
    const span = front[c]! - back[c]!
    const offset = rgba[p * 4 + c]! - back[c]!
    dot += offset * span
    length2 += span * span
    offset2 += offset * offset
  }
  const alpha = length2 > 0 ? dot / length2 : 0
  // A colour far from the line between the two sides, or sides that look alike, say nothing: the hard label decides.
  const hard = depth > 0 ? 1 : 0
  const residual = Math.sqrt(Math.max(0, offset2 - (dot * dot) / Math.max(1, length2)))
  const foreign = ramp(residual / Math.max(1, Math.sqrt(offset2)), 0.5, 0.8) * ramp(Math.sqrt(offset2), 30, 60)
  const unsure = Math.max(foreign, 1 - ramp(Math.sqrt(length2), 12, 40))
  const soft = Math.max(0, Math.min(1, (alpha - 0.04) / 0.92))
  return soft + (hard - soft) * unsure
}

function ramp(v: number, from: number, to: number): number {
  const t = Math.max(0, Math.min(1, (v - from) / (to - from)))
  return t * t * (3 - 2 * t)
}
