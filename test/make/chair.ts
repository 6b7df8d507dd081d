import * as three from 'three'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { join, noise, taper, type Field } from './field.ts'
import { meshField, paint } from './mesh-field.ts'

const box =
  ([cx, cy, cz]: Vec3, [hx, hy, hz]: Vec3, round: number): Field =>
  (x, y, z) => {
    const [u, v, w] = [Math.abs(x - cx) - hx + round, Math.abs(y - cy) - hy + round, Math.abs(z - cz) - hz + round]
    return Math.min(Math.max(u, v, w), 0) + Math.hypot(Math.max(u, 0), Math.max(v, 0), Math.max(w, 0)) - round
  }

/** Half of a kitchen chair, the other half being its mirror image in X. */
const half: Field = join(
  0.025,
  box([0, 0, 0], [0.48, 0.05, 0.45], 0.04),
  taper([0.39, -0.02, 0.36], [0.46, -0.95, 0.43], 0.06, 0.042),
  taper([0.39, -0.02, -0.36], [0.45, -0.95, -0.47], 0.06, 0.042),
  taper([0.425, -0.45, 0.39], [0.425, -0.5, -0.41], 0.032, 0.032),
  taper([0, -0.58, 0.4], [0.44, -0.58, 0.4], 0.032, 0.032),
  taper([0.4, 0, -0.38], [0.44, 1.12, -0.56], 0.055, 0.045),
  box([0, 1, -0.55], [0.44, 0.11, 0.035], 0.03),
  box([0, 0.52, -0.47], [0.43, 0.06, 0.03], 0.025),
)

const whole: Field = (x, y, z) => half(Math.abs(x), y, z)

const wood = (x: number, y: number, z: number): Vec3 => {
  const ring = noise(x * 26 + 2.5 * noise(x * 3, y * 3), z * 26 + y * 2.2)
  const [light, dark] = [0.55 + 0.25 * ring, 0.1 * noise(x * 70, y * 9 + z * 70)]
  return [0.5 * light + dark * 0.3, 0.23 * light + dark * 0.15, 0.085 * light]
}

/** A kitchen chair: four legs, stretchers, and a back with openings. `detail` 1 is for close looks; less is coarser and faster. */
export function chair(detail = 1): three.Object3D {
  const geometry = meshField(whole, { min: [-0.6, -1.06, -0.7], max: [0.6, 1.22, 0.56] }, 0.0125 / detail)
  return new three.Mesh(paint(geometry, wood), new three.MeshPhysicalMaterial({ vertexColors: true, roughness: 0.55 }))
}
