import { AUTOMATIC, DEFAULT_PIVOT, type PreviewRequest } from '../contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box, type Vec3 } from '../contract/vec3.ts'
import { measure } from './measure.ts'
import { turnedBox } from './quarter-turn.ts'
import type { RefitRequest } from './refit-request.ts'
import { boxAs, flatText, solve } from './solve.ts'

/** What is wrong with a delivered mesh, as far as it can be named, and the refit that mends exactly that. */
export interface Diagnosis {
  readonly what: string
  /** Null where no refit brings the mesh nearer to its request. */
  readonly correction: RefitRequest | null
}

const FACTORS = [
  [100, 'It is 100 times too large: centimetres were taken for metres.'],
  [0.01, 'It is 100 times too small: metres were taken for centimetres.'],
  [1000, 'It is 1000 times too large: millimetres were taken for metres.'],
  [0.001, 'It is 1000 times too small: metres were taken for millimetres.'],
] as const

/** -X turns a mesh with Z up upright; -Y turns a front that faces X to Z. */
const SWAPS = [
  ['-X', 'height and depth', [1, 2]],
  ['-Y', 'width and depth', [0, 2]],
  ['-Z', 'width and height', [0, 1]],
] as const

const scaled = ({ min, max }: Box, factor: number): Box => ({
  min: vec3((axis) => min[axis] * factor),
  max: vec3((axis) => max[axis] * factor),
})

const sizesPass = (box: Box, request: PreviewRequest): boolean =>
  measure(box, request).size.every(({ within }) => within)

const isGiven = (request: PreviewRequest, axis: Axis): boolean =>
  (request.scaled_bbox?.[axis] ?? AUTOMATIC) !== AUTOMATIC

const isAnyGiven = (request: PreviewRequest): boolean => AXES.some((axis) => isGiven(request, axis))

/** The request with its pivot mirrored front to back. */
const mirrored = (request: PreviewRequest): PreviewRequest => {
  const [x, y, z] = request.pivot_point ?? DEFAULT_PIVOT
  return { ...request, pivot_point: [x, y, -z + 0] }
}

/** Keeps a mesh's own size and moves only its origin. */
function inItsOwnSize(box: Box, pivot: Vec3 | undefined): RefitRequest {
  const size = boxSize(box)
  return { scaled_bbox: vec3((axis) => (size[axis] > 0 ? size[axis] : AUTOMATIC)), pivot_point: pivot ?? DEFAULT_PIVOT }
}

const faultsIn = (box: Box, request: PreviewRequest): number => {
  const { size, pivot } = measure(box, request)
  return [...size, ...pivot].filter(({ within }) => !within).length
}

/** What the size alone shows: a factor, or two axes exchanged, for which both sides must be given. */
function faultOfSize(box: Box, request: PreviewRequest, refit: RefitRequest): Diagnosis | null {
  for (const [factor, what] of FACTORS) {
    const mended = scaled(box, 1 / factor)
    if (sizesPass(mended, request)) return { what, correction: inItsOwnSize(mended, request.pivot_point) }
  }
  const swap = SWAPS.find(
    ([turnAbout, , axes]) =>
      axes.every((axis) => isGiven(request, axis)) && sizesPass(turnedBox(turnAbout, box), request),
  )
  return swap ? { what: `Its ${swap[1]} are swapped.`, correction: { ...refit, turnAbout: swap[0] } } : null
}

/**
 * Names what is wrong with a mesh against its request: a factor of 100 or 1000, two axes exchanged, the pivot mirrored
 * front to back, an axis without extent, or simply another size or origin. Null when it passes.
 */
export function diagnose(box: Box, request: PreviewRequest): Diagnosis | null {
  if (measure(box, request).passes) return null
  const refit: RefitRequest = {
    ...(request.scaled_bbox && { scaled_bbox: request.scaled_bbox }),
    pivot_point: request.pivot_point ?? DEFAULT_PIVOT,
  }
  const { flatAxes } = solve(box, refit)
  if (flatAxes.length > 0)
    return {
      what: flatText(flatAxes),
      correction: faultsIn(boxAs(box, refit), request) < faultsIn(box, request) ? refit : null,
    }
  const fault = isAnyGiven(request) && !sizesPass(box, request) ? faultOfSize(box, request, refit) : null
  if (fault) return fault
  if (sizesPass(box, request) && measure(box, mirrored(request)).passes) {
    return { what: 'Its pivot is mirrored: back instead of front.', correction: inItsOwnSize(box, request.pivot_point) }
  }
  return { what: 'Its size or pivot differs.', correction: refit }
}
