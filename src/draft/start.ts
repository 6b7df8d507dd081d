import { AUTOMATIC, type PreviewRequest } from '../contract/preview-request.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { CLEAN_DRAFT, type Draft } from './draft.ts'

/** Where a draft starts, and the proportions for its automatic axes, the longest being 1. */
export interface Start {
  readonly draft: Draft
  readonly proportions: Vec3
}

/** For an object whose size is known: it gets its height, and its other sides are each spin's own. */
export const startFromSize = (spinIndex: number | null, sizeMetres: Vec3): Start => ({
  draft: { ...CLEAN_DRAFT, spinIndex, sizeMetres, automatic: [true, false, true] },
  proportions: vec3((axis) => sizeMetres[axis] / Math.max(...sizeMetres)),
})

/**
 * A first box that stretches nothing: the longer side of the subject's outline (in any unit) is 1 m and the other sides are automatic. Without
 * an outline the height is 1 m.
 */
export function startFromOutline(
  spinIndex: number | null,
  outline: readonly [width: number, height: number] | null,
): Start {
  const [width, height] = outline ?? [1, 1]
  const longest = Math.max(width, height)
  const side = (value: number) => Number((value / longest).toPrecision(3))
  const proportions: Vec3 = [side(width), side(height), side(Math.min(width, height))]
  const isWide = width > height
  return {
    draft: { ...CLEAN_DRAFT, spinIndex, sizeMetres: proportions, automatic: [!isWide, isWide, true] },
    proportions,
  }
}

const isGiven = (bbox: Vec3, axis: Axis): boolean => bbox[axis] !== AUTOMATIC

/** The draft that would send `request` again; `start` fills in what the request leaves out. */
export function startFromRequest(
  { selected_spin_index, scaled_bbox, pivot_point }: PreviewRequest,
  { draft, proportions }: Start,
): Start {
  // Upstreams also report all automatic for a session that was never given a size.
  const bbox = scaled_bbox && AXES.some((axis) => isGiven(scaled_bbox, axis)) ? scaled_bbox : null
  const size = bbox && {
    sizeMetres: vec3((axis) => (isGiven(bbox, axis) ? bbox[axis] : draft.sizeMetres[axis])),
    automatic: [!isGiven(bbox, 0), !isGiven(bbox, 1), !isGiven(bbox, 2)] as const,
  }
  const spinIndex = selected_spin_index ?? draft.spinIndex
  return { draft: { ...draft, ...size, spinIndex, pivotNormalised: pivot_point ?? draft.pivotNormalised }, proportions }
}

/**
 * Where a draft starts if the artist edited a clean draft before the session arrived: each value that was changed stays, and a side that
 * governs the others still does.
 */
export function startFromHand(early: Draft, start: Draft): Draft {
  const isChanged = (axis: Axis) =>
    early.sizeMetres[axis] !== CLEAN_DRAFT.sizeMetres[axis] || early.automatic[axis] !== CLEAN_DRAFT.automatic[axis]
  const governs = AXES.some(isChanged) && AXES.filter((axis) => !early.automatic[axis]).length <= 1
  const sized = (axis: Axis) => (governs || isChanged(axis) ? early : start)
  const placed = (axis: Axis) => (early.pivotNormalised[axis] !== CLEAN_DRAFT.pivotNormalised[axis] ? early : start)
  return {
    ...start,
    spinIndex: early.spinIndex ?? start.spinIndex,
    sizeMetres: vec3((axis) => sized(axis).sizeMetres[axis]),
    automatic: [sized(0).automatic[0], sized(1).automatic[1], sized(2).automatic[2]],
    pivotNormalised: vec3((axis) => placed(axis).pivotNormalised[axis]),
    typed: early.typed,
  }
}
