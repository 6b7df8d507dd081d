/* Soft shadows on the ground, which go with the background. */
import { BACKGROUND, JUDGING, SHADOW, SUBJECT, touches } from './background-label.ts'
import type { Deviation } from './deviation.ts'
import { flood, PixelQueue } from './flood.ts'

/** Darker than expected, down to a third; no tint; no edge. */
const SHADOW_FLOOR = 0.3
const SHADOW_TINT = 7
const SHADOW_TINT_SHARE = 0.12

/**
 * Soft shadows go with the background: what is darker in the background's own hue, and is reached from it without
 * crossing an edge. A grey subject could be entered where its own edge is soft, so each shadow is judged as a whole:
 * a shadow fades into the background wherever the two meet, a subject only at the leak.
 */
export function followShadows(deviation: Deviation, label: Uint8Array): void {
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
