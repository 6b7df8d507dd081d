import { AUTOMATIC } from '../contract/preview-request.ts'
import { vec3, type Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'

/** A draft's size in metres (-1 for an automatic side) and its normalised pivot, as a request writes them. */
export const sizeAndPivotOf = ({
  automatic,
  sizeMetres,
  pivotNormalised,
}: Draft): { readonly scaled_bbox: Vec3; readonly pivot_point: Vec3 } => ({
  scaled_bbox: vec3((axis) => (automatic[axis] ? AUTOMATIC : sizeMetres[axis])),
  pivot_point: pivotNormalised,
})
