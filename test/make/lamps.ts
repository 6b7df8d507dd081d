import type { Vec3 } from '../../src/contract/vec3.ts'
import { rasterise } from './rasterise.ts'
import type { Solid } from './solid.ts'

/** Light from one direction; many of them make a lamp of some size, and so a soft shadow. */
interface Ray {
  /** Unit vector towards the light. */
  readonly towards: Vec3
  /** Linear RGB. */
  readonly strength: Vec3
}

export interface Light {
  readonly rays: readonly Ray[]
  /** Unit vector towards the middle of the lamp. */
  readonly lamp: Vec3
  /** Linear RGB of the lamp and of the sky, as a gloss shows them. */
  readonly lampColour: Vec3
  readonly skyColour: Vec3
  /** The ground and the wall shine too, as a light table does, and show no shadow. */
  readonly shadowless: boolean
}

const SKY_RAYS = 28
const LAMP_RAYS = 20

const unit = (x: number, y: number, z: number): Vec3 => {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}

const scaled = ([r, g, b]: Vec3, by: number): Vec3 => [r * by, g * by, b * by]

/** Golden-angle spiral: fills a disc evenly, the same on each run. */
const spiral = (k: number, count: number): readonly [number, number] => {
  const [radius, angle] = [Math.sqrt((k + 0.5) / count), k * 2.399963]
  return [radius * Math.cos(angle), radius * Math.sin(angle)]
}

interface LampOptions {
  readonly towards: Vec3
  /** Radius of the lamp as a share of its distance: the larger, the softer its shadow. */
  readonly size: number
  readonly colour: Vec3
  readonly sky: Vec3
}

function lightOf({ towards, size, colour, sky }: LampOptions): Light {
  const lamp = unit(...towards)
  const right = unit(lamp[2], 0, -lamp[0])
  const up: Vec3 = [
    lamp[1] * right[2] - lamp[2] * right[1],
    lamp[2] * right[0] - lamp[0] * right[2],
    lamp[0] * right[1] - lamp[1] * right[0],
  ]
  const fromLamp = Array.from({ length: LAMP_RAYS }, (_, k): Ray => {
    const [u, v] = spiral(k, LAMP_RAYS).map((share) => share * size) as [number, number]
    const at = [0, 1, 2].map((axis) => lamp[axis]! + u * right[axis]! + v * up[axis]!)
    return { towards: unit(at[0]!, at[1]!, at[2]!), strength: scaled(colour, 1 / LAMP_RAYS) }
  })
  const fromSky = Array.from({ length: SKY_RAYS }, (_, k): Ray => {
    // Lifted from a disc onto the half sphere, the rays are as dense as the cosine of their angle to the zenith. Those
    // along the horizon are left out: few as they are, each would throw a shadow of its own on the wall.
    const [x, z] = spiral(k, SKY_RAYS).map((share) => 0.9 * share) as [number, number]
    const y = Math.sqrt(1 - x * x - z * z)
    return { towards: unit(x, y, z), strength: scaled(sky, 1 / SKY_RAYS / y) }
  })
  return { rays: [...fromLamp, ...fromSky], lamp, lampColour: colour, skyColour: sky, shadowless: false }
}

export const LIGHTS = {
  /** A clouded sky: next to no shadow but where things touch. */
  overcast: lightOf({ towards: [-0.3, 1, 0.8], size: 0.9, colour: [0.3, 0.3, 0.3], sky: [0.74, 0.75, 0.77] }),
  /** A large softbox at the upper left: shadows without an edge. */
  softbox: lightOf({ towards: [-0.6, 1, 0.7], size: 0.55, colour: [0.62, 0.6, 0.57], sky: [0.5, 0.51, 0.53] }),
  /** A window on the right: a shadow that falls to the left and has a soft edge. */
  window: lightOf({ towards: [1, 0.95, 0.45], size: 0.22, colour: [0.86, 0.84, 0.8], sky: [0.32, 0.35, 0.4] }),
  /** A warm bulb: a shadow with an edge. */
  bulb: lightOf({ towards: [-0.75, 1.15, 0.35], size: 0.07, colour: [0.98, 0.85, 0.66], sky: [0.24, 0.23, 0.22] }),
  /** A tent of white cloth on a light table, as for catalogues. */
  tent: {
    ...lightOf({ towards: [-0.4, 1, 0.9], size: 0.9, colour: [0.4, 0.4, 0.4], sky: [0.66, 0.66, 0.67] }),
    shadowless: true,
  },
} as const

