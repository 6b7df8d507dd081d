import type { Vec3 } from '../../src/contract/vec3.ts'

/** Signed distance in the object's units: negative inside. Not exact everywhere, but smooth near the surface. */
export type Field = (x: number, y: number, z: number) => number

export const sphere =
  ([cx, cy, cz]: Vec3, radius: number): Field =>
  (x, y, z) =>
    Math.hypot(x - cx, y - cy, z - cz) - radius

/** Ellipsoid turned by `angleRad` about Z. Bound of https://iquilezles.org/articles/ellipsoids. */
export const ellipsoid = ([cx, cy, cz]: Vec3, [rx, ry, rz]: Vec3, angleRad = 0): Field => {
  const cos = Math.cos(angleRad)
  const sin = Math.sin(angleRad)
  return (x, y, z) => {
    const u = (x - cx) * cos + (y - cy) * sin
    const v = (y - cy) * cos - (x - cx) * sin
    const w = z - cz
    const scaled = Math.hypot(u / rx, v / ry, w / rz)
    const gradient = Math.hypot(u / (rx * rx), v / (ry * ry), w / (rz * rz))
    return gradient > 1e-9 ? (scaled * (scaled - 1)) / gradient : -Math.min(rx, ry, rz)
  }
}

/** Capsule whose radius goes from `radiusA` at `a` to `radiusB` at `b`. */
export const taper = (a: Vec3, b: Vec3, radiusA: number, radiusB: number): Field => {
  const [dx, dy, dz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
  const lengthSquared = dx * dx + dy * dy + dz * dz
  return (x, y, z) => {
    const [px, py, pz] = [x - a[0], y - a[1], z - a[2]]
    const t = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) / lengthSquared))
    return Math.hypot(px - dx * t, py - dy * t, pz - dz * t) - (radiusA + (radiusB - radiusA) * t)
  }
}

/** Polynomial smooth minimum, https://iquilezles.org/articles/smin: `blend` is the width of the fillet. */
export function smoothMin(a: number, b: number, blend: number): number {
  const h = Math.max(blend - Math.abs(a - b), 0) / blend
  return Math.min(a, b) - h * h * blend * 0.25
}

export const smoothMax = (a: number, b: number, blend: number): number => -smoothMin(-a, -b, blend)

export const join =
  (blend: number, ...fields: readonly Field[]): Field =>
  (x, y, z) =>
    fields.reduce((distance, field) => smoothMin(distance, field(x, y, z), blend), 1e3)

/** A flat outline given thickness, its edges rounded by `round`. `distance` is the outline's own signed distance. */
export function thicken(distance: number, z: number, halfDepth: number, round: number): number {
  const u = distance + round
  const v = Math.abs(z) - halfDepth + round
  return Math.min(Math.max(u, v), 0) + Math.hypot(Math.max(u, 0), Math.max(v, 0)) - round
}

export const smoothstep = (from: number, to: number, value: number): number => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

/** A number in [-1, 1] for a lattice point, the same on each run. */
function lattice(i: number, j: number): number {
  const h = Math.sin(i * 127.1 + j * 311.7) * 43758.5453
  return (h - Math.floor(h)) * 2 - 1
}

/** Repeatable value noise in [-1, 1] along a line or, with `y`, over a plane. */
export function noise(x: number, y = 0): number {
  const [i, j] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [smoothstep(0, 1, x - i), smoothstep(0, 1, y - j)]
  const low = lattice(i, j) + (lattice(i + 1, j) - lattice(i, j)) * u
  const high = lattice(i, j + 1) + (lattice(i + 1, j + 1) - lattice(i, j + 1)) * u
  return low + (high - low) * v
}
