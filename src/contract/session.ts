import * as z from 'zod/mini'
import { otherwise } from './otherwise.ts'
import { enclosedAreasSchema, readEnclosed, type EnclosedAreas } from './enclosed-areas.ts'
import { proportionsSchema } from './natural.ts'
import { MESH_FORMATS, meshField, type MeshFormat, type MeshKind } from './mesh-fields.ts'
import { MAX_SPINS, pivotPointSchema, scaledBboxSchema } from './preview-request.ts'
import { SESSION_CODE } from './session-code.ts'
import { tidyName } from './session-name.ts'
import { isOfRefine, phaseOf, type Phase } from './status.ts'
import { isUnsureMessage } from './unsure.ts'
import type { Vec3 } from './vec3.ts'

export interface Spin {
  readonly index: number
  readonly url: string
  readonly label: string | null
  /** Changes where the picture under the same address does. */
  readonly version?: string
  /** Natural proportions of its mesh, where the engine tells them [NATURAL-1]. */
  readonly proportions?: Vec3
}

/** One session, read from any of the three vocabularies that the API has used. */
export interface Session {
  readonly code: string
  /** What the artist calls it, where the upstream keeps names. */
  readonly name: string | null
  readonly phase: Phase
  /** The upstream's own word, for display. */
  readonly status: string
  /** 0–100, or null when the answer has none. */
  readonly percent: number | null
  /** The upstream's reason or remark, plain text, possibly empty. */
  readonly message: string
  /** Its spins are made of a guess [UNSURE-1] [UNSURE-2]. */
  readonly unsure: boolean
  readonly imageUrl: string | null
  readonly spins: readonly Spin[]
  readonly meshes: Readonly<Record<MeshKind, Readonly<Partial<Record<MeshFormat, string>>>>>
  readonly mp4Url: string | null
  readonly gifUrl: string | null
  readonly scaledBbox: Vec3 | null
  readonly pivotPoint: Vec3 | null
  /** Natural proportions of the newest mesh, where the engine tells them [NATURAL-1]. */
  readonly meshProportions: Vec3 | null
  readonly preserveAspectRatio: boolean
  readonly selectedSpinIndex: number | null
  /** What the page may decide on enclosed areas; null where there is nothing to decide. */
  readonly enclosed: EnclosedAreas | null
  readonly createdAt: string | null
  readonly updatedAt: string | null
}

const text = otherwise(z.nullable(z.string().check(z.trim(), z.minLength(1))), null)
const url = otherwise(z.nullable(z.url({ protocol: /^https?$/ })), null)
const optionalVec3 = <S extends z.ZodMiniType<Vec3>>(schema: S) => otherwise(z.nullable(schema), null)

const proportions = otherwise(z.optional(proportionsSchema), undefined)

const rawSpin = z.union([
  z.pipe(
    z.string(),
    z.transform((image_url) => ({ image_url, label: null, proportions: undefined })),
  ),
  z.object({
    image_url: z.string(),
    label: z.pipe(
      z.optional(text),
      z.transform((label) => label ?? null),
    ),
    proportions,
  }),
])

const percentSchema = otherwise(
  z.nullable(
    z.pipe(
      z.union([
        z.number(),
        z.pipe(
          z.string().check(z.regex(/^\d+(\.\d+)?%?$/)),
          z.transform((digits) => Number.parseFloat(digits)),
        ),
      ]),
      z.transform((value) => (Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : null)),
    ),
  ),
  null,
)

/** Only the code is needed; every other field may be missing, empty, unknown or of a wrong type. */
const rawSessionSchema = z.looseObject({
  session_code: z.string().check(z.regex(SESSION_CODE)),
  name: z.optional(text),
  status: z.optional(text),
  session_status: z.optional(text),
  percentage: z.optional(percentSchema),
  percent_done: z.optional(percentSchema),
  message: z.optional(text),
  cut_out_unsure: z.optional(otherwise(z.boolean(), false)),
  image_url: z.optional(url),
  spins: z.optional(otherwise(z.array(z.unknown()), [])),
  mp4_url: z.optional(url),
  session_gif: z.optional(url),
  scaled_bbox: z.optional(optionalVec3(scaledBboxSchema)),
  pivot_point: z.optional(optionalVec3(pivotPointSchema)),
  mesh_proportions: proportions,
  preserve_aspect_ratio: z.optional(otherwise(z.boolean(), false)),
  selected_spin_index: z.optional(otherwise(z.nullable(z.int().check(z.minimum(0), z.maximum(MAX_SPINS - 1))), null)),
  enclosed_areas: z.optional(otherwise(z.nullable(enclosedAreasSchema), null)),
  created_at: z.optional(text),
  updated_at: z.optional(text),
})