export type LightName = keyof typeof LIGHTS

const MAP = 192
/** Half the width of the space that a map covers, around the middle of an object of longest side 1. */
const REACH = 0.9
/** Light is gathered this far off the surface, so that the surface does not shade itself. */
const BIAS = 0.016
/** Numbers a ray in `axes`: across, up and towards the light, then its strength. */
const STRIDE = 12

/** A light with what hides it. */
export interface Shadows {
  readonly light: Light
  readonly axes: Float64Array
  /** By ray: how near the object lies to the light, over a square of MAP² places across the ray. */
  readonly maps: readonly Float32Array[]
}

/** Draws the object as each ray of the light sees it. */
export function castShadows({ positions, indices }: Solid, light: Light): Shadows {
  const axes = Float64Array.from(
    light.rays.flatMap(({ towards, strength }) => {
      const [x, y, z] = towards
      const right = unit(z, 0, -x)
      const up = [y * right[2] - z * right[1], z * right[0] - x * right[2], x * right[1] - y * right[0]]
      return [...right, ...up, ...towards, ...strength]
    }),
  )
  const points = new Float32Array(positions.length)
  const scale = MAP / 2 / REACH
  const maps = light.rays.map((_, ray) => {
    const k = STRIDE * ray
    for (let v = 0; v < positions.length; v += 3) {
      const x = positions[v]!
      const y = positions[v + 1]! - 0.5
      const z = positions[v + 2]!
      points[v] = (x * axes[k]! + y * axes[k + 1]! + z * axes[k + 2]!) * scale + MAP / 2
      points[v + 1] = (x * axes[k + 3]! + y * axes[k + 4]! + z * axes[k + 5]!) * scale + MAP / 2
      points[v + 2] = x * axes[k + 6]! + y * axes[k + 7]! + z * axes[k + 8]!
    }
    return rasterise(points, indices, MAP, MAP).nearness
  })
  return { light, axes, maps }
}

/**
 * Light that arrives at a surface: the sum over all rays that the object leaves free, linear RGB, white paper being about 1.
 * @param bounce what the ground throws back, for the sides that look down
 * @param into where the three numbers go, from index `at` on
 */
export function gather(
  { axes, maps }: Shadows,
  [px, py, pz]: Vec3,
  [nx, ny, nz]: Vec3,
  bounce: Vec3,
  into: Float32Array,
  at: number,
): void {
  const under = 0.5 - 0.5 * ny
  let r = bounce[0] * under
  let g = bounce[1] * under
  let b = bounce[2] * under
  const x = px + nx * BIAS
  const y = py + ny * BIAS - 0.5
  const z = pz + nz * BIAS
  const scale = MAP / 2 / REACH
  for (let ray = 0, k = 0; ray < maps.length; ray++, k += STRIDE) {
    const facing = nx * axes[k + 6]! + ny * axes[k + 7]! + nz * axes[k + 8]!
    if (facing <= 0) continue
    const u = Math.floor((x * axes[k]! + y * axes[k + 1]! + z * axes[k + 2]!) * scale + MAP / 2)
    const v = Math.floor((x * axes[k + 3]! + y * axes[k + 4]! + z * axes[k + 5]!) * scale + MAP / 2)
    if (u >= 0 && v >= 0 && u < MAP && v < MAP) {
      if (maps[ray]![v * MAP + u]! > x * axes[k + 6]! + y * axes[k + 7]! + z * axes[k + 8]! + 0.01) continue
    }
    r += axes[k + 9]! * facing
    g += axes[k + 10]! * facing
    b += axes[k + 11]! * facing
  }
  into[at] = r
  into[at + 1] = g
  into[at + 2] = b
}
