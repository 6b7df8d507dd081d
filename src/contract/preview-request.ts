import * as z from 'zod/mini'
import { expected } from './problems.ts'
import type { Vec3 } from './vec3.ts'

/** [BOX-2] -1 in a field of `scaled_bbox` means "decide this dimension automatically". */
export const AUTOMATIC = -1

/** Limits of one side of the target box: `min` and `max` for the number fields, the other two for the sliders. */
export const SIZE_LIMITS_METRES = { min: 0.001, max: 1000, sliderMin: 0.01, sliderMax: 10 } as const

/** Limits of one pivot coordinate, normalised to the mesh's own bounding box: ±0.5 are its faces. */
export const PIVOT_LIMITS = { min: -0.5, max: 0.5 } as const

/** [SPIN-1] Four spins are generated for a turbo session; newer releases may return fewer. */
export const MAX_SPINS = 4

/** [PIVOT-3] What the upstream assumes when a request leaves `pivot_point` out: the centre. */
export const DEFAULT_PIVOT: Vec3 = [0, 0, 0]

/** [BOX-3] What the upstream assumes when a request leaves `scaled_bbox` out: every dimension automatic. */
export const DEFAULT_SCALED_BBOX: Vec3 = [AUTOMATIC, AUTOMATIC, AUTOMATIC]

const finite = (what: string) => z.number(expected(what))

/** [BOX-1] One dimension of the target box: a positive number of metres within the limits, or -1. */
const dimensionSchema = finite('a number > 0 or -1').check(
  z.refine((value) => value === AUTOMATIC || value > 0, { ...expected('a number > 0 or -1'), abort: true }),
  z.refine(
    (value) => value === AUTOMATIC || (value >= SIZE_LIMITS_METRES.min && value <= SIZE_LIMITS_METRES.max),
    expected(`${SIZE_LIMITS_METRES.min} to ${SIZE_LIMITS_METRES.max} metres, or -1`),
  ),
)

/** [PIVOT-1] One coordinate of the pivot, normalised to the box. */
const pivotCoordinateSchema = finite('a number from -0.5 to 0.5').check(
  z.refine((value) => value >= PIVOT_LIMITS.min && value <= PIVOT_LIMITS.max, expected('a number from -0.5 to 0.5')),
)

const triple = <S extends z.ZodMiniType>(item: S, what: string) =>
  z.array(item, expected(what)).check(z.length(3, expected(what))) as unknown as z.ZodMiniType<Vec3>

export const scaledBboxSchema = triple(dimensionSchema, '[width, height, depth] in metres')

export const pivotPointSchema = triple(pivotCoordinateSchema, '[x, y, z], each from -0.5 to 0.5')

const spinIndexSchema = z
  .number(expected('a whole number from 0 to 3'))
  .check(
    z.refine(
      (value) => Number.isInteger(value) && value >= 0 && value < MAX_SPINS,
      expected('a whole number from 0 to 3'),
    ),
  )

const httpUrlSchema = z.string(expected('the URL of a spin')).check(
  z.maxLength(8192, 'expected at most 8192 characters'),
  z.refine((value) => /^https?:\/\/\S+$/.test(value), expected('an http or https URL')),
)

/**
 * Body of POST /image-to-3d-sessions/get-3d/preview/<code>. Every field is optional. The page sends nothing else; whoever
 * takes a body in reads it by `readFields`.
 */
export const previewRequestSchema = z.strictObject(
  {
    selected_spin_index: z.optional(spinIndexSchema),
    selected_spin: z.optional(httpUrlSchema),
    scaled_bbox: z.optional(scaledBboxSchema),
    pivot_point: z.optional(pivotPointSchema),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a JSON object' : undefined) },
)

export type PreviewRequest = z.output<typeof previewRequestSchema>

/**
 * A text that two requests share when they mean the same, whatever the order of their fields. The spin's URL is left
 * out, as every answer signs it anew; the index identifies the spin.
 */
export const intentOf = (request: PreviewRequest): string =>
  JSON.stringify(
    Object.entries(request)
      .filter(([name]) => name !== 'selected_spin')
      .toSorted(([one], [other]) => one.localeCompare(other)),
  )

/** Body of POST /image-to-3d-sessions/get-3d/refine/<code>. */
export const refineRequestSchema = z.pick(previewRequestSchema, { scaled_bbox: true, pivot_point: true })

export type RefineRequest = z.output<typeof refineRequestSchema>
