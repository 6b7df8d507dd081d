/*
 * The turntable's camera: a pinhole (x·f/z) that looks slightly down, framed so that the cylinder which the model turns in, and
 * the soft shadow at its foot, just fit. A sphere around the cylinder was framed first: its formula cut the shadow off where
 * width is half the height, and left flat things small.
 */
import { boxOf } from '../contract/vec3.ts'
import type { Model } from './model.ts'
import type { Projected } from './rasterise.ts'
import type { Bounds } from './shade.ts'
import { studioLight } from './studio-light.ts'

/** What the camera frames, in the models' units: the same for every reading of one picture, so that they compare. */
export interface Framing {
  readonly height: number
  /** Half the largest horizontal extent. */
  readonly radius: number
}

/** A long lens that looks slightly down on an object which turns about its own vertical axis. */
export interface Camera {
  readonly middle: readonly [x: number, y: number, z: number]
  /** Height of the ground, and half of what is seen at the middle's distance. */
  readonly ground: number
  readonly sphere: number
  readonly distance: number
  /** Samples per unit of slope, and samples along a side of the frame. */
  readonly focal: number
  readonly size: number
}

const PITCH_RAD = 0.2
const [PITCH_SIN, PITCH_COS] = [Math.sin(PITCH_RAD), Math.cos(PITCH_RAD)]
/** Distance in units of `sphere`: at 6, perspective is felt and nothing looks bent. */
const DISTANCE = 6
const FOCAL = Math.sqrt(DISTANCE ** 2 - 1)
/** Room around what is framed, and around its foot for the shadow, in units of `sphere`. */
const MARGIN = 1.06
const SHADOW_ROOM = 0.15

/** Frames a model from its own ground up, whatever its depth. */
export function cameraFor(model: Model, { height, radius }: Framing, size: number): Camera {
  const box = boxOf(model.positions)
  if (!box) throw new Error('A mesh without vertices has no turntable.')
  const middle = [(box.min[0] + box.max[0]) / 2, box.min[1] + height / 2, (box.min[2] + box.max[2]) / 2] as const
  const sphere = framedSphere({ height, radius })
  const distance = DISTANCE * sphere
  const focal = (size / 2) * FOCAL
  return { middle, ground: box.min[1], sphere, distance, focal, size }
}

const ANGLES = Array.from({ length: 24 }, (_, k) => (2 * Math.PI * k) / 24)

/** The least `sphere` with which the cylinder's rims project into the frame, by fixed-point iteration: it is nearly proportional to their reach. */
function framedSphere({ height, radius }: Framing): number {
  let sphere = Math.hypot(radius, height / 2)
  for (let round = 0; round < 6; round++) {
    const foot = radius + SHADOW_ROOM * sphere
    const reaches = ANGLES.flatMap((angle) => [
      reachOf(radius, angle, height / 2, sphere),
      reachOf(foot, angle, -height / 2, sphere),
    ])
    sphere *= MARGIN * Math.max(...reaches)
  }
  return sphere
}

/** How far from the frame's middle a point of a rim appears; 1 is the frame's edge. */
function reachOf(radius: number, angle: number, y: number, sphere: number): number {
  const [x, z] = [radius * Math.sin(angle), radius * Math.cos(angle)]
  const nearness = FOCAL / (DISTANCE * sphere - (z * PITCH_COS + y * PITCH_SIN))
  return Math.max(Math.abs(x), Math.abs(y * PITCH_COS - z * PITCH_SIN)) * nearness
}

/** Turns and projects every vertex, and lights it. */
export function project(
  { positions, normals }: Model,
  camera: Camera,
  turnRad: number,
  { screen, light }: Projected,
): void {
  const [sin, cos] = [Math.sin(turnRad), Math.cos(turnRad)]
  const { focal, distance, size } = camera
  const [mx, my, mz] = camera.middle
  const half = size / 2
  for (let v = 0, p = 0; p < positions.length; v += 2, p += 3) {
    const x = positions[p]! - mx,
      y = positions[p + 1]! - my,
      z = positions[p + 2]! - mz
    const rx = x * cos + z * sin,
      rz = z * cos - x * sin
    const nearness = 1 / (distance - (rz * PITCH_COS + y * PITCH_SIN))
    screen[p] = half + rx * focal * nearness
    screen[p + 1] = half - (y * PITCH_COS - rz * PITCH_SIN) * focal * nearness
    screen[p + 2] = nearness
    const nx = normals[p]!,
      nz = normals[p + 2]!
    studioLight(nx * cos + nz * sin, normals[p + 1]!, nz * cos - nx * sin, light, v)
  }
}

/** The part of the frame that a model fills when it is turned. */
export function boundsAt({ positions }: Model, camera: Camera, turnRad: number): Bounds {
  const [sin, cos] = [Math.sin(turnRad), Math.cos(turnRad)]
  const { focal, distance, size } = camera
  const [mx, my, mz] = camera.middle
  const half = size / 2
  let left = size,
    top = size,
    right = 0,
    bottom = 0
  for (let p = 0; p < positions.length; p += 3) {
    const x = positions[p]! - mx,
      y = positions[p + 1]! - my,
      z = positions[p + 2]! - mz
    const rx = x * cos + z * sin,
      rz = z * cos - x * sin
    const scale = focal / (distance - (rz * PITCH_COS + y * PITCH_SIN))
    const sx = half + rx * scale,
      sy = half - (y * PITCH_COS - rz * PITCH_SIN) * scale
    if (sx < left) left = sx
    if (sx > right) right = sx
    if (sy < top) top = sy
    if (sy > bottom) bottom = sy
  }
  const even = (value: number) => Math.min(size, Math.max(0, 2 * Math.floor(value / 2)))
  return { left: even(left), top: even(top), right: even(right + 2), bottom: even(bottom + 2) }
}

/** Where the ray through a place of the frame (samples from its top left) meets the ground: [x, z] about the axis, before the turn. Null above the horizon. */
export function groundAt(camera: Camera, x: number, y: number): readonly [number, number] | null {
  const { focal, size, distance } = camera
  const slope = (size / 2 - y) / focal
  const down = PITCH_SIN - slope * PITCH_COS
  if (down <= 0) return null
  const reach = (PITCH_SIN * distance - (camera.ground - camera.middle[1])) / down
  return [((x - size / 2) / focal) * reach, PITCH_COS * distance - (slope * PITCH_SIN + PITCH_COS) * reach]
}
