import { AUTOMATIC, DEFAULT_PIVOT, type PreviewRequest } from '../contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box, type Vec3 } from '../contract/vec3.ts'
import { measure } from './measure.ts'
import { turnedBox } from './quarter-turn.ts'
import type { RefitRequest } from './refit-request.ts'
import { boxAs, flatText, solve } from './solve.ts'

/** What is wrong with a delivered mesh, as far as it can be named, and the refit that mends exactly that. */
export interface Diagnosis {
  readonly what: string
  /** Null where no refit brings the mesh nearer to what was asked. */
  readonly correction: RefitRequest | null
}

const FACTORS = [
  [100, 'It is 100 times too large: centimetres were taken for metres.'],
  [0.01, 'It is 100 times too small: metres were taken for centimetres.'],
  [1000, 'It is 1000 times too large: millimetres were taken for metres.'],
  [0.001, 'It is 1000 times too small: metres were taken for millimetres.'],
] as const

/** Z taken for up comes upright by -X; a front towards X comes to face Z by -Y. */
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

/** Nothing in common with what was asked passes for a fault of a kind when nothing was asked. */
const isAnyGiven = (request: PreviewRequest): boolean => AXES.some((axis) => isGiven(request, axis))

/** The origin as the request has it, but in front for behind. */
const mirrored = (request: PreviewRequest): PreviewRequest => {
  const [x, y, z] = request.pivot_point ?? DEFAULT_PIVOT
  return { ...request, pivot_point: [x, y, -z + 0] }
}

/** Keeps a file's own sizes and moves only its origin. */
function inItsOwnSize(box: Box, pivot: Vec3 | undefined): RefitRequest {
  const size = boxSize(box)
  return { scaled_bbox: vec3((axis) => (size[axis] > 0 ? size[axis] : AUTOMATIC)), pivot_point: pivot ?? DEFAULT_PIVOT }
}

const faultsIn = (box: Box, request: PreviewRequest): number => {
  const { size, pivot } = measure(box, request)
  return [...size, ...pivot].filter(({ within }) => !within).length
}

/** What size alone tells: a factor, or two axes exchanged, which only two given sides bear witness to. */
function faultOfSize(box: Box, request: PreviewRequest, asked: RefitRequest): Diagnosis | null {
  for (const [factor, what] of FACTORS) {
    const mended = scaled(box, 1 / factor)
    if (sizesPass(mended, request)) return { what, correction: inItsOwnSize(mended, request.pivot_point) }
  }
  const swap = SWAPS.find(
    ([turnAbout, , axes]) =>
      axes.every((axis) => isGiven(request, axis)) && sizesPass(turnedBox(turnAbout, box), request),
  )
  return swap ? { what: `Its ${swap[1]} are exchanged.`, correction: { ...asked, turnAbout: swap[0] } } : null
}

/**
 * Names what is wrong with a mesh against its request: a factor of 100 or 1000, two axes exchanged, the pivot mirrored front to back, a side that
 * it does not have, or simply another size or origin. Null when it passes.
 */
export function diagnose(box: Box, request: PreviewRequest): Diagnosis | null {
  if (measure(box, request).passes) return null
  const asked: RefitRequest = {
    ...(request.scaled_bbox && { scaled_bbox: request.scaled_bbox }),
    pivot_point: request.pivot_point ?? DEFAULT_PIVOT,
  }
  const { flatAxes } = solve(box, asked)
  if (flatAxes.length > 0)
    return {
      what: flatText(flatAxes),
      correction: faultsIn(boxAs(box, asked), request) < faultsIn(box, request) ? asked : null,
    }
  const fault = isAnyGiven(request) && !sizesPass(box, request) ? faultOfSize(box, request, asked) : null
  if (fault) return fault
  if (sizesPass(box, request) && measure(box, mirrored(request)).passes) {
    return { what: 'Its origin is mirrored: behind for in front.', correction: inItsOwnSize(box, request.pivot_point) }
  }
  return { what: 'Size or origin are not as asked.', correction: asked }
}
