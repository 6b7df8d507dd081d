import { fit, type Fit } from '../contract/fit.ts'
import { AUTOMATIC, DEFAULT_SCALED_BBOX } from '../contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box } from '../contract/vec3.ts'
import { turnedBox } from './quarter-turn.ts'
import type { RefitRequest } from './refit-request.ts'

/**
 * The fit of a mesh that is there already to what is wanted of it, turned first. [REFIT-5] Where no side is given it keeps its own: of a new mesh
 * that is the upstream's choice [FIT-3], and it has chosen.
 */
export function solve(own: Box, { turnAbout, scaled_bbox = DEFAULT_SCALED_BBOX, pivot_point }: RefitRequest): Fit {
  const turned = turnedBox(turnAbout ?? null, own)
  const size = boxSize(turned)
  const given = AXES.some((axis) => scaled_bbox[axis] !== AUTOMATIC && size[axis] > 0)
  const scaledBbox = given ? scaled_bbox : vec3((axis) => (size[axis] > 0 ? size[axis] : scaled_bbox[axis]))
  return fit(turned, { scaledBbox, pivotPoint: pivot_point })
}

/** The box that a mesh has with the size and origin that are wanted of it; its own where nothing is. */
export function boxAs(own: Box, wanted: RefitRequest | null): Box {
  if (!wanted) return own
  const turned = turnedBox(wanted.turnAbout ?? null, own)
  const { scale, offsetMetres } = solve(own, wanted)
  const at = (corner: Box['min']) => vec3((axis) => corner[axis] * scale[axis] + offsetMetres[axis])
  return { min: at(turned.min), max: at(turned.max) }
}

const NAMES = ['width', 'height', 'depth'] as const

/** [FIT-5] in words: `It has no depth, so it cannot be given one.` */
export const flatText = (axes: readonly Axis[]): string =>
  `It has no ${axes.map((axis) => NAMES[axis]).join(' and no ')}, so it cannot be given ${axes.length === 1 ? 'one' : 'any'}.`
