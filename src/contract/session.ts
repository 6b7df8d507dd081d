import { z } from 'zod'
import { enclosedAreasSchema, readEnclosed, type EnclosedAreas } from './enclosed-areas.ts'
import { proportionsSchema } from './natural.ts'
import { MESH_FORMATS, meshField, type MeshFormat, type MeshKind } from './mesh-fields.ts'
import { MAX_SPINS, pivotPointSchema, scaledBboxSchema } from './preview-request.ts'
import { SESSION_CODE } from './create-request.ts'
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

const text = z.string().trim().min(1).nullable().catch(null)
const url = z
  .url({ protocol: /^https?$/ })
  .nullable()
  .catch(null)
const optionalVec3 = <S extends z.ZodType<Vec3>>(schema: S) => schema.nullable().catch(null)

const proportions = proportionsSchema.optional().catch(undefined)

const rawSpin = z.union([
  z.string().transform((image_url) => ({ image_url, label: null, proportions: undefined })),
  z.object({ image_url: z.string(), label: text.optional().transform((label) => label ?? null), proportions }),
])

const percentSchema = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?%?$/)
      .transform(Number.parseFloat),
  ])
  .transform((value) => (Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : null))
  .nullable()
  .catch(null)

/** Only the code is needed; every other field may be missing, empty, unknown or of a wrong type. */
const rawSessionSchema = z.looseObject({
  session_code: z.string().regex(SESSION_CODE),
  name: text.optional(),
  status: text.optional(),
  session_status: text.optional(),
  percentage: percentSchema.optional(),
  percent_done: percentSchema.optional(),
  message: text.optional(),
  cut_out_unsure: z.boolean().catch(false).optional(),
  image_url: url.optional(),
  spins: z.array(z.unknown()).catch([]).optional(),
  mp4_url: url.optional(),
  session_gif: url.optional(),
  scaled_bbox: optionalVec3(scaledBboxSchema).optional(),
  pivot_point: optionalVec3(pivotPointSchema).optional(),
  mesh_proportions: proportions,
  preserve_aspect_ratio: z.boolean().catch(false).optional(),
  selected_spin_index: z
    .number()
    .int()
    .min(0)
    .max(MAX_SPINS - 1)
    .nullable()
    .catch(null)
    .optional(),
  enclosed_areas: enclosedAreasSchema.nullable().catch(null).optional(),
  created_at: text.optional(),
  updated_at: text.optional(),
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
