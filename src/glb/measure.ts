import { AUTOMATIC, DEFAULT_PIVOT, type PreviewRequest } from '../contract/preview-request.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { AXES, boxSize, type Box } from '../contract/vec3.ts'

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

/**
 * [MEASURE-1] A figure passes within a millimetre or a thousandth of its own axis, whichever is larger: of the side that was asked for there,
 * else of the mesh's own. A long side leaves the others no slack.
 */
export const toleranceMetres = (sideMetres: number): number => Math.max(1e-3, 1e-3 * sideMetres)

const judged = (row: Omit<Measured, 'within'>, sideMetres: number): Measured => ({
  ...row,
  within: Math.abs(row.offMetres) <= toleranceMetres(sideMetres),
})

const alone = (name: string, actual: number): Measured => ({ name, actual, asked: null, offMetres: 0, within: true })

/** A mesh's own box and origin, of which nothing was asked. */
export function measureAlone(box: Box): Pick<Report, 'size' | 'pivot'> {
  const [size, pivot] = [boxSize(box), pivotOfBox(box)]
  return {
    size: AXES.map((axis) => alone(SIZE_NAMES[axis], size[axis])),
    pivot: AXES.map((axis) => alone(`Pivot ${'XYZ'[axis]}`, pivot[axis])),
  }
}

/** A mesh's own box and origin against its request, axis by axis. */
export function measure(box: Box, request: PreviewRequest): Report {
  const actualSize = boxSize(box)
  const actualPivot = pivotOfBox(box)
  const askedPivot = request.pivot_point ?? DEFAULT_PIVOT
  const size = AXES.map((axis) => {
    const asked = request.scaled_bbox?.[axis] ?? AUTOMATIC
    if (asked === AUTOMATIC) return alone(SIZE_NAMES[axis], actualSize[axis])
    return judged(
      { name: SIZE_NAMES[axis], actual: actualSize[axis], asked, offMetres: actualSize[axis] - asked },
      asked,
    )
  })
  const pivot = AXES.map((axis) => {
    const askedMetres = box.min[axis] + (askedPivot[axis] + 0.5) * actualSize[axis]
    return judged(
      { name: `Pivot ${'XYZ'[axis]}`, actual: actualPivot[axis], asked: askedPivot[axis], offMetres: -askedMetres },
      actualSize[axis],
    )
  })
  return { size, pivot, passes: [...size, ...pivot].every(({ within }) => within) }
}
