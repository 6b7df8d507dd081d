import { DEFAULT_PIVOT } from '../contract/preview-request.ts'
import { AXES, type Axis, type Vec3 } from '../contract/vec3.ts'
import { FIELDS, type Field, type FieldName } from './fields.ts'

/** What the artist is editing. Its numbers are valid always; a text that is no valid number yet waits in `typed`. */
export interface Draft {
  readonly spinIndex: number | null
  /** Last valid size of each axis, kept while the axis is automatic. */
  readonly sizeMetres: Vec3
  readonly automatic: readonly [x: boolean, y: boolean, z: boolean]
  readonly pivotNormalised: Vec3
  /** Half-typed or wrong text per field, as it stands there. */
  readonly typed: Readonly<Partial<Record<FieldName, string>>>
}

export const CLEAN_DRAFT: Draft = {
  spinIndex: null,
  sizeMetres: [1, 1, 1],
  automatic: [false, false, false],
  pivotNormalised: DEFAULT_PIVOT,
  typed: {},
}

/** The first field whose text is no valid number, in the order of the page. */
export const fieldInTheWay = (draft: Draft): Field | null => FIELDS.find(({ name }) => draft.typed[name] !== undefined) ?? null

/**
 * The box as the stage draws it: an automatic axis keeps the spin's own proportions to the given ones, by [FIT-2] with the draft's last
 * sizes for the mesh; with no given axis these sizes are scaled to a longest side of 1 m [FIT-3]. The true depth is known only to the mesh.
 */
export function drawnSizeMetres({ sizeMetres, automatic }: Draft, ownProportions: Vec3 = sizeMetres): Vec3 {
  const given = AXES.filter((axis) => !automatic[axis])
  const scale =
    given.length === 0
      ? 1 / Math.max(...ownProportions)
      : Math.exp(given.reduce((sum, axis) => sum + Math.log(sizeMetres[axis] / ownProportions[axis]), 0) / given.length)
  const drawn = (axis: Axis) => (automatic[axis] ? ownProportions[axis] * scale : sizeMetres[axis])
  return [drawn(0), drawn(1), drawn(2)]
}
