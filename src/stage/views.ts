import { vec3, type Vec3 } from '../contract/vec3.ts'
import { cross, dot, minus, plus, times, unit } from './ray.ts'

/** Named views, each as the direction from the box to the eye. */
export const VIEWS = {
  front: { name: 'Front', key: 'f', from: [0, 0, 1] },
  right: { name: 'Right', key: 'r', from: [1, 0, 0] },
  // Straight down has no up direction; a hair off, up is the back.
  top: { name: 'Top', key: 't', from: [0, 1, 0.0001] },
  threeQuarter: { name: 'Three-quarter', key: 'q', from: [0.75, 0.5, 1.25] },
} as const satisfies Record<string, { readonly name: string; readonly key: string; readonly from: Vec3 }>

export type ViewName = keyof typeof VIEWS

export const FOV_DEG = 28

/** What an object fills of the picture's height, or of its width where that is tighter. */
export const FILLED = 0.66
/** Of what is free between top and foot, where that is little. */
const FILLED_BETWEEN = 0.85
/** From the middle, in heights of the picture: perspective shows the near half of something flat larger than the far one. */
const FARTHEST = 0.43

/** The picture that an object is framed in, CSS pixels. */
export interface Picture {
  readonly widthPx: number
  readonly heightPx: number
  /** What lies over the picture's top and foot, so that the object is framed between them. */
  readonly topPx?: number
  readonly footPx?: number
}

/** Where the eye is and what it looks at, stage metres. */
export interface Stand {
  readonly eye: Vec3
  readonly target: Vec3
}

/** The eight corners of a box that stands on the floor, its middle over the stage's origin. */
export const cornersOf = (sizeMetres: Vec3): Vec3[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    vec3((axis) => (((corner >> axis) & 1) - (axis === 1 ? 0 : 0.5)) * sizeMetres[axis]),
  )

const SLOPE = Math.tan((FOV_DEG * Math.PI) / 360)
const WORLD_UP: Vec3 = [0, 1, 0]
/** Seen from nearly above, a move along the vertical does not move the picture. */
const LEAST_LIFT = 0.3
/** Each turn brings the object nearer to the middle by more than a hundred times. */
const TURNS = 5
const HALVINGS = 36
/** In halves of the picture's height: something long that is seen from its end would else be pushed into a corner and small. */
const MOST_OFF = 0.2

/**
 * Where eye and target must be for an object to fill `FILLED` of the picture from a direction. The target is the middle
 * of the object, about which the view circles; it is above or below that only where more lies over the picture's foot
 * than over its top, or less, and where perspective shows one half of the object much larger than the other. Perspective has no closed form for either, so both are found by turns.
 * @param points of the object's hull, stage metres
 */
export function framing(
  points: readonly Vec3[],
  from: Vec3,
  { widthPx, heightPx, topPx = 0, footPx = 0 }: Picture,
): Stand {
  const away = unit(from)
  const right = unit(cross(WORLD_UP, away))
  const up = cross(away, right)
  const [top, foot] = [topPx / Math.max(1, heightPx), footPx / Math.max(1, heightPx)]
  const raised = foot - top
  const free = Math.max(0.3, 1 - top - foot)
  const [high, wide] = [Math.min(FILLED, FILLED_BETWEEN * free), (FILLED * widthPx) / Math.max(1, heightPx)]
  const heights = points.map((point) => point[1])
  const middle = (Math.min(...heights) + Math.max(...heights)) / 2
  const turned = points
    .map((point) => minus(point, [0, middle, 0]))
    .map((point) => ({ x: dot(point, right), y: dot(point, up), z: dot(point, away) }))
  const reach = Math.max(1e-6, ...turned.map(({ x, y, z }) => Math.hypot(x, y, z)))

  /** What is seen of the object with the target lifted along the vertical and shifted up the picture, in halves of the picture's height. */
  const sight = (distance: number, lift: number, shift: number) => {
    const seen = { top: -Infinity, bottom: Infinity, side: 0 }
    for (const { x, y, z } of turned) {
      const scale = 1 / ((distance - z + lift * away[1]) * SLOPE)
      seen.top = Math.max(seen.top, (y - lift * up[1] - shift) * scale)
      seen.bottom = Math.min(seen.bottom, (y - lift * up[1] - shift) * scale)
      seen.side = Math.max(seen.side, Math.abs(x) * scale)
    }
    const farthest = Math.max(seen.top - raised, raised - seen.bottom)
    return { ...seen, fits: seen.top - seen.bottom <= 2 * high && farthest <= 2 * FARTHEST && seen.side <= wide }
  }
  const nearestThatFits = (lift: number, shift: number): number => {
    const nearest = Math.max(...turned.map(({ z }) => z - lift * away[1]))
    // Not so near that the camera would cut the object open.
    let [near, far] = [Math.max(0, nearest) + reach * 0.02, reach * 1e3]
    for (let halving = 0; halving < HALVINGS; halving++) {
      const between = Math.sqrt(near * far)
      if (sight(between, lift, shift).fits) far = between
      else near = between
    }
    return far
  }
  /** How far the object's middle is from where it should be, in halves of the picture's height. */
  const offAt = (distance: number, lift: number, shift: number): number => {
    const seen = sight(distance, lift, shift)
    return (seen.top + seen.bottom) / 2 - raised
  }
  let [lift, shift] = [0, 0]
  let distance = nearestThatFits(lift, shift)
  const follows = top !== foot && up[1] >= LEAST_LIFT
  if (follows) {
    for (let turn = 1; turn < TURNS; turn++) {
      lift += (offAt(distance, lift, shift) * distance * SLOPE) / up[1]
      distance = nearestThatFits(lift, shift)
    }
  } else if (Math.abs(offAt(distance, lift, shift)) > MOST_OFF) {
    let [below, above] = [-reach, reach]
    for (let halving = 0; halving < HALVINGS; halving++) {
      shift = (below + above) / 2
      distance = nearestThatFits(lift, shift)
      if (offAt(distance, lift, shift) > 0) below = shift
      else above = shift
    }
  }
  const target = plus([0, middle + lift, 0], times(up, shift))
  return { eye: plus(target, times(away, distance)), target }
}
