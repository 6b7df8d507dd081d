/*
 * Which pixels are background: region growing from the border over the deviation from the expected background, with
 * hysteresis (Canny 1986), a round brush instead of a point, and every doubtful region judged as a whole by its edges.
 * A bare threshold fills white walls with holes and keeps every shadow. Not chosen, by reading rather than by trial:
 * the minimum barrier distance (Strand et al. 2013), whose barrier grows with every shadow, and GrabCut (Rother et al.
 * 2004), whose colour mixtures cannot tell a white wall from white paper and whose cut takes seconds at this size.
 * Known limit: where a grey subject's lightness crosses a grey background's, its outline is lost there.
 */

import { borderPixels } from './background-model.ts'
import type { Deviation } from './deviation.ts'
import { flood, PixelQueue } from './flood.ts'

/** Labels of `findBackground`'s answer. */
export const SUBJECT = 0
export const BACKGROUND = 1
const SHADOW = 2
const JUDGING = 3

/** A gap in the outline up to twice this share of the longest side is not entered without looking at what lies behind. */
const BRUSH_SHARE = 0.003
/** Distance at which something is surely no background. */
const STRONG = 3
/** A room's wall counts as sharp when it is this strong within `WALL_REACH_SHARE` of the longest side. */
const SHARP_WALL = 4
const WALL_REACH_SHARE = 0.007

/** What is background, reached from the border or seen through a hole; 0 elsewhere. */
export function findBackground(deviation: Deviation): Uint8Array {
  const { width, height, distance } = deviation
  const label = floodOpenly(deviation)
  enterRooms(deviation, label)
  followShadows(deviation, label)
  dropWeak(distance, label, width, height)
  tighten(distance, label, width, height)
  dropSpecks(distance, label, width, height)
  return label
}

/**
 * The border's background, entered with a round brush instead of a point: a white object on white whose edge fades
 * out over a few pixels keeps its inside. What the brush is too thick for is left to `enterRooms`.
 */
function floodOpenly({ width, height, distance }: Deviation): Uint8Array {
  const radius = Math.max(1, Math.round(Math.max(width, height) * BRUSH_SHARE))
  const label = new Uint8Array(width * height)
  const clearance = clearanceFromWalls(distance, width, height, radius + 1)
  const queue = new PixelQueue(width * height)
  const open = (p: number): boolean => {
    if (label[p] !== 0 || clearance[p]! <= radius) return false
    label[p] = BACKGROUND
    return true
  }
  for (const p of borderPixels(width, height)) if (open(p)) queue.add(p)
  flood(queue, width, height, open)
  // Back to the walls: the brush's centre stays `radius` away from them, its rim touches them.
  const reach = new Uint8Array(width * height)
  const rim = new PixelQueue(width * height)
  for (const p of queue.all()) rim.add(p)
  flood(rim, width, height, (p, from) => {
    if (label[p] !== 0 || distance[p]! >= 1 || reach[from]! > radius) return false
    label[p] = BACKGROUND
    reach[p] = reach[from]! + 1
    return true
  })
  return label
}

/** Steps to the nearest pixel that is no background, 4- and 8-neighbour rings in turn (an octagon), up to `limit`. */
function clearanceFromWalls(distance: Float32Array, width: number, height: number, limit: number): Uint8Array {
  const clearance = new Uint8Array(width * height)
  for (let i = 0; i < clearance.length; i++) clearance[i] = distance[i]! < 1 ? limit : 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      let least = clearance[i]!
      if (least === 0) continue
      if (x > 0) least = Math.min(least, clearance[i - 1]! + 1)
      if (y > 0) least = Math.min(least, clearance[i - width]! + 1)
      clearance[i] = least
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const i = y * width + x
      let least = clearance[i]!
      if (least === 0) continue
      if (x < width - 1) least = Math.min(least, clearance[i + 1]! + 1)
      if (y < height - 1) least = Math.min(least, clearance[i + width]! + 1)
      clearance[i] = least
    }
  }
  return clearance
}

