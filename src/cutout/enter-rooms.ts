/*
 * Background that the subject encloses, or nearly so: each such room is judged as a whole by the share of its wall that
 * is a sharp edge, after the double threshold of Canny 1986, section VIII. Size or colour alone was not chosen: a white
 * wall of a house is as large and as white as paper seen through a chair.
 */
import { BACKGROUND, SUBJECT } from './background-label.ts'
import { borderPixels } from './background-model.ts'
import { brush } from './brush.ts'
import type { Deviation } from './deviation.ts'
import { flood, PixelQueue } from './flood.ts'

/** A wall is sharp where the distance exceeds this within `WALL_REACH_SHARE` of the longest side. */
const SHARP_WALL = 4
const WALL_REACH_SHARE = 0.007

interface Room {
  readonly pixels: Int32Array
  /** Whether it opens to background already found. */
  readonly open: boolean
  /** Share of its wall that is a sharp edge. */
  readonly sharpness: number
  readonly meanDistance: number
}

/**
 * Labels as background the rooms that are. One with sharp walls all round is background seen through the subject; one
 * whose walls fade in and out is the subject's own pale surface. An enclosed room must match closely and be too large
 * for a highlight.
 * @returns the pixels of every room that is too unlike the background to be entered, but by its walls could be a hole
 */
export function enterRooms(deviation: Deviation, label: Uint8Array): Int32Array[] {
  const { width, height, distance } = deviation
  const seen = new Uint8Array(label)
  const queue = new PixelQueue()
  const closest = CLOSE_MATCH + meanAtBorder(deviation)
  const doubtful: Int32Array[] = []
  for (let start = 0; start < label.length; start++) {
    if (seen[start] !== 0 || distance[start]! >= 1) continue
    const room = measureRoom(deviation, label, seen, queue, start)
    const { pixels, open, meanDistance } = room
    if (!couldBeBackdrop(room, width * height)) continue
    if (!open && meanDistance >= closest) doubtful.push(pixels)
    else for (const p of pixels) label[p] = BACKGROUND
  }
  return doubtful
}

/** Least distance at which an enclosed room is not the background, above what noise alone gives. */
const CLOSE_MATCH = 0.4

function meanAtBorder({ width, height, distance }: Deviation): number {
  const border = borderPixels(width, height)
  return border.reduce((sum, p) => sum + Math.min(1, distance[p]!), 0) / border.length
}

/** An opening narrower than twice this share of the longest side leads into a crack. */
const CRACK_SHARE = 0.02
/**
 * At most this share of a crack's wall is sharp; in pictures cracks have less than a tenth and real gaps more than a
 * third.
 */
const CRACK_SHARPNESS = 0.2

/**
 * Gives back to the subject what was entered through a narrow opening and has no sharp walls: where a grey subject is
 * as light as a grey background, its outline is lost, and some of the subject behind the gap looks like background too.
 */
export function leaveCracks(deviation: Deviation, label: Uint8Array): void {
  const { width, height } = deviation
  const seen = new Uint8Array(label.length)
  for (let p = 0; p < label.length; p++) seen[p] = label[p] === BACKGROUND ? 1 : 0
  const wide = brush(seen, width, height, Math.round(Math.max(width, height) * CRACK_SHARE))
  for (let p = 0; p < label.length; p++) seen[p] = label[p] === BACKGROUND && wide[p] === SUBJECT ? 0 : 1
  const queue = new PixelQueue()
  for (let start = seen.indexOf(0); start >= 0; start = seen.indexOf(0, start + 1)) {
    const { pixels, sharpness } = measureRoom(deviation, label, seen, queue, start)
    if (sharpness < CRACK_SHARPNESS) for (const p of pixels) label[p] = SUBJECT
  }
}

function couldBeBackdrop({ pixels, open, sharpness }: Room, area: number): boolean {
  if (open) return pixels.length < area * 0.0004 || sharpness > 0.6
  return pixels.length > area * 0.0004 && sharpness > 0.6
}

function measureRoom(
  { width, height, distance }: Deviation,
  label: Uint8Array,
  seen: Uint8Array,
  queue: PixelQueue,
  start: number,
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

/** What is in the way at p, coming by `step`: a sharp edge, a soft one, or a speck with more background behind it. */
function feelWall(distance: Float32Array, p: number, step: number, reach: number): 'sharp' | 'soft' | 'speck' {
  let cleared = false
  for (let k = 0; k < reach; k++) {
    const d = distance[p + k * step] ?? 0
    if (d > SHARP_WALL) return 'sharp'
    if (d < 1) cleared = true
  }
  return cleared ? 'speck' : 'soft'
}
