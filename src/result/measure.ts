import { AUTOMATIC, DEFAULT_PIVOT, type PreviewRequest } from '../contract/preview-request.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { AXES, boxSize, vec3, type Box, type Vec3 } from '../contract/vec3.ts'

const SIZE_NAMES = ['Width', 'Height', 'Depth'] as const

/** One figure of a mesh against what was asked. */
export interface Measured {
  readonly name: string
  readonly actual: number
  /** Null where the upstream was to choose. */
  readonly asked: number | null
  /** Metres by which it is off; 0 where nothing was asked. */
  readonly offMetres: number
  readonly within: boolean
}

export interface Report {
  readonly size: readonly Measured[]
  /** Where the origin lies in the mesh's own box, normalised. */
  readonly pivot: readonly Measured[]
  readonly passes: boolean
}

/** [MEASURE-1] A figure passes within a millimetre or a thousandth of the mesh's longest side, whichever is larger. */
export const toleranceMetres = (size: Vec3): number => Math.max(1e-3, 1e-3 * Math.max(...size))

const alone = (name: string, actual: number): Measured => ({ name, actual, asked: null, offMetres: 0, within: true })

/** A mesh's own box and origin, of which nothing was asked. */
export function measureAlone(box: Box): Pick<Report, 'size' | 'pivot'> {
  const [size, pivot] = [boxSize(box), pivotOfBox(box)]
  return { size: AXES.map((axis) => alone(SIZE_NAMES[axis], size[axis])), pivot: AXES.map((axis) => alone(`Pivot ${'XYZ'[axis]}`, pivot[axis])) }
}

/** A mesh's own box and origin against its request, axis by axis. */
export function measure(box: Box, request: PreviewRequest): Report {
  const actualSize = boxSize(box)
  const actualPivot = pivotOfBox(box)
  const askedPivot = request.pivot_point ?? DEFAULT_PIVOT
  const tolerance = toleranceMetres(actualSize)
  const size = AXES.map((axis): Measured => {
    const asked = request.scaled_bbox?.[axis] ?? AUTOMATIC
    const given = asked === AUTOMATIC ? null : asked
    const offMetres = given === null ? 0 : actualSize[axis] - given
    return { name: SIZE_NAMES[axis], actual: actualSize[axis], asked: given, offMetres, within: Math.abs(offMetres) <= tolerance }
  })
  const offPivot = vec3((axis) => (actualPivot[axis] - askedPivot[axis]) * actualSize[axis])
  const pivot = AXES.map((axis): Measured => ({
    name: `Pivot ${'XYZ'[axis]}`,
    actual: actualPivot[axis],
    asked: askedPivot[axis],
    offMetres: offPivot[axis],
    within: Math.abs(offPivot[axis]) <= tolerance,
  }))
  return { size, pivot, passes: [...size, ...pivot].every(({ within }) => within) }
}
