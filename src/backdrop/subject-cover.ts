import type { BackdropTrace } from './find-backdrop.ts'
import { neighbourSteps, pixelGroups } from './pixel-groups.ts'

/** Distance from the backdrop's colour below which a pixel is backdrop, and above which it is subject. */
const BACKDROP_DISTANCE = 12
const SUBJECT_DISTANCE = 40
/** Cover from which a pixel lies within the outline. */
const INSIDE = 0.5
/**
 * A gap enclosed by the subject is a hole if it is at least this part of the frame and this near to the backdrop's colour; otherwise it is
 * a highlight.
 */
const HOLE_PART = 0.004
const HOLE_DISTANCE = 16
/** A group of pixels no larger than this part of the largest is left over from a shadow, or noise. */
const SPECK_PART = 0.01

const coverAt = (distance: number): number =>
  Math.min(1, Math.max(0, (distance - BACKDROP_DISTANCE) / (SUBJECT_DISTANCE - BACKDROP_DISTANCE)))

/** A grey highlight on a yellow duck is part of the duck. */
function fillHighlights(cover: Float32Array, distance: Float32Array, width: number, height: number): void {
  for (const { pixels, touchesEdge } of pixelGroups(width, height, (p) => (cover[p] ?? 0) < INSIDE)) {
    const mean = pixels.reduce((sum, p) => sum + (distance[p] ?? 0), 0) / pixels.length
    const isHole = pixels.length > HOLE_PART * cover.length && mean < HOLE_DISTANCE
    if (!touchesEdge && !isHole) for (const p of pixels) cover[p] = 1
  }
}

function dropSpecks(cover: Float32Array, width: number, height: number): void {
  const groups = pixelGroups(width, height, (p) => (cover[p] ?? 0) > 0)
  const largest = Math.max(0, ...groups.map(({ pixels }) => pixels.length))
  for (const { pixels } of groups) if (pixels.length < SPECK_PART * largest) for (const p of pixels) cover[p] = 0
}

/** Covers every pixel within the outline fully, however near its colour is to the backdrop's. */
function fillInside(cover: Float32Array, width: number): Float32Array {
  const steps = neighbourSteps(width)
  return cover.map((share, p) => (steps.every((step) => (cover[p + step] ?? 0) >= INSIDE) ? 1 : share))
}

/** How much of each pixel is subject, 0–1. */
export function subjectCover({ distance, shadow }: BackdropTrace, width: number, height: number): Float32Array {
  const cover = distance.map((far, p) => (shadow[p] ? 0 : coverAt(far)))
  fillHighlights(cover, distance, width, height)
  dropSpecks(cover, width, height)
  return fillInside(cover, width)
}
