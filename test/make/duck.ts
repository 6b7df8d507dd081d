import * as three from 'three'
import { ellipsoid, join, smoothMax, sphere, taper, type Field } from './field.ts'
import { meshField } from './mesh-field.ts'

const rubber = (colour: number, roughness = 0.34) =>
  new three.MeshPhysicalMaterial({ color: colour, roughness, clearcoat: 0.8, clearcoatRoughness: 0.14, sheen: 0.2 })

/** Body with a lifted tail, a breast, a head, and wings pressed into the sides; flat underneath so that it sits. */
function body(): Field {
  const trunk = join(
    0.3,
    ellipsoid([0.1, -0.38, 0], [0.8, 0.5, 0.62], 0.06),
    sphere([-0.3, -0.26, 0], 0.5),
    taper([0.5, -0.24, 0], [1.0, 0.22, 0], 0.34, 0.035),
  )
  const bird = join(
    0.2,
    trunk,
    ellipsoid([-0.4, 0.47, 0], [0.44, 0.42, 0.42]),
    taper([-0.34, 0.3, 0], [-0.3, -0.1, 0], 0.3, 0.4),
  )
  const tuft = taper([-0.36, 0.86, 0], [-0.22, 0.97, 0], 0.07, 0.025)
  const wing = join(
    0.2,
    ellipsoid([0.14, -0.3, 0.54], [0.36, 0.22, 0.13], 0.12),
    taper([0.3, -0.26, 0.55], [0.68, -0.02, 0.52], 0.14, 0.03),
  )
  return (x, y, z) => {
    const whole = join(0.07, bird, tuft)(x, y, z)
    const winged = join(
      0.05,
      () => whole,
      () => wing(x, y, Math.abs(z)),
    )(x, y, z)
    return smoothMax(winged, -0.8 - y, 0.16)
  }
}

function beak(): Field {
  const upper = join(
    0.1,
    ellipsoid([-0.86, 0.43, 0], [0.23, 0.115, 0.22], -0.14),
    taper([-0.94, 0.43, 0], [-1.12, 0.5, 0], 0.11, 0.06),
  )
  const lower = ellipsoid([-0.86, 0.29, 0], [0.19, 0.07, 0.17], 0.3)
  return (x, y, z) => Math.min(upper(x, y, z), lower(x, y, z))
}

/** Round at its best: a rubber duck from the side, as full as it looks. `detail` 1 is the sample's own; less is coarser and faster. */
export function duck(detail = 1): three.Object3D {
  const toy = new three.Group()
  toy.add(
    new three.Mesh(
      meshField(body(), { min: [-1.1, -0.95, -0.85], max: [1.2, 1.15, 0.85] }, 0.016 / detail),
      rubber(0xffcb1c),
    ),
  )
  toy.add(
    new three.Mesh(
      meshField(beak(), { min: [-1.3, 0.1, -0.35], max: [-0.5, 0.7, 0.35] }, 0.011 / detail),
      rubber(0xf2600c, 0.4),
    ),
  )
  for (const side of [1, -1]) {
    const at = new three.Vector3(-0.53, 0.56, 0.37 * side)
    const eye = (radius: number, out: number, colour: number, roughness: number) => {
      const mesh = new three.Mesh(new three.SphereGeometry(1, 64, 48), rubber(colour, roughness))
      mesh.scale.set(radius, radius * 1.18, radius * 0.5)
      mesh.position.copy(at).add(new three.Vector3(-0.3 * out, 0.12 * out, out * side))
      mesh.lookAt(mesh.position.clone().add(new three.Vector3(-0.32, 0.18, 0.9 * side)))
      toy.add(mesh)
    }
    eye(0.105, 0, 0xfff8ea, 0.3)
    eye(0.068, 0.03, 0x14110f, 0.12)
    eye(0.02, 0.062, 0xffffff, 0.3)
  }
  return toy
}
