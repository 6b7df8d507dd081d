import { AUTOMATIC, DEFAULT_PIVOT, DEFAULT_SCALED_BBOX } from './preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box, type Vec3 } from './vec3.ts'

/**
 * The meaning of `scaled_bbox` and `pivot_point` as one affine map `p' = p * scale + offsetMetres`. The engine bakes
 * it into vertices, the stage shows it, and a result is measured against it.
 *
 * [FIT-1] An axis with a positive target is scaled to exactly it.
 * [FIT-2] An automatic axis (-1) takes the geometric mean of the given axes' scales, so one given axis scales
 * uniformly.
 * [FIT-3] With no given axis the upstream chooses: the local engine makes the longest side 1 m.
 * [FIT-4] The point `min + (pivot + 0.5) * size` of the scaled box becomes the origin.
 * [FIT-5] A flat axis (size 0) cannot be scaled: it keeps scale 1, gives no scale to others, and is named in
 * `flatAxes`.
 * [FIT-6] `preserveAspectRatio` takes the smallest given scale for all axes: the largest fit inside the box.
 */
export interface Fit {
  readonly scale: Vec3
  readonly offsetMetres: Vec3
  readonly sizeMetres: Vec3
  /** Axes whose given target could not be met because the mesh has no extent along them. */
  readonly flatAxes: readonly Axis[]
}

export interface SizeAndPivot {
  readonly scaledBbox?: Vec3 | undefined
  readonly pivotPoint?: Vec3 | undefined
  readonly preserveAspectRatio?: boolean | undefined
}

/** [FIT-3] The local engine's choice of the longest side when every axis is automatic. */
export const LONGEST_SIDE_METRES = 1

function scalesOf(size: Vec3, request: SizeAndPivot): Vec3 {
  const target = request.scaledBbox ?? DEFAULT_SCALED_BBOX
  const given = AXES.filter((axis) => target[axis] !== AUTOMATIC && size[axis] > 0)
  if (given.length === 0) {
    const longest = Math.max(...size)
    const uniform = longest > 0 ? LONGEST_SIDE_METRES / longest : 1
    return vec3((axis) => (size[axis] > 0 ? uniform : 1))
  }
  const scales = given.map((axis) => target[axis] / size[axis])
  if (request.preserveAspectRatio) {
    const smallest = Math.min(...scales)
    return vec3((axis) => (size[axis] > 0 ? smallest : 1))
  }
  const mean = Math.exp(scales.reduce((sum, scale) => sum + Math.log(scale), 0) / scales.length)
  return vec3((axis) => {
    if (!(size[axis] > 0)) return 1
    return target[axis] === AUTOMATIC ? mean : target[axis] / size[axis]
  })
}

/** Solves the fit of a mesh whose own box is `box` (any unit) to a request (metres, normalised pivot). */
export function fit(box: Box, request: SizeAndPivot): Fit {
  const size = boxSize(box)
  const scale = scalesOf(size, request)
  const pivot = request.pivotPoint ?? DEFAULT_PIVOT
  const sizeMetres = vec3((axis) => size[axis] * scale[axis])
  const offsetMetres = vec3((axis) => -(box.min[axis] * scale[axis] + (pivot[axis] + 0.5) * sizeMetres[axis]))
  const flatAxes = AXES.filter((axis) => size[axis] === 0 && (request.scaledBbox?.[axis] ?? AUTOMATIC) !== AUTOMATIC)
  return { scale, offsetMetres, sizeMetres, flatAxes }
}

/** The box that a mesh of `sizeMetres` has once its pivot is the origin. */
export function boxAroundPivot(sizeMetres: Vec3, pivotNormalised: Vec3): Box {
  const min = vec3((axis) => -(pivotNormalised[axis] + 0.5) * sizeMetres[axis])
  return { min, max: vec3((axis) => min[axis] + sizeMetres[axis]) }
}

/**
 * The normalised pivot of a box whose origin is at [0, 0, 0]; 0 along a flat axis. The inverse of `boxAroundPivot`.
 */
export function pivotOfBox(box: Box): Vec3 {
  const size = boxSize(box)
  return vec3((axis) => (size[axis] > 0 ? -box.min[axis] / size[axis] - 0.5 : 0))
}
