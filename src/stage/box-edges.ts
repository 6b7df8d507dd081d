import { Vector4 } from 'three'
import { AXES, type Axis, type Vec3 } from '../contract/vec3.ts'
import type { View } from './anchors.ts'
import type { ScreenPoint } from './lattice.ts'
import { stagePoint } from './scene.ts'

type Edge = readonly [from: Vec3, to: Vec3]

const NO_EDGE: Edge = [
  [0, 0, 0],
  [0, 0, 0],
]

/**
 * The edges along each axis, as signs along the other two axes. The best place for a length comes first: low and in front.
 */
const BEST: Readonly<Record<Axis, readonly (readonly [number, number])[]>> = {
  0: [
    [-1, 1],
    [-1, -1],
    [1, 1],
    [1, -1],
  ],
  1: [
    [-1, 1],
    [1, 1],
    [-1, -1],
    [1, -1],
  ],
  2: [
    [1, -1],
    [-1, -1],
    [1, 1],
    [-1, 1],
  ],
}

/** The four edges along an axis, stage metres. */
function edgesAlong(sizeMetres: Vec3, axis: Axis): Edge[] {
  const others = AXES.filter((other) => other !== axis) as [Axis, Axis]
  return BEST[axis].map((sides) => {
    const end = (along: number): Vec3 => {
      const normalised: [number, number, number] = [0, 0, 0]
      normalised[axis] = along
      for (const [i, other] of others.entries()) normalised[other] = (sides[i] ?? 0) / 2
      return stagePoint(sizeMetres, normalised)
    }
    return [end(-0.5), end(0.5)]
  })
}

const clip = ({ camera }: View, [x, y, z]: Vec3): Vector4 =>
  new Vector4(x, y, z, 1).applyMatrix4(camera.matrixWorldInverse).applyMatrix4(camera.projectionMatrix)

/**
 * Signed distances to the sides of the view, all positive inside it (Blinn and Newell, Clipping Using Homogeneous
 * Coordinates, 1978).
 */
const distances = ({ x, y, z, w }: Vector4): number[] => [w + x, w - x, w + y, w - y, w + z]

const onScreen = ({ x, y, w }: Vector4, { widthPx, heightPx }: View): ScreenPoint => ({
  x: ((x / w + 1) / 2) * widthPx,
  y: ((1 - y / w) / 2) * heightPx,
})

/** The middle of the visible part of an edge; null when none of it is visible. */
function seenMiddle(view: View, [from, to]: Edge): ScreenPoint | null {
  const [a, b] = [clip(view, from), clip(view, to)]
  let [start, end] = [0, 1]
  const distancesB = distances(b)
  for (const [side, fromA] of distances(a).entries()) {
    const fromB = distancesB[side] ?? 0
    if (fromA < 0 && fromB < 0) return null
    if (fromA < 0) start = Math.max(start, fromA / (fromA - fromB))
    else if (fromB < 0) end = Math.min(end, fromA / (fromA - fromB))
  }
  return start < end ? onScreen(a.clone().lerp(b, start).add(a.clone().lerp(b, end)).multiplyScalar(0.5), view) : null
}

/**
 * Where the length of an axis is written: the middle of the visible part of an edge, or towards the best edge when none
 * is visible.
 */
export function edgeLabelPlace(view: View, sizeMetres: Vec3, axis: Axis): ScreenPoint {
  const edges = edgesAlong(sizeMetres, axis)
  for (const edge of edges) {
    const seen = seenMiddle(view, edge)
    if (seen) return seen
  }
  const [[from, to] = NO_EDGE] = edges
  const middle = clip(view, from).lerp(clip(view, to), 0.5)
  // Projecting mirrors what lies behind the eye.
  return onScreen(middle.w > 0 ? middle : middle.set(-middle.x, -middle.y, middle.z, Math.max(1e-9, -middle.w)), view)
}
