import * as z from 'zod/mini'
import { otherwise } from '../contract/otherwise.ts'
import { contentDigest } from '../contract/content-digest.ts'
import { MESH_FORMATS, MESH_KINDS } from '../contract/mesh-fields.ts'
import { previewRequestSchema } from '../contract/preview-request.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { Result } from './result.ts'

const vec3Schema = z.tuple([z.number(), z.number(), z.number()]) as unknown as z.ZodMiniType<Vec3>

/** What the browser knows of a mesh that it keeps. Its bytes lie apart. */
export const keptResultSchema = z.object({
  id: z.string().check(z.minLength(1)),
  sessionCode: z.string().check(z.minLength(1)),
  kind: z.enum(MESH_KINDS),
  version: z.string().check(z.minLength(1)),
  request: previewRequestSchema,
  formats: z.array(z.enum(MESH_FORMATS)),
  name: z.string(),
  spinLabel: otherwise(z.nullable(z.string()), null),
  /** Other versions under which the same file came: a session tells of its mesh without the job that made it. */
  aliases: z.array(z.string()),
  digest: z.string(),
  bytes: z.int().check(z.nonnegative()),
  /** Of the file's own vertices; null until it was opened once. */
  sizeMetres: z.nullable(vec3Schema),
  triangles: z.nullable(z.number().check(z.nonnegative())),
  /** What the generator told of the mesh's natural proportions [NATURAL-1]. */
  told: otherwise(z.nullable(vec3Schema), null),
  madeAtMs: z.number(),
  usedAtMs: z.number(),
  starred: z.boolean(),
  /** The bytes are gone; the row says only that this mesh is not wanted, should its session tell of it again. */
  forgotten: otherwise(z.boolean(), false),
  /** Out of sight, and gone for good when the time to take that back is over. */
  deletedAtMs: z.nullable(z.number()),
  /** The browser does not keep it: it is in this page's memory, and gone with it. */
  pageOnly: otherwise(z.boolean(), false),
})

export type KeptResult = z.output<typeof keptResultSchema>

export const readKeptResult = (row: unknown): KeptResult | null => keptResultSchema.safeParse(row).data ?? null

/** One mesh, wherever it is kept. */
export const resultId = ({ sessionCode, kind, version }: Pick<Result, 'sessionCode' | 'kind' | 'version'>): string =>
  `${sessionCode}/${kind}/${version}`

/** Whether a result is the mesh that is kept, under this or another of its versions. */
export const isSameMesh = (kept: KeptResult, result: Pick<Result, 'sessionCode' | 'kind' | 'version'>): boolean =>
  kept.sessionCode === result.sessionCode &&
  kept.kind === result.kind &&
  (kept.version === result.version || kept.aliases.includes(result.version))

/** Whether two meshes of a session are byte for byte the same. */
export const isSameFile = (one: KeptResult, other: KeptResult): boolean =>
  one.sessionCode === other.sessionCode && one.kind === other.kind && one.digest === other.digest

/** The row of a mesh that has just come. */
export const newlyKept = (
  { sessionCode, kind, version, request, formats, name, spinLabel = null, told = null }: Result,
  bytes: Uint8Array,
  times: Pick<KeptResult, 'madeAtMs' | 'usedAtMs'>,
): KeptResult => ({
  id: resultId({ sessionCode, kind, version }),
  sessionCode,
  kind,
  version,
  request,
  formats: [...formats],
  name,
  spinLabel,
  aliases: [],
  digest: contentDigest(bytes),
  bytes: bytes.length,
  sizeMetres: null,
  triangles: null,
  told,
  ...times,
  starred: false,
  forgotten: false,
  deletedAtMs: null,
  pageOnly: false,
})

export const resultOfKept = ({
  sessionCode,
  kind,
  version,
  request,
  formats,
  name,
  spinLabel,
  told,
}: KeptResult): Result => ({ sessionCode, kind, version, request, formats, name, spinLabel, told, shelved: true })
