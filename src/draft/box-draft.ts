import { pivotOfBox } from '../contract/fit.ts'
import { PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box } from '../contract/vec3.ts'
import { CLEAN_DRAFT, type Draft } from './draft.ts'

const PIVOT_DIGITS = 6

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value))

/**
 * The draft that comes nearest to a mesh, from its bounding box in metres around its origin. Its sizes are the mesh's own, beyond the limits
 * of a request too, so that a lock keeps the mesh's proportions. A pivot keeps within them, though the origin may lie outside the box. A flat
 * side is automatic, since it has no size to set.
 */
export function draftOfBox(box: Box): Draft {
  const [size, pivot] = [boxSize(box), pivotOfBox(box)]
  return {
    ...CLEAN_DRAFT,
    sizeMetres: vec3((axis) => size[axis] || SIZE_LIMITS_METRES.min),
    automatic: [size[0] === 0, size[1] === 0, size[2] === 0],
    pivotNormalised: vec3((axis) => clamp(Number(pivot[axis].toFixed(PIVOT_DIGITS)) + 0, PIVOT_LIMITS)),
  }
}

/** How far the draft's pivot is from the mesh's origin. A flat side has no pivot, but it lies somewhere. */
function pivotOffMetres({ min }: Box, size: readonly number[], draft: Draft, axis: Axis): number {
  return Math.abs(min[axis] + (draft.pivotNormalised[axis] + 0.5) * (size[axis] ?? 0))
}

/** Warns of what the first edit changes besides, where `draftOfBox` cannot be exactly the mesh; null where it is. */
export function boxDraftWarning(box: Box): { readonly what: string; readonly next: string } | null {
  const [draft, size] = [draftOfBox(box), boxSize(box)]
  const toleranceMetres = 10 ** -PIVOT_DIGITS * Math.max(...size)
  if (AXES.some((axis) => pivotOffMetres(box, size, draft, axis) > toleranceMetres))
    return {
      what: 'Its pivot lies outside its box, where Plinth cannot set one.',
      next: 'As soon as you change a size or the pivot, it moves to the nearest point of the box.',
    }
  return null
}
