import { AUTOMATIC } from '../contract/preview-request.ts'
import { vec3, type Vec3 } from '../contract/vec3.ts'
import { drawnSizeMetres, type Draft } from './draft.ts'
import type { History } from './history.ts'
import { proportionsFor } from './naturals.ts'

/** A draft's size in metres (-1 for an automatic side) and its normalised pivot, as a request writes them. */
export const sizeAndPivotOf = ({
  automatic,
  sizeMetres,
  pivotNormalised,
}: Draft): { readonly scaled_bbox: Vec3; readonly pivot_point: Vec3 } => ({
  scaled_bbox: vec3((axis) => (automatic[axis] ? AUTOMATIC : sizeMetres[axis])),
  pivot_point: pivotNormalised,
})

/**
 * The same for a mesh that is there already, made of `spin`. A stretched mesh's own proportions are no guide for its automatic sides: they
 * get the natural ones, in metres.
 */
export function sizeAndPivotForMesh(
  { present, naturals }: Pick<History, 'present' | 'naturals'>,
  spin: number | null,
): ReturnType<typeof sizeAndPivotOf> {
  const written = sizeAndPivotOf(present)
  const mesh = naturals.meshes.get(spin)
  const proportions = proportionsFor(naturals, spin)
  if (!mesh || mesh.sizeMetres === proportions || !present.automatic.includes(true)) return written
  return { ...written, scaled_bbox: drawnSizeMetres(present, proportions) }
}
