/*
 * How far a learned map doubts what the subject is. Along an outline every map wavers, so only what lies apart from it
 * counts: the sum of min(v, 1 - v) there, against the subject's area.
 *
 * Calibrated on the objects of `test/make` on paper (28 photos), in rooms (56) and before clutter (42): of the
 * outlines that agree with the truth to less than 0.9, eight in nine have a doubt above 0.015, and of those better than
 * 0.97 two in a hundred. A model is also sure of what is wrong, mostly where the background is as rich in edges as the
 * subject; there 0.002 is enough, which finds 17 in 18. Of 28 before clutter of
 * other seeds, kept aside until then, 5 are below 0.9, and all 5 are called a guess.
 */
import { blurred } from './plane.ts'
import type { SaliencyMap } from './saliency-map.ts'
import { stretchMap } from './stretch-map.ts'
import { shrink } from './thumbnail.ts'
import type { Picture } from './decode-picture.ts'

const SIDE = 320
/** Pixels at that size within which an outline's own wavering lies. */
const OUTLINE = 3
const DOUBTFUL = 0.015
const DOUBTFUL_IN_CLUTTER = 0.002
/** A background is clutter from this share of edges on, an edge being a difference of `EDGE` code values over two pixels. */
const CLUTTER = 0.06
const EDGE = 30
/** Below this value the map sees background. */
const BACKGROUND_BELOW = 0.03

export interface MapDoubt {
  /** 0…1. */
  readonly doubt: number
  /** Whether the background is so rich in edges that the subject may be anything. */
  readonly cluttered: boolean
}

export function mapDoubt({ rgba, width, height }: Picture, map: SaliencyMap): MapDoubt {
  const small = shrink(rgba, width, height, SIDE)
  const seen = stretchMap(map, small.width, small.height)
  const hard = { width: small.width, height: small.height, channels: 1, values: seen.map((v) => (v > 0.5 ? 1 : 0)) }
  const near = blurred(hard, OUTLINE, 1).values
  let [doubt, area, edges, behind] = [0, 0, 0, 0]
  for (let p = 0; p < seen.length; p++) {
    const value = seen[p]!
    area += hard.values[p]!
    if (near[p]! < 0.001 || near[p]! > 0.999) doubt += Math.min(value, 1 - value)
    if (value > BACKGROUND_BELOW) continue
    behind++
    if (isEdge(small.rgb, p, small.width)) edges++
  }
  return { doubt: Math.min(1, doubt / Math.max(1, area)), cluttered: edges > CLUTTER * behind }
}

/** Whether what is told of a map's subject is a guess. */
export const isGuess = ({ doubt, cluttered }: MapDoubt): boolean => doubt > (cluttered ? DOUBTFUL_IN_CLUTTER : DOUBTFUL)

function isEdge(rgb: Float32Array, p: number, width: number): boolean {
  for (let c = 0; c < 3; c++) {
    const across = Math.abs((rgb[3 * p + 3 + c] ?? 0) - (rgb[3 * p - 3 + c] ?? 0))
    const down = Math.abs((rgb[3 * (p + width) + c] ?? 0) - (rgb[3 * (p - width) + c] ?? 0))
    if (p % width > 0 && p % width < width - 1 && across > EDGE) return true
    if (p >= width && 3 * (p + width) < rgb.length && down > EDGE) return true
  }
  return false
}
