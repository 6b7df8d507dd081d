import { fit } from '../contract/fit.ts'
import { DEFAULT_PIVOT, type PreviewRequest } from '../contract/preview-request.ts'
import { boxSize, vec3, type Box, type Vec3 } from '../contract/vec3.ts'
import { measure } from './measure.ts'
import { turnedBox } from './quarter-turn.ts'
import type { RefitRequest } from './refit.ts'

/** What is wrong with a delivered mesh, as far as it can be named, and the refit that mends exactly that. */
export interface Diagnosis {
  readonly what: string
  readonly correction: RefitRequest
}

const FACTORS = [
  [100, 'It is 100 times too large: centimetres were taken for metres.'],
  [0.01, 'It is 100 times too small: metres were taken for centimetres.'],
  [1000, 'It is 1000 times too large: millimetres were taken for metres.'],
  [0.001, 'It is 1000 times too small: metres were taken for millimetres.'],
] as const

/** Z taken for up comes upright by -X; a front towards X comes to face Z by -Y. */
const SWAPS = [
  ['-X', 'height and depth'],
  ['-Y', 'width and depth'],
  ['-Z', 'width and height'],
] as const

const scaled = ({ min, max }: Box, factor: number): Box => ({ min: vec3((axis) => min[axis] * factor), max: vec3((axis) => max[axis] * factor) })

const sizesPass = (box: Box, request: PreviewRequest): boolean => measure(box, request).size.every(({ within }) => within)

/** Nothing in common with what was asked passes for a fault of a kind when nothing was asked. */
const isGiven = (request: PreviewRequest): boolean => request.scaled_bbox?.some((side) => side > 0) ?? false

/** The origin as the request has it, but in front for behind. */
const mirrored = (request: PreviewRequest): PreviewRequest => {
  const [x, y, z] = request.pivot_point ?? DEFAULT_PIVOT
  return { ...request, pivot_point: [x, y, -z + 0] }
}

/** Keeps a file's own sizes and moves only its origin. */
const inItsOwnSize = (box: Box, pivot: Vec3 | undefined): RefitRequest => ({ scaled_bbox: boxSize(box), pivot_point: pivot ?? DEFAULT_PIVOT })

/**
 * Names what is wrong with a mesh against its request: a factor of 100 or 1000, two axes exchanged, the pivot mirrored front to back, or simply
 * another size or origin. Null when it passes.
 */
export function diagnose(box: Box, request: PreviewRequest): Diagnosis | null {
  if (measure(box, request).passes) return null
  const asked: RefitRequest = { ...(request.scaled_bbox && { scaled_bbox: request.scaled_bbox }), pivot_point: request.pivot_point ?? DEFAULT_PIVOT }
  if (isGiven(request) && !sizesPass(box, request)) {
    for (const [factor, what] of FACTORS) {
      const mended = scaled(box, 1 / factor)
      if (sizesPass(mended, request)) return { what, correction: inItsOwnSize(mended, request.pivot_point) }
    }
    for (const [turnAbout, which] of SWAPS) {
      if (sizesPass(turnedBox(turnAbout, box), request)) return { what: `Its ${which} are exchanged.`, correction: { ...asked, turnAbout } }
    }
  }
  if (sizesPass(box, request) && measure(box, mirrored(request)).passes) {
    return { what: 'Its origin is mirrored: behind for in front.', correction: inItsOwnSize(box, request.pivot_point) }
  }
  return { what: 'Size or origin are not as asked.', correction: asked }
}

/** The box that a correction leads to. */
export function correctedBox(box: Box, { turnAbout, scaled_bbox, pivot_point }: RefitRequest): Box {
  const turned = turnedBox(turnAbout ?? null, box)
  const { scale, offsetMetres } = fit(turned, { scaledBbox: scaled_bbox, pivotPoint: pivot_point })
  return { min: vec3((axis) => turned.min[axis] * scale[axis] + offsetMetres[axis]), max: vec3((axis) => turned.max[axis] * scale[axis] + offsetMetres[axis]) }
}