interface Room {
  readonly pixels: Int32Array
  /** Opens to the background already found. */
  readonly open: boolean
  /** Share of its wall that is a sharp edge. */
  readonly sharpness: number
  readonly meanDistance: number
}

/**
 * Areas that look like background but are shut off from it, or open to it through a narrow mouth only. A room with
 * sharp walls all round is background seen through the subject; one whose walls fade in and out of sight is the
 * subject's own pale surface. A shut room has to match closely and be large enough not to be a highlight.
 */
function enterRooms(deviation: Deviation, label: Uint8Array): void {
  const { width, height } = deviation
  const seen = new Uint8Array(label)
  const queue = new PixelQueue(width * height)
  for (let start = 0; start < label.length; start++) {
    if (seen[start] !== 0 || deviation.distance[start]! >= 1) continue
    const room = measureRoom(deviation, label, seen, queue, start)
    if (isBackdrop(room, width * height)) for (const p of room.pixels) label[p] = BACKGROUND
  }
}

function isBackdrop({ pixels, open, sharpness, meanDistance }: Room, area: number): boolean {
  if (open) return pixels.length < area * 0.0004 || sharpness > 0.6
  return pixels.length > area * 0.0004 && sharpness > 0.6 && meanDistance < 0.4
}

function measureRoom(
  { width, height, distance }: Deviation, label: Uint8Array, seen: Uint8Array, queue: PixelQueue, start: number,
): Room {
  let [open, walls, sharp, sum] = [false, 0, 0, 0]
  const reach = Math.max(6, Math.round(Math.max(width, height) * WALL_REACH_SHARE))
  queue.clear()
  queue.add(start)
  seen[start] = 1
  flood(queue, width, height, (p, from) => {
    if (distance[p]! >= 1) {
      const wall = feelWall(distance, p, p - from, reach)
      if (wall !== 'speck') walls++
      if (wall === 'sharp') sharp++
      return false
    }
    if (label[p] === BACKGROUND) open = true
    if (seen[p] !== 0) return false
    seen[p] = 1
    sum += distance[p]!
    return true
  })
  const pixels = queue.all().slice()
  return { pixels, open, sharpness: walls === 0 ? 0 : sharp / walls, meanDistance: sum / pixels.length }
}

/** What stands in the way at p, coming by `step`: an edge, a slope, or a speck with more background behind it. */
function feelWall(distance: Float32Array, p: number, step: number, reach: number): 'sharp' | 'soft' | 'speck' {
  let cleared = false
  for (let k = 0; k < reach; k++) {
    const d = distance[p + k * step] ?? 0
    if (d > SHARP_WALL) return 'sharp'
    if (d < 1) cleared = true
  }
  return cleared ? 'speck' : 'soft'
}

/** Darker than expected, down to a third; no tint; no edge. */
const SHADOW_FLOOR = 0.3
const SHADOW_TINT = 7
const SHADOW_TINT_SHARE = 0.12

/**
 * Soft shadows go with the background: what is darker in the background's own hue, and is reached from it without
 * crossing an edge. A grey subject could be entered where its own edge is soft, so each shadow is judged as a whole:
 * a shadow fades into the background wherever the two meet, a subject only at the leak.
 */
function followShadows(deviation: Deviation, label: Uint8Array): void {
  const { width, height } = deviation
  const queue = new PixelQueue(width * height)
  for (const caution of SHADOW_CAUTION) {
    queue.clear()
    for (let p = 0; p < label.length; p++) {
      if (label[p] !== SUBJECT && touches(label, p, width, height, SUBJECT)) queue.add(p)
    }
    flood(queue, width, height, (p, from) => {
      if (label[p] !== SUBJECT || !isShadowed(deviation, p, from, caution)) return false
      label[p] = JUDGING
      return true
    })
    if (judgeShadows(label, width, height)) break
  }
  absorbWisps(deviation, label)
}

