import * as three from 'three'
import { noise, smoothMax, smoothMin, thicken, type Field } from './field.ts'
import { meshField, paint } from './mesh-field.ts'

const BOW_Y = 0.72
/** Left, right and top leaf of the bow: centre, outer and inner radius. */
const LEAVES = [
  [-0.31, BOW_Y - 0.06, 0.3, 0.155],
  [0.31, BOW_Y - 0.06, 0.3, 0.155],
  [0, BOW_Y + 0.34, 0.3, 0.155],
] as const

const roundBox = (x: number, y: number, halfWidth: number, halfHeight: number, round: number): number => {
  const [u, v] = [Math.abs(x) - halfWidth + round, Math.abs(y) - halfHeight + round]
  return Math.min(Math.max(u, v), 0) + Math.hypot(Math.max(u, 0), Math.max(v, 0)) - round
}

/** Trefoil of three pierced leaves about a boss. */
function bow(x: number, y: number): number {
  let plate = Math.hypot(x, y - BOW_Y - 0.04) - 0.25
  for (const [cx, cy, outer] of LEAVES) plate = smoothMin(plate, Math.hypot(x - cx, y - cy) - outer, 0.07)
  for (const [cx, cy, , inner] of LEAVES) plate = smoothMax(plate, inner - Math.hypot(x - cx, y - cy), 0.02)
  return smoothMin(plate, Math.hypot(x, y - BOW_Y - 0.7) - 0.085, 0.06)
}

/** The bit with its wards: what a lock reads. */
function bit(x: number, y: number): number {
  let plate = roundBox(x - 0.29, y + 0.92, 0.27, 0.2, 0.02)
  const cuts = [
    roundBox(x - 0.56, y + 0.92, 0.12, 0.035, 0.01),
    roundBox(x - 0.3, y + 0.76, 0.035, 0.085, 0.01),
    roundBox(x - 0.42, y + 1.08, 0.035, 0.085, 0.01),
    Math.hypot(x - 0.26, y + 0.94) - 0.06,
  ]
  for (const cut of cuts) plate = smoothMax(plate, -cut, 0.015)
  return plate
}

/** Along the shaft: radius of the turned stem with its collars and the ball at its end. */
function stem(x: number, y: number, z: number): number {
  const radius = Math.hypot(x, z)
  const swell = 0.082 + 0.016 * Math.cos((y + 0.3) * 2.2)
  let shaft = Math.max(radius - swell, Math.abs(y + 0.36) - 0.82)
  for (const [at, reach, half] of [
    [0.4, 0.17, 0.035],
    [0.3, 0.135, 0.03],
    [0.21, 0.16, 0.025],
    [-0.66, 0.135, 0.028],
  ] as const)
    shaft = smoothMin(shaft, Math.hypot(Math.max(radius - reach + half, 0), y - at) - half, 0.03)
  return smoothMin(shaft, Math.hypot(radius, y + 1.2) - 0.115, 0.04)
}

const metal: Field = (x, y, z) => {
  // A groove follows the bow's outline, as an engraver would cut it.
  const outline = bow(x, y)
  const groove = 0.02 * Math.exp(-(((outline + 0.066) / 0.013) ** 2))
  const flat = thicken(outline, z, 0.105 - (z > 0 ? groove : 0), 0.05)
  return smoothMin(smoothMin(flat, stem(x, y, z), 0.05), thicken(bit(x, y), z, 0.07, 0.022), 0.025)
}

/** Slab at its best: a pierced and engraved brass key with a garnet in its bow. `detail` 1 is the sample's own; less is coarser and faster. */
export function key(detail = 1): three.Object3D {
  const whole = new three.Group()
  const body = meshField(metal, { min: [-0.75, -1.4, -0.26], max: [0.75, 1.6, 0.26] }, 0.0075 / detail)
  const brass = new three.Color(0xd8a24a)
  const worn = new three.Color(0x9a5f2c)
  paint(body, (x, y, z) => {
    const groove = Math.exp(-(((bow(x, y) + 0.066) / 0.016) ** 2)) * 0.85
    const age = 0.22 + 0.22 * noise(x * 5 + 3, y * 5 + z) + 0.12 * noise(x * 17, y * 17)
    return brass
      .clone()
      .lerp(worn, Math.min(1, Math.max(groove, age)))
      .toArray() as [number, number, number]
  })
  whole.add(
    new three.Mesh(
      body,
      new three.MeshPhysicalMaterial({
        vertexColors: true,
        metalness: 0.82,
        roughness: 0.36,
        clearcoat: 0.25,
        clearcoatRoughness: 0.3,
      }),
    ),
  )
  const stone = new three.Mesh(
    new three.SphereGeometry(0.15, 96, 64),
    new three.MeshPhysicalMaterial({ color: 0xa30d22, roughness: 0.18, clearcoat: 1, clearcoatRoughness: 0.04 }),
  )
  stone.scale.z = 0.55
  stone.position.set(0, BOW_Y + 0.05, 0.105)
  const setting = new three.Mesh(
    new three.TorusGeometry(0.16, 0.03, 32, 128),
    new three.MeshPhysicalMaterial({ color: 0xe6b65c, metalness: 0.8, roughness: 0.3 }),
  )
  setting.position.set(0, BOW_Y + 0.05, 0.11)
  whole.add(stone, setting)
  return whole
}
