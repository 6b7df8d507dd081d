import type { Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'

/** A smaller stretch goes unnoticed. */
const NOTICED = 0.15

/** The box's ratio of width to height divided by the subject's own: 1 stretches nothing, 2 is twice as wide. */
const stretchOf = (sizeMetres: Vec3, outline: readonly [number, number]): number =>
  sizeMetres[0] / sizeMetres[1] / (outline[0] / outline[1])

/** With a single given side the others follow the mesh's own proportions, so nothing is stretched [FIT-2]. */
export const mayStretch = ({ automatic }: Pick<Draft, 'automatic'>): boolean =>
  automatic.filter((isAutomatic) => !isAutomatic).length > 1

/** `42 % wider than the spin.`; null when the stretch is too small to notice. */
export function stretchWarning(sizeMetres: Vec3, outline: readonly [number, number] | null): string | null {
  if (!outline) return null
  const stretch = stretchOf(sizeMetres, outline)
  const [word, by] = stretch > 1 ? ['wider', stretch - 1] : ['taller', 1 / stretch - 1]
  return by > NOTICED ? `${Math.round(by * 100)} % ${word} than the spin.` : null
}

/** The sides of a box have four digits, so their ratio cannot come closer to the subject's than this. */
const SAME = 1e-3

export const isStretched = (sizeMetres: Vec3, outline: readonly [number, number]): boolean =>
  Math.abs(stretchOf(sizeMetres, outline) - 1) > SAME

/**
 * The box with the subject's own ratio of width to height, both given. The height stays as drawn, or the width when only that was given; the
 * depth stays as it is in the draft.
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
