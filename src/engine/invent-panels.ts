/**
 * Colours for what no picture of the front shows.
 *
 * The back meets the front at the outline in its very colours, so that no seam shows. Inwards it goes over into the mirrored
 * front's broad colours, without its features, and with a little of its grain, so that wood stays wood; only what is patterned
 * all over, a fir or a painted vase, is patterned behind as well. Tried and lost: the front blurred (ghosts of faces and
 * windows look out of it), the front as it is (a second face on the back of a head), and the outline's colours run on
 * across (a red car came out grey, as its outline is).
 * The side is the front's rim, blurred and a little darker: a sharp rim smears into streaks along the depth.
 */
import { broadColours } from './broad-colours.ts'
import { fillPlane } from './fill-plane.ts'
import { blurred, doubled, halved, type Plane } from './plane.ts'

/** Lengths as parts of the panel's longer side: the band that is the front itself, the features that go, the grain. */
const BACK = { band: 0.035, features: 0.035, grain: 0.006, gain: 0.95 } as const
const SIDE = { soft: 0.015, gain: 0.86 } as const

/** Lower quartile of detail, in steps of 255, from which a picture begins to count as patterned and where it fully does. */
const PATTERNED = [5, 8] as const
/** How much of the pattern shows behind. */
const PATTERN_SHARE = 0.85

/** Detail stronger than this, in steps of 255, is no grain but a feature's edge. */
const GRAIN_LIMIT = 10
/** Broad colours have no detail that needs more pixels. */
const BROAD_PX = 200

/**
 * Takes the outermost pixels' colours from those within, where there are any: matting, JPEG and lenses leave a pale or dark
 * fringe there, and a bevel would wear it as a bitten seam. Parts too thin to have an inside keep their own.
 */
export function withoutFringe(front: Plane, coverage: Plane): Plane {
  const depth = blurred(coverage, 2, 1).values
  const within = depth.map((share) => Math.min(1, Math.max(0, (share - 0.8) * 6)))
  const near = blurred({ ...coverage, values: within }, 3, 1).values
  const known = within.map((inner, k) => {
    const own = coverage.values[k]! ** 2
    const thin = Math.max(0, 1 - 20 * near[k]!)
    return Math.max(inner, own * thin)
  })
  return fillPlane(front, known)
}

/** Back and side panels for a front whose colours have been grown beyond its outline. */
export function inventPanels(front: Plane, coverage: Plane): { back: Plane; side: Plane } {
  const pixels = (part: number) => Math.max(1, Math.round(part * Math.max(front.width, front.height)))
  const depth = blurred(coverage, pixels(BACK.band / 2), 2).values
  const broad = broadly(front, coverage)
  const coarse = blurred(front, pixels(BACK.grain), 1).values
  const strength = blurred({ ...front, values: coarse.map((value, k) => Math.abs(front.values[k]! - value)) }, pixels(BACK.grain), 1).values
  const pattern = PATTERN_SHARE * patterned(strength, coverage.values)
  const back = new Float32Array(front.values.length)
  for (let k = 0; k < back.length; k++) {
    // 1 at the outline and beyond, 0 a band's width inside.
    const t = Math.min(1, Math.max(0, (0.98 - depth[(k / 3) | 0]!) / 0.4))
    const grain = (front.values[k]! - coarse[k]!) * Math.max(0, 1 - strength[k]! / GRAIN_LIMIT)
    const plain = broad.values[k]! + grain
    const inner = BACK.gain * (plain + (front.values[k]! - plain) * pattern)
    back[k] = inner + (front.values[k]! - inner) * t * t * (3 - 2 * t)
  }
  // Half the pixels each way are plenty for what is this soft.
  const side = doubled(blurred(halved(front), Math.max(1, pixels(SIDE.soft) >> 1), 2), front)
  return { back: { ...front, values: back }, side: { ...side, values: side.values.map((value) => SIDE.gain * value) } }
}

/** 0 for things with features here and there, 1 for those with detail everywhere. */
function patterned(strength: Float32Array, coverage: Float32Array): number {
  const inside: number[] = []
  for (let p = 0; p < coverage.length; p += 7) if (coverage[p]! > 0.9) inside.push((strength[3 * p]! + strength[3 * p + 1]! + strength[3 * p + 2]!) / 3)
  const quartile = inside.toSorted((a, b) => a - b)[inside.length >> 2] ?? 0
  return Math.min(1, Math.max(0, (quartile - PATTERNED[0]) / (PATTERNED[1] - PATTERNED[0])))
}

function broadly(front: Plane, coverage: Plane): Plane {
  if (Math.max(front.width, front.height) > BROAD_PX) return doubled(broadly(halved(front), halved(coverage)), front)
  return broadColours(front, coverage.values, Math.round(BACK.features * Math.max(front.width, front.height)))
}