/** Where a shadow cannot be told from the subject, a more timid flood stops before their blurred border. */
const SHADOW_CAUTION = [1, 0.5, 0.25]

function isShadowed({ width, height, luma, drop, tint }: Deviation, p: number, from: number, caution: number): boolean {
  const fall = drop[p]!
  if (fall < -2 || fall > (luma[p]! + fall) * (1 - SHADOW_FLOOR)) return false
  if (tint[p]! > SHADOW_TINT + SHADOW_TINT_SHARE * fall) return false
  // Across a penumbra of a given width, steepness goes with the root of the depth reached so far and of the full one.
  const gentle = caution * (3 + 1.6 * Math.sqrt(Math.max(0, fall)))
  return Math.abs(luma[p]! - luma[from]!) <= gentle && slope(luma, p, width, height) <= gentle
}

/** Largest wisp, as a share of the picture. */
const WISP_SHARE = 0.002
/** Light bounced off the subject colours the core more than the rest of its shadow. */
const WISP_TINT_SHARE = 0.16

/**
 * The dark core of a contact shadow has edges of its own, so the flood goes round it. What is left there is small,
 * shadow-coloured and lies in a shadow already found for the better part of its outline.
 */
function absorbWisps({ width, height, luma, drop, tint }: Deviation, label: Uint8Array): void {
  const seen = new Uint8Array(label.length)
  const queue = new PixelQueue(label.length)
  const isShade = (p: number): boolean =>
    label[p] === SUBJECT && drop[p]! > 0 && drop[p]! < (luma[p]! + drop[p]!) * 0.9 &&
    tint[p]! <= SHADOW_TINT + WISP_TINT_SHARE * drop[p]!
  for (let start = 0; start < label.length; start++) {
    if (label[start] !== SUBJECT || seen[start] !== 0 || !isShade(start) || !touches(label, start, width, height, SHADOW)) continue
    let [shadow, subject] = [0, 0]
    queue.clear()
    queue.add(start)
    seen[start] = 1
    flood(queue, width, height, (p) => {
      if (label[p] === SHADOW) shadow++
      if (isShade(p)) {
        if (seen[p] !== 0) return false
        seen[p] = 1
        return true
      }
      if (label[p] === SUBJECT) subject++
      return false
    })
    if (queue.length < WISP_SHARE * label.length && shadow > subject) for (const p of queue.all()) label[p] = SHADOW
  }
  for (let p = 0; p < label.length; p++) if (label[p] === SHADOW) label[p] = BACKGROUND
}

function slope(luma: Float32Array, p: number, width: number, height: number): number {
  const x = p % width
  const dx = x > 0 && x < width - 1 ? Math.abs(luma[p + 1]! - luma[p - 1]!) : 0
  const dy = p >= width && p < width * (height - 1) ? Math.abs(luma[p + width]! - luma[p - width]!) : 0
  return Math.max(dx, dy) / 2
}

function touches(label: Uint8Array, p: number, width: number, height: number, what: number): boolean {
  const x = p % width
  return (
    (x > 0 && label[p - 1] === what) || (x < width - 1 && label[p + 1] === what) ||
    (p >= width && label[p - width] === what) || (p < width * (height - 1) && label[p + width] === what)
  )
}

/** True when none was taken back. */
function judgeShadows(label: Uint8Array, width: number, height: number): boolean {
  let clear = true
  const seen = new Uint8Array(label.length)
  const queue = new PixelQueue(label.length)
  for (let start = 0; start < label.length; start++) {
    if (label[start] !== JUDGING || seen[start] !== 0) continue
    let [soft, hard] = [0, 0]
    queue.clear()
    queue.add(start)
    seen[start] = 1
    flood(queue, width, height, (p, from) => {
      if (label[p] === BACKGROUND || label[p] === SHADOW) soft++
      else if (label[p] === SUBJECT && backgroundBehind(label, p, p - from)) hard++
      if (label[p] !== JUDGING || seen[p] !== 0) return false
      seen[p] = 1
      return true
    })
    const verdict = hard <= 0.5 * soft ? SHADOW : SUBJECT
    if (verdict === SUBJECT) clear = false
    for (const p of queue.all()) label[p] = verdict
  }
  return clear
}

