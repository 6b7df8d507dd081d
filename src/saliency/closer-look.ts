/*
 * A model sees a picture at a few hundred pixels, of which a subject may fill a quarter. So it can look closer, at the
 * subject alone with some room around it, and both looks count: the second one most, as it sees thin parts that the
 * first one lost (objects in drawn rooms agree with their truth to 0.960 instead of 0.933), the first one still, so
 * that where they differ the map wavers and can be called a guess. Where it wavers in more than its outline, the half of
 * the subject in which it does so most is looked at larger once more: that look sees bars between a chair's legs (0.93
 * becomes 0.975), but of a part it cannot say what it belongs to, and calls the lower half of a rocket the ground. So
 * it only adds, and is heard only where it settles something: before clutter it takes up what stands beside the subject,
 * and the map wavers more than before.
 */
import { apartFromOutline } from '../cutout/map-doubt.ts'
import type { SaliencyMap } from '../cutout/saliency-map.ts'
import { stretchMap } from '../cutout/stretch-map.ts'

/** The picture that is looked at is so many times as wide and high as the model takes it. */
export const LOOK_SCALE = 2
/** What the first look takes for the subject with less than this is not looked at again. */
const LEAST = 0.15
/** Room around the subject, as a share of its longer side. */
const ROOM = 0.15
/** A second look at more than this share of the width and the height would show the same. */
const SAME = 0.9
/** The second look's part in the map. */
const CLOSER = 0.75
/** A part's share of the subject's height or width, and the third look's part in what it adds to the map. */
const [PART, ADDED] = [0.6, 0.7]
/** As a share of the subject's area: a map that wavers less leaves nothing to settle, and one that wavers more is lost. */
const [LEAST_WAVERING, MOST_WAVERING] = [0.002, 0.04]

interface Size {
  readonly width: number
  readonly height: number
}

interface Raster extends Size {
  /** 3 bytes a pixel, rows from the top. */
  readonly rgb: Uint8Array
}

/** In shares of the width and height. */
interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Of a picture `LOOK_SCALE` times as wide and high as the model takes it: the whole at the model's size. */
export const wholeOf = (rgb: Uint8Array, size: Size): Uint8Array =>
  partOf(enlarged(rgb, size), { left: 0, top: 0, right: 1, bottom: 1 }, size)

/** A picture for the model, and what its answer is part of. */
export interface CloserLook {
  /** 3 bytes a pixel, at the model's size. */
  readonly rgb: Uint8Array
  /** All looks in one map. */
  joined(seen: SaliencyMap): SaliencyMap
}

/**
 * The subject alone, after a first look at the whole; null where a second one would show the same.
 * @param rgb the picture, `LOOK_SCALE` times as wide and high as the model takes it
 */
export function closerLook(rgb: Uint8Array, size: Size, first: SaliencyMap): CloserLook | null {
  const box = boxOf(first)
  if (!box || (box.right - box.left > SAME && box.bottom - box.top > SAME)) return null
  return { rgb: partOf(enlarged(rgb, size), box, size), joined: (second) => joined(first, second, box, shared) }
}

/** The part of the subject in which a map of all looks so far wavers most; null where it hardly does, or all over. */
export function lookAtDoubt(rgb: Uint8Array, size: Size, map: SaliencyMap): CloserLook | null {
  const box = boxOf(map)
  const { values, share } = waveringOf(map, size)
  if (!box || share <= LEAST_WAVERING || share >= MOST_WAVERING) return null
  const part = halvesOf(box)
    .map((half) => ({ half, doubt: sumIn(values, size, half) }))
    .reduce((a, b) => (b.doubt > a.doubt ? b : a)).half
  return {
    rgb: partOf(enlarged(rgb, size), part, size),
    joined(third) {
      const all = joined(map, third, part, raised)
      return waveringOf(all, size).share <= share ? all : map
    },
  }
}

/** Where a map wavers but for its outline, 0…0.5, and the sum of that as a share of its subject's area. */
function waveringOf(map: SaliencyMap, { width, height }: Size): { values: Float32Array; share: number } {
  const seen = stretchMap(map, width, height)
  const subject = seen.map((value) => (value > 0.5 ? 1 : 0))
  const values = apartFromOutline(subject, seen, width, height)
  return { values, share: sumOf(values) / Math.max(1, sumOf(subject)) }
}

