import type { Vec3 } from '../contract/vec3.ts'
import { unit } from './ray.ts'
import { boxRadius } from './scene.ts'

/** Named views, each as the direction from the box to the eye. */
export const VIEWS = {
  front: { name: 'Front', key: 'f', from: [0, 0, 1] },
  right: { name: 'Right', key: 'r', from: [1, 0, 0] },
  // Straight down has no up direction; a hair off, up is the back.
  top: { name: 'Top', key: 't', from: [0, 1, 0.0001] },
  threeQuarter: { name: 'Three-quarter', key: 'q', from: [0.75, 0.5, 1.25] },
} as const satisfies Record<string, { readonly name: string; readonly key: string; readonly from: Vec3 }>

export type ViewName = keyof typeof VIEWS

/** Leaves room around the box for labels and the gizmo's arrows. */
const MARGIN = 1.45

export const FOV_DEG = 28

/**
 * Where eye and target must be, in metres, to show the whole box from a direction. In a picture narrower than high its
 * width decides.
 */
export function framing(sizeMetres: Vec3, from: Vec3, aspect: number): { eye: Vec3; target: Vec3 } {
  const half = (FOV_DEG * Math.PI) / 360
  const narrow = Math.min(half, Math.atan(Math.tan(half) * aspect))
  const distance = (boxRadius(sizeMetres) * MARGIN) / Math.sin(narrow)
  const [x, y, z] = unit(from)
  const middle = sizeMetres[1] / 2
  return { eye: [x * distance, middle + y * distance, z * distance], target: [0, middle, 0] }
}
