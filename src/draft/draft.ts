import { DEFAULT_PIVOT } from '../contract/preview-request.ts'
import { AXES, vec3, type Vec3 } from '../contract/vec3.ts'
import { FIELDS, type Field, type FieldName } from './fields.ts'

/** What the artist is editing. Its numbers are always valid; text that is not a valid number yet waits in `typed`. */
export interface Draft {
  readonly spinIndex: number | null
  /** The last valid size of each axis, kept even while the axis is automatic. */
  readonly sizeMetres: Vec3
  readonly automatic: readonly [x: boolean, y: boolean, z: boolean]
  readonly pivotNormalised: Vec3
  /** Version of the delivered mesh whose fault is corrected in the file. It is not part of any request. */
  readonly mended: string | null
  /** Half-typed or invalid text by field, exactly as typed. */
  readonly typed: Readonly<Partial<Record<FieldName, string>>>
}

/** One side is given, so that it stretches nothing. */
export const CLEAN_DRAFT: Draft = {
  spinIndex: null,
  sizeMetres: [1, 1, 1],
  automatic: [true, false, true],
  pivotNormalised: DEFAULT_PIVOT,
  mended: null,
  typed: {},
}

/** The first field, in the order of the page, whose text is not a valid number. */
export const firstInvalidField = (draft: Draft): Field | null =>
  FIELDS.find(({ name }) => draft.typed[name] !== undefined) ?? null

/**
 * The box as the stage draws it. An automatic axis is in proportion to the given ones [FIT-2]. With all three automatic
 * the box is `proportions` itself: 1 m on its longest side [FIT-3], or the mesh's own size.
 */
export function drawnSizeMetres({ sizeMetres, automatic }: Draft, proportions: Vec3): Vec3 {
  const given = AXES.filter((axis) => !automatic[axis])
  const logs = given.map((axis) => Math.log(sizeMetres[axis] / proportions[axis]))
  const scale = given.length === 0 ? 1 : Math.exp(logs.reduce((sum, log) => sum + log, 0) / given.length)
  return vec3((axis) => (automatic[axis] ? proportions[axis] * scale : sizeMetres[axis]))
}

/** Whether two drafts lead to the same mesh, made by an upstream or corrected in the file. Half-typed text does not count. */
export const sameOutcome = (a: Draft, b: Draft): boolean =>
  a.spinIndex === b.spinIndex &&
  a.mended === b.mended &&
  AXES.every(
    (axis) =>
      a.sizeMetres[axis] === b.sizeMetres[axis] &&
      a.automatic[axis] === b.automatic[axis] &&
      a.pivotNormalised[axis] === b.pivotNormalised[axis],
  )
