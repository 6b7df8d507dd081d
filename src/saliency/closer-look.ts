/*
 * A model sees a picture at a few hundred pixels, of which a subject may fill a quarter. So it can look closer, at the
 * subject alone with some room around it, and both looks count: the second one most, as it sees thin parts that the
 * first one lost (objects in drawn rooms agree with their truth to 0.960 instead of 0.933), the first one still, so
 * that where they differ the map wavers and can be called a guess.
 */
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
  /** Both looks in one map. */
  joined(second: SaliencyMap): SaliencyMap
}

/**
 * The subject alone, after a first look at the whole; null where a second one would show the same.
 * @param rgb the picture, `LOOK_SCALE` times as wide and high as the model takes it
 */
export function closerLook(rgb: Uint8Array, size: Size, first: SaliencyMap): CloserLook | null {
  const box = boxOf(first)
  if (!box || (box.right - box.left > SAME && box.bottom - box.top > SAME)) return null
  return { rgb: partOf(enlarged(rgb, size), box, size), joined: (second) => joined(first, second, box) }
}

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

/** As fine as the second look. */
function joined(first: SaliencyMap, second: SaliencyMap, box: Box): SaliencyMap {
  const width = Math.min(LOOK_SCALE * first.width, Math.round(second.width / (box.right - box.left)))
  const height = Math.min(LOOK_SCALE * first.height, Math.round(second.height / (box.bottom - box.top)))
  const values = stretchMap(first, width, height)
  const [left, right] = [Math.round(box.left * width), Math.round(box.right * width)]
  const [top, bottom] = [Math.round(box.top * height), Math.round(box.bottom * height)]
  const closer = stretchMap(second, right - left, bottom - top)
  for (let y = top, q = 0; y < bottom; y++)
    for (let x = left; x < right; x++, q++) {
      const p = y * width + x
      values[p] = CLOSER * closer[q]! + (1 - CLOSER) * values[p]!
    }
  return { width, height, values }
}
