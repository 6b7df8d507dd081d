import type { Vec3 } from '../contract/vec3.ts'

/** A kind of thing and its typical size, seen from the front. */
export interface Kind {
  readonly name: string
  readonly sizeMetres: Vec3
}

/** Sources: a 330 ml mug with its handle; DIN 68878 for chairs; ISO 7250 for stature; a C-segment car; a two-storey house. */
export const KINDS: readonly Kind[] = [
  { name: 'Mug', sizeMetres: [0.12, 0.095, 0.085] },
  { name: 'Chair', sizeMetres: [0.48, 0.9, 0.52] },
  { name: 'Person', sizeMetres: [0.5, 1.75, 0.3] },
  { name: 'Car', sizeMetres: [1.8, 1.45, 4.4] },
  { name: 'House', sizeMetres: [10, 8, 9] },
]

const ratioDistance = (a: number, b: number): number => Math.abs(Math.log(a / b))

/**
 * The box, in metres, for a subject of this kind with a known outline (width and height in any unit): as high as its kind, as wide as the
 * outline says, and with width and depth swapped when the outline looks like the kind's side view, as cars are often shown. Without an
 * outline, the kind's own box.
 */
export function boxOfKind(
  { sizeMetres: [width, height, depth] }: Kind,
  outline: readonly [number, number] | null,
): Vec3 {
  if (!outline) return [width, height, depth]
  const seen = outline[0] / outline[1]
  const fromSide = ratioDistance(seen, depth / height) < ratioDistance(seen, width / height)
  return [height * seen, height, fromSide ? width : depth]
}
