import { AUTOMATIC, type PreviewRequest } from '../contract/preview-request.ts'
import { AXES, vec3, type Vec3 } from '../contract/vec3.ts'
import { CLEAN_DRAFT, type Draft } from './draft.ts'

/** Where a draft starts, and what its automatic axes follow. */
export interface Start {
  readonly draft: Draft
  readonly proportions: Vec3
}

export interface OwnShape {
  /** Width and height of the subject in its picture, any unit; null when the picture does not tell. */
  readonly outline: readonly [width: number, height: number] | null
  /** Depth relative to the smaller of the two, for an object that is known; null when only the mesh will tell. */
  readonly depth: number | null
}

/**
 * A first box that stretches nothing: the longer side of the outline is 1 m, and what the picture does not tell is automatic, so the mesh
 * decides it. Without an outline only the height is given.
 */
export function startFromShape(spinIndex: number | null, { outline, depth }: OwnShape): Start {
  const [width, height] = outline ?? [1, 1]
  const longest = Math.max(width, height)
  const side = (value: number) => Number((value / longest).toPrecision(3))
  const proportions: Vec3 = [side(width), side(height), side((depth ?? 1) * Math.min(width, height))]
  return {
    draft: { ...CLEAN_DRAFT, spinIndex, sizeMetres: proportions, automatic: [outline === null, false, depth === null] },
    proportions,
  }
}

/** The draft that asked, or would ask, for `request`; `start` stands in for what the request leaves to the upstream. */
export function startFromRequest({ selected_spin_index, scaled_bbox, pivot_point }: PreviewRequest, start: Start): Start {
  const { draft, proportions } = start
  const isGiven = (bbox: Vec3, axis: 0 | 1 | 2) => bbox[axis] !== AUTOMATIC
  // All automatic is what an upstream says of a session that was never given a size.
  const bbox = scaled_bbox && AXES.some((axis) => isGiven(scaled_bbox, axis)) ? scaled_bbox : null
  return {
    draft: {
      ...draft,
      spinIndex: selected_spin_index ?? draft.spinIndex,
      pivotNormalised: pivot_point ?? draft.pivotNormalised,
      ...(bbox && {
        sizeMetres: vec3((axis) => (isGiven(bbox, axis) ? bbox[axis] : draft.sizeMetres[axis])),
        automatic: [!isGiven(bbox, 0), !isGiven(bbox, 1), !isGiven(bbox, 2)] as const,
      }),
    },
    proportions,
  }
}
