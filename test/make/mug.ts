import * as three from 'three'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { noise, smoothMax, smoothMin, smoothstep, type Field } from './field.ts'
import { meshField, paint } from './mesh-field.ts'

const [RADIUS, HALF_HEIGHT, WALL] = [0.46, 0.56, 0.055]

/** An upright cylinder about Y with rounded edges. */
const drum = (x: number, y: number, z: number, radius: number, halfHeight: number, round: number): number => {
  const [u, v] = [Math.hypot(x, z) - radius + round, Math.abs(y) - halfHeight + round]
  return Math.min(Math.max(u, v), 0) + Math.hypot(Math.max(u, 0), Math.max(v, 0)) - round
}

const hollow = (x: number, y: number, z: number): number => drum(x, y - 0.2, z, RADIUS - WALL, HALF_HEIGHT + 0.1, 0.1)

const clay: Field = (x, y, z) => {
  const body = drum(x, y, z, RADIUS, HALF_HEIGHT, 0.07)
  const ear = Math.hypot(Math.hypot((x - 0.47) * 1.08, y) - 0.29, z * 0.85) - 0.062
  return smoothMax(smoothMin(body, ear, 0.06), -hollow(x, y, z), 0.04)
}

const CREAM: Vec3 = [0.78, 0.71, 0.56]
const INDIGO: Vec3 = [0.05, 0.09, 0.3]
const RUST: Vec3 = [0.42, 0.13, 0.05]

const mix = (from: number, to: number, share: number): number => from + (to - from) * share

/** Cream glaze with a brushed indigo band and a rust-red lip. */
function glaze(x: number, y: number, z: number): Vec3 {
  const stroke = 0.02 * noise(Math.atan2(z, x) * 7, y * 3)
  const band = smoothstep(0.2, 0.17, Math.abs(y + 0.08 + stroke)) * (hollow(x, y, z) > 0.02 ? 1 : 0)
  const lip = smoothstep(0.5, 0.53, y + stroke)
  const speck = smoothstep(0.55, 0.7, noise(x * 31 + z * 17, y * 37)) * 0.5
  return [0, 1, 2].map((c) =>
    mix(mix(mix(CREAM[c]!, RUST[c]!, speck * 0.6), INDIGO[c]!, band * 0.92), RUST[c]!, lip),
  ) as [number, number, number]
}

/** A mug whose handle one sees through. `detail` 1 is for close looks; less is coarser and faster. */
export function mug(detail = 1): three.Object3D {
  const geometry = meshField(clay, { min: [-0.55, -0.66, -0.55], max: [0.92, 0.66, 0.55] }, 0.0125 / detail)
  const material = new three.MeshPhysicalMaterial({ vertexColors: true, roughness: 0.3, clearcoat: 0.8 })
  return new three.Mesh(paint(geometry, glaze), material)
}
