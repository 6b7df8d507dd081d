import { DEFAULT_PIVOT } from '../contract/preview-request.ts'
import { AXES, vec3, type Vec3 } from '../contract/vec3.ts'
import { FIELDS, type Field, type FieldName } from './fields.ts'

/** What the artist is editing. Its numbers are valid always; a text that is no valid number yet waits in `typed`. */
export interface Draft {
  readonly spinIndex: number | null
  /** Last valid size of each axis, kept while the axis is automatic. */
  readonly sizeMetres: Vec3
  readonly automatic: readonly [x: boolean, y: boolean, z: boolean]
  readonly pivotNormalised: Vec3
  /** The delivered mesh, by its version, whose fault is to be corrected in the file; no request says it. */
  readonly mended: string | null
  /** Half-typed or wrong text per field, as it stands there. */
  readonly typed: Readonly<Partial<Record<FieldName, string>>>
}

export const CLEAN_DRAFT: Draft = {
  spinIndex: null,
  sizeMetres: [1, 1, 1],
  automatic: [false, false, false],
  pivotNormalised: DEFAULT_PIVOT,
  mended: null,
  typed: {},
}

/** The first field whose text is no valid number, in the order of the page. */
export const fieldInTheWay = (draft: Draft): Field | null =>
  FIELDS.find(({ name }) => draft.typed[name] !== undefined) ?? null

/**
 * The box as the stage draws it. An automatic axis keeps its proportion to the given ones as [FIT-2] says, with the picture's
 * proportions standing in for those of a mesh that is not made yet; with no given axis it is they themselves: the upstream's choice of
 * 1 m for the longest side until a mesh is there [FIT-3], and then the size that mesh has.
 */
export function drawnSizeMetres({ sizeMetres, automatic }: Draft, proportions: Vec3): Vec3 {
  const given = AXES.filter((axis) => !automatic[axis])
  const logs = given.map((axis) => Math.log(sizeMetres[axis] / proportions[axis]))
  const scale = given.length === 0 ? 1 : Math.exp(logs.reduce((sum, log) => sum + log, 0) / given.length)
  return vec3((axis) => (automatic[axis] ? proportions[axis] * scale : sizeMetres[axis]))
}

/** Whether two drafts ask for the same thing, of an upstream or of the mesh that is there; what is half-typed asks for nothing. */
export const asksTheSame = (a: Draft, b: Draft): boolean =>
  a.spinIndex === b.spinIndex &&
  a.mended === b.mended &&
  AXES.every(
    (axis) =>
      a.sizeMetres[axis] === b.sizeMetres[axis] &&
      a.automatic[axis] === b.automatic[axis] &&
      a.pivotNormalised[axis] === b.pivotNormalised[axis],
  )
