import * as z from 'zod/mini'
import { withDefault } from './otherwise.ts'
import { pivotPointSchema, scaledBboxSchema } from './preview-request.ts'
import { expected, show } from './problems.ts'
import { SESSION_CODE } from './session-code.ts'

/** [CREATE-1] An image arrives as an http(s) URL or inside the body as `data:<mediatype>;base64,…`. */
const DATA_URL = /^data:[a-z0-9.+-]+\/[a-z0-9.+-]+(?:;[a-z0-9=_.+-]+)*;base64,[A-Za-z0-9+/]+={0,2}$/i
const HTTP_URL = /^https?:\/\/\S+$/

const imageUrlSchema = z
  .string(expected('an http(s) URL or a data:<mediatype>;base64,… URL'))
  .check(
    z.refine(
      (value) => HTTP_URL.test(value) || DATA_URL.test(value),
      expected('an http(s) URL or a data:<mediatype>;base64,… URL'),
    ),
  )

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `expected one of ${values.join(', ')}, got ${show(issue.input)}` })

const TEXTURE_RESOLUTION = expected('a whole number of pixels from 128 to 2048')

/**
 * Body of POST /image-to-3d-sessions. Only `image_url` is required. The page sends nothing else; whoever takes a body in
 * reads it by `readFields`, since clients of every year call here.
 */
export const createRequestSchema = z.strictObject(
  {
    image_url: imageUrlSchema,
    // "hd" is what the clients of 2024 had beside "turbo".
    preview_mesh: z.optional(oneOf(['turbo', 'fast_sculpt', 'hd'])),
    generate_preview_mesh: z.optional(z.boolean(expected('true or false'))),
    auto_refine: z.optional(z.boolean(expected('true or false'))),
    creativity: z.optional(oneOf(['lowest', 'moderate', 'highest'])),
    refine_speed: z.optional(oneOf(['slow', 'fast'])),
    topology: z.optional(oneOf(['tris', 'quads'])),
    resolution: z.optional(oneOf(['low_poly', 'high_poly'])),
    texture_resolution: z.optional(
      z
        .number(TEXTURE_RESOLUTION)
        .check(z.refine((value) => Number.isInteger(value) && value >= 128 && value <= 2048, TEXTURE_RESOLUTION)),
    ),
    geometry_model: z.optional(oneOf(['base', 'turbo'])),
    texture_model: z.optional(oneOf(['none', 'baked', 'pbr'])),
    preserve_aspect_ratio: z.optional(z.boolean(expected('true or false'))),
    scaled_bbox: z.optional(scaledBboxSchema),
    pivot_point: z.optional(pivotPointSchema),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a JSON object' : undefined) },
)

export type CreateRequest = z.output<typeof createRequestSchema>

/**
 * [CREATE-4] A session goes on from its spins to a mesh unless it is created for spins: by `generate_preview_mesh` where
 * that is given, else by any `preview_mesh` but "fast_sculpt". So an image alone ends in a mesh, as clients expect that
 * have no word for spins.
 *
 * [CREATE-5] The session says so from the first answer on: `spin_generate_processing` if it ends with its spins, else
 * `training_preview`, its spins included, so that the clients of 2024, which take any other word for a failure, go on
 * waiting. Where the spins fail on the way to a mesh, it is `preview_failed` for the same reason.
 */
export const goesOnToMesh = ({ generate_preview_mesh, preview_mesh }: Partial<CreateRequest>): boolean =>
  generate_preview_mesh ?? (preview_mesh === undefined || preview_mesh === 'fast_sculpt')

const wholeNumber = (name: string, min: number, max: number) =>
  z
    .pipe(
      z.string().check(z.regex(/^\d{1,9}$/, expected(`a whole number for ${name}`))),
      z.transform((digits) => Number(digits)),
    )
    .check(z.refine((value) => value >= min && value <= max, expected(`${name} from ${min} to ${max}`)))

/** Query of GET /image-to-3d-sessions. */
export const listQuerySchema = z.object({
  limit: withDefault(wholeNumber('limit', 1, 100), 10),
  page: withDefault(wholeNumber('page', 1, 1_000_000), 1),
})

export const sessionCodeSchema = z
  .string()
  .check(z.regex(SESSION_CODE, expected('a session code of letters, digits, _ and -, at most 128')))
