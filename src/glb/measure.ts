import { AUTOMATIC, DEFAULT_PIVOT, type PreviewRequest } from '../contract/preview-request.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { AXES, boxSize, type Box } from '../contract/vec3.ts'

const SIZE_NAMES = ['Width', 'Height', 'Depth'] as const

/** One figure of a mesh against its request. */
export interface Measured {
  readonly name: string
  readonly actual: number
  /** Null where the upstream was to choose. */
  readonly requested: number | null
  /** Metres by which it is off; 0 where nothing was requested. */
  readonly offMetres: number
  readonly within: boolean
}

export interface Report {
  readonly size: readonly Measured[]
  /** Where the origin lies in the mesh's own box, normalised. */
  readonly pivot: readonly Measured[]
  readonly passes: boolean
}

/**
 * [MEASURE-1] A figure passes within a millimetre or a thousandth of the side along its own axis, whichever is larger.
 * That side is the requested one, else the mesh's own; a long side gives the other axes no slack.
 */
export const toleranceMetres = (sideMetres: number): number => Math.max(1e-3, 1e-3 * sideMetres)

const judged = (row: Omit<Measured, 'within'>, sideMetres: number): Measured => ({
  ...row,
  within: Math.abs(row.offMetres) <= toleranceMetres(sideMetres),
})

const alone = (name: string, actual: number): Measured => ({
  name,
  actual,
  requested: null,
  offMetres: 0,
  within: true,
})

/** A mesh's size and pivot where nothing was requested. */
export function measureAlone(box: Box): Pick<Report, 'size' | 'pivot'> {
  const [size, pivot] = [boxSize(box), pivotOfBox(box)]
  return {
    size: AXES.map((axis) => alone(SIZE_NAMES[axis], size[axis])),
    pivot: AXES.map((axis) => alone(`Pivot ${'XYZ'[axis]}`, pivot[axis])),
  }
}

/** A mesh's size and pivot against its request, axis by axis. */
export function measure(box: Box, request: PreviewRequest): Report {
  const actualSize = boxSize(box)
  const actualPivot = pivotOfBox(box)
  const requestedPivot = request.pivot_point ?? DEFAULT_PIVOT
  const size = AXES.map((axis) => {
    const requested = request.scaled_bbox?.[axis] ?? AUTOMATIC
    if (requested === AUTOMATIC) return alone(SIZE_NAMES[axis], actualSize[axis])
    return judged(
      { name: SIZE_NAMES[axis], actual: actualSize[axis], requested, offMetres: actualSize[axis] - requested },
      requested,
    )
  })
  const pivot = AXES.map((axis) => {
    const pivotMetres = box.min[axis] + (requestedPivot[axis] + 0.5) * actualSize[axis]
    return judged(
      {
        name: `Pivot ${'XYZ'[axis]}`,
        actual: actualPivot[axis],
        requested: requestedPivot[axis],
        offMetres: -pivotMetres,
      },
      actualSize[axis],
    )
  })
  return { size, pivot, passes: [...size, ...pivot].every(({ within }) => within) }
}
