/*
 * Which pixels are background: region growing from the border over the deviation from the expected background, with
 * hysteresis (Canny 1986), a round brush instead of a point, and every doubtful region judged as a whole by its edges.
 * A bare threshold fills white walls with holes and keeps every shadow. Not chosen, by reading rather than by trial:
 * the minimum barrier distance (Strand et al. 2013), whose barrier grows with every shadow, and GrabCut (Rother et al.
 * 2004), whose colour mixtures cannot tell a white wall from white paper and whose cut takes seconds at this size.
 * Known limit: where a grey subject's lightness crosses a grey background's, its outline is lost there.
 */
import { BACKGROUND, JUDGED, OPEN, outsideOf, relabel, SUBJECT } from './background-label.ts'
import { borderPixels } from './background-model.ts'
import type { Deviation } from './deviation.ts'
import { enterRooms } from './enter-rooms.ts'
import { fillRegion } from './fill-region.ts'
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
  tighten(distance, label, width, height)
  dropWeak(distance, label, width)
  return label
}

/**
 * The border's background, entered with a round brush instead of a point: a white object on white whose edge fades
 * out over a few pixels keeps its inside. What the brush is too thick for is left to `enterRooms`.
 */
function floodOpenly({ width, height, distance }: Deviation): Uint8Array {
  const radius = Math.max(1, Math.round(Math.max(width, height) * BRUSH_SHARE))
  const label = clearanceFromWalls(distance, width, height, radius + 1)
  keepAbove(label, radius, OPEN)
  const runs = new PixelQueue()
  for (const p of borderPixels(width, height)) fillRegion(label, width, p, OPEN, BACKGROUND, runs)
  relabel(label, OPEN, SUBJECT)
  // Back to the walls: the brush's centre stays `radius` away from them, its rim touches them.
  const reach = new Uint8Array(width * height)
  flood(outsideOf(label, width, height, SUBJECT), width, height, (p, from) => {
    if (label[p] !== SUBJECT || distance[p]! >= 1 || reach[from]! > radius) return false
    label[p] = BACKGROUND
    reach[p] = reach[from]! + 1
    return true
  })
  return label
}

/** Steps to the nearest pixel that is no background, 4- and 8-neighbour rings in turn (an octagon), up to `limit`. */
function clearanceFromWalls(distance: Float32Array, width: number, height: number, limit: number): Uint8Array {
  const clearance = new Uint8Array(width * height)
  const beyond = new Uint8Array(width).fill(limit)
  for (let y = 0; y < height; y++) {
    const above = y === 0 ? beyond : clearance.subarray((y - 1) * width, y * width)
    clearDown(distance.subarray(y * width, (y + 1) * width), above, clearance.subarray(y * width, (y + 1) * width), limit)
  }
  for (let y = height - 1; y >= 0; y--) {
    const below = y === height - 1 ? beyond : clearance.subarray((y + 1) * width, (y + 2) * width)
    clearUp(below, clearance.subarray(y * width, (y + 1) * width), limit)
  }
  return clearance
}

function clearDown(distance: Float32Array, above: Uint8Array, row: Uint8Array, limit: number): void {
  for (let x = 0, before = limit; x < row.length; x++) {
    let least = distance[x]! < 1 ? limit : 0
    if (before < least) least = before + 1
    if (above[x]! < least) least = above[x]! + 1
    row[x] = before = least
  }
}

function clearUp(below: Uint8Array, row: Uint8Array, limit: number): void {
  for (let x = row.length - 1, after = limit; x >= 0; x--) {
    let least = row[x]!
    if (after < least) least = after + 1
    if (below[x]! < least) least = below[x]! + 1
    row[x] = after = least
  }
}

function keepAbove(values: Uint8Array, floor: number, kept: number): void {
  for (let p = 0; p < values.length; p++) values[p] = values[p]! > floor ? kept : 0
}

const TIGHTEN_STEPS = 6
const TIGHTEN_SHARE = 0.25
const TIGHTEN_LIMIT = 6

/**
 * JPEG ringing and pale halos hug the outline. From the background inwards, a pixel goes while it is weak against the
 * strongest one within three pixels, so that the outline settles on the flank of the real edge.
 */
function tighten(distance: Float32Array, label: Uint8Array, width: number, height: number): void {
  const steps = new Uint8Array(label.length)
  flood(outsideOf(label, width, height, SUBJECT), width, height, (p, from) => {
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

/** A part stays when its strong pixels are this share of the largest part's, and at least so many. */
const PART_SHARE = 0.0015
const PART_LEAST = 12

/** Hysteresis (Canny 1986, section VIII): what is only a little off, with too little that is strong attached to it, is background. */
function dropWeak(distance: Float32Array, label: Uint8Array, width: number): void {
  const runs = new PixelQueue()
  const parts: { from: number; to: number; weight: number }[] = []
  for (let start = label.indexOf(SUBJECT); start >= 0; start = label.indexOf(SUBJECT, start + 1)) {
    const from = runs.length
    fillRegion(label, width, start, SUBJECT, JUDGED, runs)
    let weight = 0
    for (let k = from; k < runs.length; k += 2) weight += strongIn(distance, runs.at(k), runs.at(k + 1))
    parts.push({ from, to: runs.length, weight })
  }
  const least = Math.max(PART_LEAST, PART_SHARE * parts.reduce((most, { weight }) => Math.max(most, weight), 0))
  for (const { from, to, weight } of parts)
    for (let k = from; k < to; k += 2) label.fill(weight < least ? BACKGROUND : SUBJECT, runs.at(k), runs.at(k + 1) + 1)
}

function strongIn(distance: Float32Array, first: number, last: number): number {
  let strong = 0
  for (let p = first; p <= last; p++) if (distance[p]! >= STRONG) strong++
  return strong
}
