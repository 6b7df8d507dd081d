/** A session's record as the API answers it, with absolute URLs on the origin of the request. */
import { IMAGE_ASSET, spinAsset, type AssetName } from '../contract/assets.ts'
import { meshField, type MeshKind } from '../contract/mesh-fields.ts'
import { DEFAULT_PIVOT, DEFAULT_SCALED_BBOX } from '../contract/preview-request.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import type { Target, SessionRecord } from './session-record.ts'

/** `version` changes with the file, so that no cache gives an older one. */
const fileUrl = (origin: string, code: string, name: AssetName, version?: string): string =>
  `${origin}${apiUrl(assetPath(code, name))}${version ? `?v=${version}` : ''}`

/** Files of a mesh that is being made again are not offered: they are not what was requested last. */
function meshFields(record: SessionRecord, kind: MeshKind, origin: string): Record<string, string> {
  const mesh = record.meshes[kind]
  if (!mesh || record.pending.some((job) => job.kind === kind)) return {}
  const named = mesh.formats.map(
    (format) => [meshField(kind, format), fileUrl(origin, record.code, meshField(kind, format), mesh.key)] as const,
  )
  const bare = kind === 'preview' ? 'preview_mesh_url' : 'mesh_url'
  return { [bare]: fileUrl(origin, record.code, meshField(kind, 'glb'), mesh.key), ...Object.fromEntries(named) }
}

/** The size and pivot that the newest mesh has or will have. */
export function latestTarget({ pending, meshes, target }: SessionRecord): Target {
  const job = pending.findLast((entry) => entry.kind !== 'spins')
  return job?.target ?? meshes.refine?.target ?? meshes.preview?.target ?? target
}

/** `data` of a get, create or list answer. */
export function sessionAnswer(record: SessionRecord, origin: string, percent: number): Record<string, unknown> {
  const target = latestTarget(record)
  return {
    session_code: record.code,
    image_url: fileUrl(origin, record.code, IMAGE_ASSET),
    status: record.status,
    percentage: percent,
    percent_done: percent,
    message: record.message,
    spins: record.spins.map((label, index) => ({ image_url: fileUrl(origin, record.code, spinAsset(index)), label })),
    preview_mesh: record.goOnToMesh ? 'fast_sculpt' : 'turbo',
    ...meshFields(record, 'preview', origin),
    ...meshFields(record, 'refine', origin),
    scaled_bbox: target.scaledBbox ?? DEFAULT_SCALED_BBOX,
    pivot_point: target.pivotPoint ?? DEFAULT_PIVOT,
    preserve_aspect_ratio: target.preserveAspectRatio,
    selected_spin_index: record.selectedSpinIndex,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  }
}

export interface Queued {
  readonly code: string
  readonly key: string
  readonly imageUrl: string
  readonly startedAtSeconds: number
}

/** `data` of a preview or refine answer, as in the documentation's sample: the work is only queued. */
export function queuedAnswer({ code, key, imageUrl, startedAtSeconds }: Queued): Record<string, unknown> {
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
  }
}
