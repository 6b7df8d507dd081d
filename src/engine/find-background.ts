/*
 * Which pixels are background: region growing from the border over the deviation from the expected background, with
 * hysteresis (Canny 1986), a round brush instead of a point, and every doubtful region judged as a whole by its edges.
 * A bare threshold fills white walls with holes and keeps every shadow. Not chosen, by reading rather than by trial:
 * the minimum barrier distance (Strand et al. 2013), whose barrier grows with every shadow, and GrabCut (Rother et al.
 * 2004), whose colour mixtures cannot tell a white wall from white paper and whose cut takes seconds at this size.
 * Known limit: where a grey subject's lightness crosses a grey background's, its outline is lost there.
 */
import { BACKGROUND, SUBJECT, touches } from './background-label.ts'
import { borderPixels } from './background-model.ts'
import type { Deviation } from './deviation.ts'
import { enterRooms } from './enter-rooms.ts'
import { flood, PixelQueue } from './flood.ts'
import { followShadows } from './follow-shadows.ts'

/** A gap in the outline up to twice this share of the longest side is not entered without looking at what lies behind. */
const BRUSH_SHARE = 0.003
/** Distance at which something is surely no background. */
const STRONG = 3

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
