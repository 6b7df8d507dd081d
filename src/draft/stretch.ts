import type { Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'

/** Below this nobody sees it. */
const NOTICED = 0.15

/** Width to height of the box against the subject's own: 1 is as it is, 2 is twice as wide. */
export const stretchOf = (sizeMetres: Vec3, outline: readonly [number, number]): number =>
  sizeMetres[0] / sizeMetres[1] / (outline[0] / outline[1])

/** One given side alone stretches nothing: the mesh brings its own proportions to it [FIT-2]. */
export const mayStretch = ({ automatic }: Pick<Draft, 'automatic'>): boolean =>
  automatic.filter((each) => !each).length > 1

/** `42 % wider than the spin.`, or null while it is too little to be noticed. */
export function stretchWarning(sizeMetres: Vec3, outline: readonly [number, number] | null): string | null {
  if (!outline) return null
  const stretch = stretchOf(sizeMetres, outline)
  const [word, by] = stretch > 1 ? ['wider', stretch - 1] : ['taller', 1 / stretch - 1]
  return by > NOTICED ? `${Math.round(by * 100)} % ${word} than the spin.` : null
}

/** Nearer than this the numbers of a box, four digits each, cannot come. */
const SAME = 1e-3

export const isStretched = (sizeMetres: Vec3, outline: readonly [number, number]): boolean =>
  Math.abs(stretchOf(sizeMetres, outline) - 1) > SAME

/**
 * The box with the subject's own width to height: the height stays, or the width when only that is given. Both are given then; the depth
 * stays as it is in the draft, whatever is drawn of it.
 */
export function unstretched(
  { sizeMetres, automatic }: Draft,
  drawnMetres: Vec3,
  outline: readonly [number, number],
): Pick<Draft, 'sizeMetres' | 'automatic'> {
  const ratio = outline[0] / outline[1]
  const [width, height] = drawnMetres
  const [w, h] = automatic[1] && !automatic[0] ? [width, width / ratio] : [height * ratio, height]
  return { sizeMetres: [w, h, sizeMetres[2]], automatic: [false, false, automatic[2]] }
}
