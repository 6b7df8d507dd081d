import { sayLength } from '../contract/length.ts'
import { stretchText } from '../contract/stretch.ts'
import { AXES, type Axis } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'
import type { Edit } from './edit.ts'
import { naturalOf, scaleOf, type History } from './history.ts'
import { isRough } from './naturals.ts'

export const givenSides = ({ automatic }: Pick<Draft, 'automatic'>): Axis[] => AXES.filter((axis) => !automatic[axis])

/** `Stretched: 5.4 × too deep`, as the mesh will come out; null where nothing is known to be stretched. */
export const draftStretch = (history: History): string | null =>
  stretchText(scaleOf(history).sizeMetres, naturalOf(history))

/** The sides of a box have four digits, so their proportions cannot come closer to the natural ones than this. */
const SAME = 1e-3

/** Whether the given sides differ from the natural proportions, or may. */
function mayDiffer(history: History, given: readonly Axis[]): boolean {
  const natural = naturalOf(history)
  const scales = given.map((axis) => history.present.sizeMetres[axis] / (natural?.sides[axis] ?? Number.NaN))
  return !(Math.max(...scales) <= Math.min(...scales) * (1 + SAME))
}

/**
 * Gives the draft its natural proportions: one side stays as it is, the height if that is given, and the others follow. Null where they
 * follow one side already.
 */
export function naturalEdit(history: History): Edit | null {
  const given = givenSides(history.present)
  if (given.length <= 1 || !mayDiffer(history, given)) return null
  const axis = given.find((side) => side === 1) ?? given[0] ?? 1
  return { kind: 'govern', axis, metres: history.present.sizeMetres[axis] }
}

const ADJECTIVES = ['wide', 'high', 'deep'] as const
const NOUNS = ['Width', 'Height', 'Depth'] as const

/** `About 0.25 m wide. Depth not known until there is a mesh.`, of the automatic sides; null where they are known exactly. */
export function aboutText(history: History): string | null {
  const { present, settings } = history
  const natural = naturalOf(history)
  const automatic = AXES.filter((axis) => present.automatic[axis])
  if (automatic.length === 0 || !isRough(natural)) return null
  const { sizeMetres } = scaleOf(history)
  const known = automatic.filter((axis) => natural?.sides[axis])
  const unknown = automatic.filter((axis) => !natural?.sides[axis])
  const lengths = known.map((axis) => `${sayLength(sizeMetres[axis], settings.unit, 2)} ${ADJECTIVES[axis]}`)
  const names = unknown.map((axis, at) => (at === 0 ? NOUNS[axis] : NOUNS[axis].toLowerCase()))
  return [
    ...(lengths.length > 0 ? [`About ${lengths.join(', ')}.`] : []),
    ...(names.length > 0 ? [`${names.join(', ')} not known until there is a mesh.`] : []),
  ].join(' ')
}