const sumOf = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

function halvesOf(box: Box): readonly Box[] {
  const [across, down] = [PART * (box.right - box.left), PART * (box.bottom - box.top)]
  return [
    { ...box, bottom: box.top + down },
    { ...box, top: box.bottom - down },
    { ...box, right: box.left + across },
    { ...box, left: box.right - across },
  ]
}

function sumIn(values: Float32Array, { width, height }: Size, { left, top, right, bottom }: Box): number {
  let sum = 0
  for (let y = Math.round(top * height); y < Math.round(bottom * height); y++)
    for (let x = Math.round(left * width); x < Math.round(right * width); x++) sum += values[y * width + x]!
  return sum
}

const shared = (own: number, closer: number): number => CLOSER * closer + (1 - CLOSER) * own
const raised = (own: number, closer: number): number => own + ADDED * Math.max(0, closer - own)

/** In this order, each after the map of all before it. */
export const CLOSER_LOOKS = [closerLook, lookAtDoubt] as const

const enlarged = (rgb: Uint8Array, { width, height }: Size): Raster => ({
  rgb,
  width: LOOK_SCALE * width,
  height: LOOK_SCALE * height,
})

/** Where the subject may be, with room around it; null where nothing was seen. */
function boxOf({ width, height, values }: SaliencyMap): Box | null {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p++) {
      if (values[p]! < LEAST) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = y + 1
    }
  if (right === 0) return null
  const room = ROOM * Math.max(right - left, bottom - top)
  return {
    left: Math.max(0, left - room) / width,
    top: Math.max(0, top - room) / height,
    right: Math.min(width, right + room) / width,
    bottom: Math.min(height, bottom + room) / height,
  }
}

/** A part of a picture at another size, each pixel the mean of four places within it. */
function partOf({ rgb, width, height }: Raster, { left, top, right, bottom }: Box, to: Size): Uint8Array {
  const part = new Uint8Array(3 * to.width * to.height)
  const columns = Array.from({ length: 2 * to.width }, (_, k) => left + ((k + 0.5) / (2 * to.width)) * (right - left))
  const across = columns.map((share) => 3 * Math.min(width - 1, Math.floor(share * width)))
  for (let y = 0; y < to.height; y++) {
    const rows = [2 * y, 2 * y + 1].map((k) => top + ((k + 0.5) / (2 * to.height)) * (bottom - top))
    const [upper = 0, lower = 0] = rows.map((share) => 3 * width * Math.min(height - 1, Math.floor(share * height)))
    for (let x = 0; x < to.width; x++)
      for (let c = 0; c < 3; c++) {
        const [a, b] = [across[2 * x]! + c, across[2 * x + 1]! + c]
        const sum = rgb[upper + a]! + rgb[upper + b]! + rgb[lower + a]! + rgb[lower + b]!
        part[3 * (y * to.width + x) + c] = Math.round(sum / 4)
      }
  }
  return part
}

const finest = (own: number, closer: number, share: number): number =>
  Math.max(own, Math.min(LOOK_SCALE * closer, Math.round(closer / share)))

/** As fine as the closer look; within its box `mix` makes one value of both. */
function joined(
  map: SaliencyMap,
  seen: SaliencyMap,
  box: Box,
  mix: (own: number, closer: number) => number,
): SaliencyMap {
  const width = finest(map.width, seen.width, box.right - box.left)
  const height = finest(map.height, seen.height, box.bottom - box.top)
  const values = stretchMap(map, width, height)
  const [left, right] = [Math.round(box.left * width), Math.round(box.right * width)]
  const [top, bottom] = [Math.round(box.top * height), Math.round(box.bottom * height)]
  const closer = stretchMap(seen, right - left, bottom - top)
  for (let y = top, q = 0; y < bottom; y++)
    for (let x = left; x < right; x++, q++) {
      const p = y * width + x
      values[p] = mix(values[p]!, closer[q]!)
    }
  return { width, height, values }
}
