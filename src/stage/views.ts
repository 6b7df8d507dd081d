import type { Vec3 } from '../contract/vec3.ts'
import { unit } from './ray.ts'
import { boxRadius } from './scene.ts'

/** Where the eye stands, as a direction from the box. */
export const VIEWS = {
  front: { name: 'Front', key: 'f', from: [0, 0, 1] },
  right: { name: 'Right', key: 'r', from: [1, 0, 0] },
  // Straight down has no up; a hair from it, up is the back.
  top: { name: 'Top', key: 't', from: [0, 1, 0.0001] },
  threeQuarter: { name: 'Three-quarter', key: 'q', from: [0.75, 0.5, 1.25] },
} as const satisfies Record<string, { readonly name: string; readonly key: string; readonly from: Vec3 }>

export type ViewName = keyof typeof VIEWS

/** Room around the box for labels and the gizmo's arrows. */
const MARGIN = 1.45

export const FOV_DEG = 28

/** Eye and target that show the whole box, in metres; a picture narrower than high is filled by its width. */
export function framing(sizeMetres: Vec3, from: Vec3, aspect: number): { eye: Vec3; target: Vec3 } {
  const half = (FOV_DEG * Math.PI) / 360
  const narrow = Math.min(half, Math.atan(Math.tan(half) * aspect))
  const distance = (boxRadius(sizeMetres) * MARGIN) / Math.sin(narrow)
  const [x, y, z] = unit(from)
  const middle = sizeMetres[1] / 2
  return { eye: [x * distance, middle + y * distance, z * distance], target: [0, middle, 0] }
}