/** An edge of up to four pixels with plain background on its far side. */
function backgroundBehind(label: Uint8Array, p: number, step: number): boolean {
  for (let k = 1; k <= 4; k++) if (label[p + k * step] === BACKGROUND) return true
  return false
}

/** Hysteresis (Canny 1986, section VIII): what is only a little off, with nothing strong attached to it, is background. */
function dropWeak(distance: Float32Array, label: Uint8Array, width: number, height: number): void {
  const strong = new Uint8Array(label.length)
  const queue = new PixelQueue(label.length)
  for (let p = 0; p < label.length; p++) {
    if (label[p] !== SUBJECT || distance[p]! < STRONG) continue
    strong[p] = 1
    queue.add(p)
  }
  flood(queue, width, height, (p) => {
    if (label[p] !== SUBJECT || strong[p] !== 0) return false
    strong[p] = 1
    return true
  })
  for (let p = 0; p < label.length; p++) if (strong[p] === 0) label[p] = BACKGROUND
}

const TIGHTEN_STEPS = 6
const TIGHTEN_SHARE = 0.25
const TIGHTEN_LIMIT = 6

/**
 * JPEG ringing and pale halos hug the outline. From the background inwards, a pixel goes while it is weak against the
 * strongest one within three pixels, so that the outline settles on the flank of the real edge.
 */
function tighten(distance: Float32Array, label: Uint8Array, width: number, height: number): void {
  const queue = new PixelQueue(label.length)
  const steps = new Uint8Array(label.length)
  for (let p = 0; p < label.length; p++) {
    if (label[p] === BACKGROUND && touches(label, p, width, height, SUBJECT)) queue.add(p)
  }
  flood(queue, width, height, (p, from) => {
    if (label[p] !== SUBJECT || steps[from]! >= TIGHTEN_STEPS) return false
    const d = distance[p]!
    if (d > TIGHTEN_LIMIT || d > TIGHTEN_SHARE * strongestNear(distance, p, width, height)) return false
    label[p] = BACKGROUND
    steps[p] = steps[from]! + 1
    return true
  })
}

function strongestNear(distance: Float32Array, p: number, width: number, height: number): number {
  const x = p % width
  const y = (p - x) / width
  let strongest = 0
  for (let v = Math.max(0, y - 3); v <= Math.min(height - 1, y + 3); v++) {
    for (let u = Math.max(0, x - 3); u <= Math.min(width - 1, x + 3); u++) {
      const d = distance[v * width + u]!
      if (d > strongest) strongest = d
    }
  }
  return strongest
}

/** A part stays when its strong pixels are this share of the largest part's. */
const PART_SHARE = 0.0015

function dropSpecks(distance: Float32Array, label: Uint8Array, width: number, height: number): void {
  const part = new Int32Array(label.length).fill(-1)
  const weights: number[] = []
  const queue = new PixelQueue(label.length)
  for (let start = 0; start < label.length; start++) {
    if (label[start] !== SUBJECT || part[start] !== -1) continue
    const id = weights.length
    let weight = 0
    queue.clear()
    queue.add(start)
    part[start] = id
    flood(queue, width, height, (p) => {
      if (label[p] !== SUBJECT || part[p] !== -1) return false
      part[p] = id
      if (distance[p]! >= STRONG) weight++
      return true
    })
    weights.push(weight)
  }
  const least = Math.max(12, PART_SHARE * Math.max(0, ...weights))
  for (let p = 0; p < label.length; p++) if (part[p]! >= 0 && weights[part[p]!]! < least) label[p] = BACKGROUND
}
