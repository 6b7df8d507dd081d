import { fit, type Fit } from '../contract/fit.ts'
import { AUTOMATIC, DEFAULT_SCALED_BBOX } from '../contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box, type Vec3 } from '../contract/vec3.ts'
import { turnedBox } from './quarter-turn.ts'
import type { RefitRequest } from './refit-request.ts'

/**
 * The fit of a finished mesh to a request, after its turn. [REFIT-5] Where no side is given, the mesh keeps its own
 * size: the choice that the upstream has for a new mesh [FIT-3] was made.
 */
export function solve(box: Box, { turnAbout, scaled_bbox = DEFAULT_SCALED_BBOX, pivot_point }: RefitRequest): Fit {
  const turned = turnedBox(turnAbout ?? null, box)
  const size = boxSize(turned)
  const given = AXES.some((axis) => scaled_bbox[axis] !== AUTOMATIC && size[axis] > 0)
  const scaledBbox = given ? scaled_bbox : vec3((axis) => (size[axis] > 0 ? size[axis] : scaled_bbox[axis]))
  return fit(turned, { scaledBbox, pivotPoint: pivot_point })
}

/** A mesh's box once it is refitted; as it is without a request. */
export function boxAs(box: Box, request: RefitRequest | null): Box {
  if (!request) return box
  const turned = turnedBox(request.turnAbout ?? null, box)
  const { scale, offsetMetres } = solve(box, request)
  const at = (corner: Box['min']) => vec3((axis) => corner[axis] * scale[axis] + offsetMetres[axis])
  return { min: at(turned.min), max: at(turned.max) }
}

/** Where points of a mesh with such a box are once it is refitted. */
export function pointsAs(points: readonly Vec3[], box: Box, request: RefitRequest | null): readonly Vec3[] {
  if (!request) return points
  const { scale, offsetMetres } = solve(box, request)
  return points.map((point) => {
    const turned = turnedBox(request.turnAbout ?? null, { min: point, max: point }).min
    return vec3((axis) => turned[axis] * scale[axis] + offsetMetres[axis])
  })
}

const NAMES = ['width', 'height', 'depth'] as const

/** [FIT-5] in words: `It has no depth, so it cannot be given one.` */
export const flatText = (axes: readonly Axis[]): string =>
  `It has no ${axes.map((axis) => NAMES[axis]).join(' and no ')}, so it cannot be given ${axes.length === 1 ? 'one' : 'any'}.`
