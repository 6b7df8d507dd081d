import { ApiError } from '../contract/api-error.ts'
import type { PreviewRequest, RefineRequest } from '../contract/preview-request.ts'
import { selectedSpin } from './selected-spin.ts'
import { latestTarget } from './session-answer.ts'
import type { MeshJob, SessionRecord } from './session-record.ts'

/** @throws {ApiError} `conflict` while the session has no spins */
export function previewJob(record: SessionRecord, request: PreviewRequest, key: string): MeshJob {
  if (record.spins.length === 0) throw noSpins(record)
  const { target } = record
  const scaledBbox = request.scaled_bbox ?? target.scaledBbox
  const pivotPoint = request.pivot_point ?? target.pivotPoint
  // A box given now is meant as it stands; only the session's own box may keep the aspect ratio.
  const preserveAspectRatio = request.scaled_bbox ? false : target.preserveAspectRatio
  return {
    kind: 'preview',
    key,
    spinIndex: selectedSpin(record, request),
    target: { ...(scaledBbox && { scaledBbox }), ...(pivotPoint && { pivotPoint }), preserveAspectRatio },
  }
}

function noSpins({ status, message }: SessionRecord): ApiError {
  const why = status.endsWith('_failed')
    ? `This session has no spins: ${message}`
    : 'The spins of this session are not ready yet. Wait until they are done, then ask again.'
  return new ApiError('conflict', why)
}

/**
 * Refines the newest preview, also one that is still waiting.
 * @throws {ApiError} `conflict` when there is none
 */
export function refineJob(record: SessionRecord, request: RefineRequest, key: string): MeshJob {
  const preview = record.pending.findLast((job) => job.kind === 'preview') ?? record.meshes.preview
  if (!preview)
    throw new ApiError('conflict', 'This session has no preview mesh to refine yet. Generate a preview first.')
  const target = {
    ...latestTarget(record),
    ...(request.scaled_bbox && { scaledBbox: request.scaled_bbox, preserveAspectRatio: false }),
    ...(request.pivot_point && { pivotPoint: request.pivot_point }),
  }
  return { kind: 'refine', key, spinIndex: preview.spinIndex, target }
}