type RawSession = z.output<typeof rawSessionSchema>

function spinsOf(raw: RawSession): Spin[] {
  const version = raw.enclosed_areas ? { version: raw.enclosed_areas.made } : {}
  return (raw.spins ?? []).slice(0, MAX_SPINS).flatMap((entry, index) => {
    const spin = rawSpin.safeParse(entry)
    const spinUrl = spin.success ? url.parse(spin.data.image_url) : null
    if (!spin.success || !spinUrl) return []
    const { label, proportions: told } = spin.data
    return [{ index, url: spinUrl, label, ...version, ...(told && { proportions: told }) }]
  })
}

/**
 * [MESH-1] Where the field names no format, the file's name does (an OBJ or a zip in some versions); else it is a
 * GLB.
 */
function formatOfUrl(address: string): MeshFormat {
  const { pathname } = new URL(address)
  return MESH_FORMATS.find((format) => pathname.toLowerCase().endsWith(`.${format}`)) ?? 'glb'
}

function meshesOf(raw: RawSession, kind: MeshKind): Partial<Record<MeshFormat, string>> {
  const found: Partial<Record<MeshFormat, string>> = {}
  for (const format of MESH_FORMATS) {
    const value = url.safeParse(raw[meshField(kind, format)])
    if (value.success && value.data) found[format] = value.data
  }
  const bare = url.safeParse(raw[kind === 'preview' ? 'preview_mesh_url' : 'mesh_url'])
  if (bare.success && bare.data) found[formatOfUrl(bare.data)] ??= bare.data
  return found
}

/** The same file, though its URL is signed anew. */
const isSameFile = (a: string, b: string): boolean =>
  new URL(a).origin === new URL(b).origin && new URL(a).pathname === new URL(b).pathname

/**
 * [MESH-2] `mesh_url` is the newest finished mesh, so it may name the preview again: that is no refined one.
 * [MESH-3] The dialect of 2025 has no word for previews, and names its one mesh `mesh_url`: that is the preview, unless
 * the status speaks of a refined mesh.
 */
function allMeshesOf(raw: RawSession): Session['meshes'] {
  const [preview, newest] = [meshesOf(raw, 'preview'), meshesOf(raw, 'refine')]
  if (Object.keys(preview).length === 0 && !isOfRefine(raw.status)) return { preview: newest, refine: {} }
  const refine = Object.fromEntries(
    Object.entries(newest).filter(([format, address]) => {
      const seen = preview[format as MeshFormat]
      return !seen || !isSameFile(seen, address)
    }),
  )
  return { preview, refine }
}

/** Reads the `data` of a get or create answer, or one result of a list. Null when it holds no session code. */
export function readSession(data: unknown): Session | null {
  const parsed = rawSessionSchema.safeParse(data)
  if (!parsed.success) return null
  const raw = parsed.data
  const spins = spinsOf(raw)
  const meshes = allMeshesOf(raw)
  return {
    code: raw.session_code,
    name: (raw.name && tidyName(raw.name)) || null,
    phase: phaseOf(raw.status, raw.session_status, {
      spins: spins.length > 0,
      preview: Boolean(meshes.preview.glb),
      refine: Boolean(meshes.refine.glb),
      turbo: raw.preview_mesh === 'turbo',
    }),
    status: raw.status ?? raw.session_status ?? '',
    percent: raw.percentage ?? raw.percent_done ?? null,
    message: raw.message ?? '',
    unsure: raw.cut_out_unsure === true || isUnsureMessage(raw.message ?? ''),
    imageUrl: raw.image_url ?? null,
    spins,
    meshes,
    mp4Url: raw.mp4_url ?? null,
    gifUrl: raw.session_gif ?? null,
    scaledBbox: raw.scaled_bbox ?? null,
    pivotPoint: raw.pivot_point ?? null,
    meshProportions: raw.mesh_proportions ?? null,
    preserveAspectRatio: raw.preserve_aspect_ratio ?? false,
    selectedSpinIndex: raw.selected_spin_index ?? null,
    enclosed: readEnclosed(raw.enclosed_areas),
    createdAt: raw.created_at ?? null,
    updatedAt: raw.updated_at ?? null,
  }
}

/** Sessions of a list answer; entries that cannot be read are left out. */
export function readSessionList(data: unknown): Session[] {
  const results = z.object({ results: z.array(z.unknown()) }).safeParse(data)
  return results.success ? results.data.results.flatMap((entry) => readSession(entry) ?? []) : []
}
