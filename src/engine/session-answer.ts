/** A session's record as the API answers it, with absolute URLs on the origin of the request. */
import type { z } from 'zod'
import { IMAGE_ASSET, assetFile, spinAsset, type AssetName } from '../contract/assets.ts'
import type { enclosedAreasSchema } from '../contract/enclosed-areas.ts'
import { meshField, type MeshFormat, type MeshKind } from '../contract/mesh-fields.ts'
import { DEFAULT_PIVOT, DEFAULT_SCALED_BBOX } from '../contract/preview-request.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { sessionStatusOf, type SessionStatus } from '../contract/status.ts'
import { WAITING } from './job-tools.ts'
import type { Target, SessionRecord } from './session-record.ts'

/** `version` changes with the file, so that no cache gives an older one; `file` is what a client may save it as. */
const fileUrl = (origin: string, code: string, name: AssetName, { file = '', version = '' } = {}): string =>
  `${origin}${apiUrl(assetPath(code, name))}${file && `/${file}`}${version && `?v=${version}`}`

/** A mesh that is being made again is not offered: it is not what was requested last. */
const isOffered = ({ meshes, pending }: SessionRecord, kind: MeshKind): boolean =>
  meshes[kind] !== null && !pending.some((job) => job.kind === kind)

/** [SESSION-2] The newest finished mesh: the preview, until it is refined. Another preview ends the refined one. */
function newestKind(record: SessionRecord): MeshKind | null {
  if (isOffered(record, 'refine')) return 'refine'
  return isOffered(record, 'preview') ? 'preview' : null
}

/** A field without a format is the OBJ, as the clients of 2024 take it to be. */
const BARE_FIELDS: Readonly<Record<MeshKind, string>> = { preview: 'preview_mesh_url', refine: 'mesh_url' }

/** The addresses of a mesh's files, in the fields of its own kind or in those for the newest mesh, which a refined one has always had. */
function meshFields(
  record: SessionRecord,
  kind: MeshKind | null,
  origin: string,
  fields: MeshKind,
): Record<string, string> {
  const mesh = kind && record.meshes[kind]
  if (!mesh || !isOffered(record, kind)) return {}
  const urlOf = (format: MeshFormat): string => {
    const name = meshField(kind, format)
    return fileUrl(origin, record.code, name, { file: assetFile(record.code, name, format), version: mesh.key })
  }
  return {
    // Meshes made until 0.1.0 have no OBJ of their own.
    [BARE_FIELDS[fields]]: urlOf(mesh.formats.includes('obj') ? 'obj' : 'glb'),
    ...Object.fromEntries(mesh.formats.map((format) => [meshField(fields, format), urlOf(format)])),
  }
}

/** [ENCLOSED-1] A sample is everybody's, so nobody decides on it. */
function enclosedFields(record: SessionRecord): { enclosed_areas?: z.input<typeof enclosedAreasSchema> } {
  const { code, enclosed, meshes } = record
  if (!enclosed?.found || !enclosed.made || isSampleCode(code)) return {}
  const { choice, found, made } = enclosed
  const newest = newestKind(record)
  const mesh = newest && meshes[newest]
  return { enclosed_areas: { choice, found, made, mesh_is_older: Boolean(mesh?.enclosed) && mesh?.enclosed !== made } }
}

/** [NATURAL-1] */
function proportionsField(record: SessionRecord): { mesh_proportions?: Vec3 } {
  const newest = newestKind(record)
  const proportions = newest && record.meshes[newest]?.proportions
  return proportions ? { mesh_proportions: proportions } : {}
}

/** The size and pivot that the newest mesh has or will have. */
export function latestTarget(record: SessionRecord): Target {
  const job = record.pending.findLast((entry) => entry.kind !== 'spins')
  const newest = newestKind(record)
  return job?.target ?? (newest && record.meshes[newest]?.target) ?? record.target
}

/** The newer word for the state; between the steps of one request, the work has begun. */
function sessionStatus({ status, message, pending }: SessionRecord): SessionStatus {
  const [job] = pending
  if (!job) return sessionStatusOf(status, 'none')
  const begun = message !== WAITING || (job.kind !== 'spins' && job.follows !== undefined)
  return sessionStatusOf(status, begun ? 'begun' : 'waiting')
}

/**
 * `data` of a get, create or list answer.
 * [SESSION-1] It speaks both dialects: `status`, `percentage` and `preview_mesh_url…` for the clients up to 2024,
 * `session_status`, `percent_done` and `mesh_url…` for those since.
 */
export function sessionAnswer(record: SessionRecord, origin: string, percent: number): Record<string, unknown> {
  const target = latestTarget(record)
  return {
    session_code: record.code,
    ...(record.name && { name: record.name }),
    image_url: fileUrl(origin, record.code, IMAGE_ASSET),
    status: record.status,
    session_status: sessionStatus(record),
    percentage: percent,
    percent_done: percent,
    message: record.message,
    ...(record.unsure && { cut_out_unsure: true }),
    spins: record.spins.map((label, index) => {
      const proportions = record.spinProportions?.[index]
      return { image_url: fileUrl(origin, record.code, spinAsset(index)), label, ...(proportions && { proportions }) }
    }),
    // Whatever it goes on to, its mesh is made of a spin.
    preview_mesh: 'turbo',
    ...meshFields(record, 'preview', origin, 'preview'),
    ...meshFields(record, newestKind(record), origin, 'refine'),
    ...enclosedFields(record),
    ...proportionsField(record),
    scaled_bbox: target.scaledBbox ?? DEFAULT_SCALED_BBOX,
    pivot_point: target.pivotPoint ?? DEFAULT_PIVOT,
    preserve_aspect_ratio: target.preserveAspectRatio,
    selected_spin_index: record.selectedSpinIndex,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  }
}

export interface Queued {
  readonly key: string
  readonly imageUrl: string
  readonly startedAtSeconds: number
}

/** `data` of a preview or refine answer, as in the documentation's sample: the work is only queued. The newer dialect comes on top [SESSION-1]. */
export function queuedAnswer(
  record: SessionRecord,
  percent: number,
  { key, imageUrl, startedAtSeconds }: Queued,
): Record<string, unknown> {
  const { code } = record
  const task = {
    scenario: code,
    unique_trial_key: key,
    customer_email: '',
    image_url: imageUrl,
    text_prompt: '',
    keyword: '',
    discord_user_id: '',
  }
  return {
    scenario: code,
    unique_trial_key: key,
    status: 'unprocessed',
    complete_job_data: {
      scenario: code,
      job_priority: '2',
      username: 'local',
      call: 'dreamfusion',
      user_id: '000000',
      status: 'unprocessed',
      start_time: startedAtSeconds.toFixed(7),
      unique_trial_key: key,
      task_data: JSON.stringify(task),
      id: `job:dreamfusion:${code}_${key}`,
    },
    session_code: code,
    session_status: sessionStatus(record),
    percent_done: percent,
  }
}
