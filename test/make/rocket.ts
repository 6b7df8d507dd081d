import * as three from 'three'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { smoothMin, smoothstep, sphere, taper, thicken, type Field } from './field.ts'
import { meshField, paint } from './mesh-field.ts'

const PORTHOLES = [0.42, 0.02].map((y) => [y, sphere([0, y, hullRadius(y) - 0.01], 0.1)] as const)

/** Radius of the hull at height `y`: a spindle from the nozzle at -0.8 to the nose at 1.15. */
function hullRadius(y: number): number {
  const t = Math.min(1, Math.max(0, (y + 0.8) / 1.95))
  return 0.2 * (1 - t) + 0.62 * Math.sqrt(t) * (1 - t) ** 0.85
}

const finOutline = taper([0.18, -0.42, 0], [0.62, -0.9, 0], 0.16, 0.07)
const finFoot = taper([0.6, -0.85, 0], [0.66, -1.1, 0], 0.07, 0.03)
const fin = (out: number, y: number, across: number): number =>
  thicken(Math.min(finOutline(out, y, 0), finFoot(out, y, 0)), across, 0.034, 0.02)

const metal: Field = (x, y, z) => {
  const radius = Math.hypot(x, z)
  const hull = Math.max((radius - hullRadius(y)) * 0.8, -0.8 - y, y - 1.15)
  const aerial = taper([0, 1.05, 0], [0, 1.42, 0], 0.03, 0.014)(x, y, z)
  const ports = Math.min(...PORTHOLES.map(([, port]) => port(x, y, z)))
  const fins = Math.min(fin(Math.abs(x), y, z), fin(Math.abs(z), y, x))
  return smoothMin(smoothMin(Math.min(hull, aerial), ports, 0.02), fins, 0.03)
}

const [ENAMEL, RED, GLASS, STEEL]: readonly Vec3[] = [
  [0.72, 0.7, 0.64],
  [0.55, 0.035, 0.03],
  [0.04, 0.16, 0.26],
  [0.25, 0.25, 0.27],
]

function colourAt(x: number, y: number, z: number): Vec3 {
  const radius = Math.hypot(x, z)
  for (const [at, port] of PORTHOLES) {
    const away = Math.hypot(x, y - at)
    if (z > 0 && port(x, y, z) < 0.02 && away < 0.1) return away < 0.07 ? GLASS! : STEEL!
  }
  if (y > 1.12) return STEEL!
  if (radius > hullRadius(y) + 0.025) return RED!
  if (y < -0.74) return STEEL!
  const nose = smoothstep(0.69, 0.7, y)
  const belt = smoothstep(0.035, 0.03, Math.abs(y + 0.3))
  const red = Math.max(nose, belt)
  return [0, 1, 2].map((c) => ENAMEL![c]! + (RED![c]! - ENAMEL![c]!) * red) as [number, number, number]
}

/** A tin rocket on four thin fins, with an aerial. `detail` 1 is for close looks; less is coarser and faster. */
export function rocket(detail = 1): three.Object3D {
  const geometry = meshField(metal, { min: [-0.8, -1.2, -0.8], max: [0.8, 1.5, 0.8] }, 0.0125 / detail)
  const material = new three.MeshPhysicalMaterial({ vertexColors: true, roughness: 0.32, clearcoat: 0.6 })
  return new three.Mesh(paint(geometry, colourAt), material)
}
