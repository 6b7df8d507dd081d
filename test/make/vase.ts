import * as three from 'three'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { noise, smoothstep } from './field.ts'
import { paint } from './mesh-field.ts'

/** Radius and height along the wall, foot to lip; the lip turns over, as clay does. */
const PROFILE: readonly (readonly [number, number])[] = [
  [0.001, -1.1],
  [0.3, -1.1],
  [0.35, -1.09],
  [0.37, -1.05],
  [0.345, -0.99],
  [0.29, -0.93],
  [0.27, -0.87],
  [0.32, -0.74],
  [0.46, -0.5],
  [0.6, -0.18],
  [0.655, 0.12],
  [0.61, 0.38],
  [0.47, 0.58],
  [0.3, 0.71],
  [0.205, 0.81],
  [0.18, 0.9],
  [0.2, 0.98],
  [0.27, 1.045],
  [0.345, 1.075],
  [0.375, 1.09],
  [0.37, 1.108],
  [0.33, 1.112],
  [0.22, 1.06],
  [0.15, 0.9],
]

/** Where glaze ran further: angle about the axis (0 = front), half width, length. */
const DRIPS = [
  [-2.9, 0.09, 0.2],
  [-2.2, 0.1, 0.12],
  [-1.42, 0.085, 0.22],
  [-1.02, 0.075, 0.1],
  [-0.62, 0.08, 0.27],
  [-0.27, 0.075, 0.1],
  [0.08, 0.07, 0.19],
  [0.46, 0.085, 0.08],
  [0.8, 0.08, 0.31],
  [1.25, 0.09, 0.15],
  [1.9, 0.09, 0.26],
  [2.5, 0.1, 0.14],
] as const

/** Where the glaze ran to a stop: a wavy hem with round-ended drips. Height above it decides between glaze and clay. */
function hem(angle: number): number {
  const wave = 0.035 * Math.sin(angle * 2 + 0.6) + 0.02 * Math.sin(angle * 5 + 2)
  const run = DRIPS.reduce((sum, [at, half, length]) => {
    const across = Math.abs(angle - at) / half
    const shoulder = 0.35 * Math.exp(-((across / 1.5) ** 2))
    return sum + length * (shoulder + 0.75 * Math.sqrt(Math.max(0, 1 - across ** 3)))
  }, 0)
  return -0.4 + wave - run
}

const mix = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
]
const colour = (hex: number): Vec3 => new three.Color(hex).toArray() as [number, number, number]
const CLAY = colour(0x8a4a2c)
const CLAY_DARK = colour(0x5c2f1d)
const GLAZE = colour(0x159a94)
const GLAZE_DEEP = colour(0x07424f)
const GLAZE_PALE = colour(0x8fdccb)
const BRONZE = colour(0x6b4420)

function glazeAt(x: number, y: number, z: number): Vec3 {
  const angle = Math.atan2(x, z)
  const depth = y - hem(angle)
  const streak = noise(angle * 14, y * 1.6) * 0.5 + noise(angle * 37, y * 2.3) * 0.5
  const speck = smoothstep(0.62, 0.8, noise(angle * 60 + 9, y * 46))
  let glaze = mix(GLAZE, GLAZE_PALE, smoothstep(0.2, 1.15, y + streak * 0.3) * 0.75)
  glaze = mix(glaze, GLAZE_DEEP, (1 - smoothstep(0.0, 0.62, depth + streak * 0.14)) * 0.9)
  glaze = mix(glaze, BRONZE, smoothstep(1.02, 1.1, y + streak * 0.02) * 0.85)
  glaze = mix(glaze, GLAZE_DEEP, speck * 0.35)
  const clay = mix(CLAY, CLAY_DARK, 0.35 + 0.35 * noise(y * 60, angle * 1.2))
  return mix(clay, glaze, smoothstep(-0.006, 0.006, depth))
}

/** Glaze shines, bare clay does not: the triangles below the hem go to a second material. */
function splitAtHem(geometry: three.BufferGeometry): void {
  const positions = geometry.getAttribute('position')
  const index = geometry.getIndex()
  if (!index) throw new Error('A lathe has an index')
  const [glazed, bare]: [number[], number[]] = [[], []]
  for (let i = 0; i < index.count; i += 3) {
    const corners = [index.getX(i), index.getX(i + 1), index.getX(i + 2)]
    const [first = 0] = corners
    const [x, y, z] = [positions.getX(first), positions.getY(first), positions.getZ(first)]
    const target = y > hem(Math.atan2(x, z)) ? glazed : bare
    target.push(...corners)
  }
  geometry.setIndex([...glazed, ...bare])
  geometry.addGroup(0, glazed.length, 0)
  geometry.addGroup(glazed.length, bare.length, 1)
}

/** Turned at its best: a thrown vase under a running turquoise glaze. `detail` 1 is the sample's own; less is coarser and faster. */
export function vase(detail = 1): three.Object3D {
  const wall = new three.SplineCurve(PROFILE.map(([r, y]) => new three.Vector2(r, y))).getSpacedPoints(
    Math.round(480 * detail),
  )
  // A lathe's seam starts at the front: turned about, it is where no one looks.
  const geometry = new three.LatheGeometry(
    wall.map((p) => new three.Vector2(Math.max(0.0005, p.x), p.y)),
    Math.round(640 * detail),
  ).rotateY(Math.PI)
  const positions = geometry.getAttribute('position')
  for (let i = 0; i < positions.count; i++) {
    const [x, y, z] = [positions.getX(i), positions.getY(i), positions.getZ(i)]
    const depth = y - hem(Math.atan2(x, z))
    // The glaze lies on the clay, thickest in a bead along its hem; throwing leaves rings.
    const bead = Math.exp(-(((depth - 0.025) / 0.028) ** 2)) * 0.012
    const thick = smoothstep(-0.012, 0.014, depth) * 0.012 + (depth > -0.012 ? bead : 0) + Math.sin(y * 70) * 0.0003
    const out = 1 + thick / Math.max(0.05, Math.hypot(x, z))
    positions.setXYZ(i, x * out, y, z * out)
  }
  geometry.computeVertexNormals()
  splitAtHem(geometry)
  const surface = { vertexColors: true, side: three.DoubleSide } as const
  return new three.Mesh(paint(geometry, glazeAt), [
    new three.MeshPhysicalMaterial({ ...surface, roughness: 0.42, clearcoat: 0.9, clearcoatRoughness: 0.1 }),
    new three.MeshPhysicalMaterial({ ...surface, roughness: 0.72 }),
  ])
}
