import { ApiError } from '../contract/api-error.ts'
import { spinAsset } from '../contract/assets.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { assetPath } from '../contract/paths.ts'
import type { SessionRecord } from './session-record.ts'

const refuse = (path: string, text: string) =>
  new ApiError('invalid_input', `At ${path}: ${text}`, { problems: [{ path, text }] })

/**
 * Index of the spin that a preview request selects: by index, by the spin's URL, or by both if they agree; else the
 * first. Only the path of the URL counts, since the same engine may be reached under several origins.
 * @throws {ApiError} `invalid_input` for a spin that the session does not have, or when index and URL differ
 */
export function selectedSpin(
  record: SessionRecord,
  { selected_spin_index: index, selected_spin: url }: PreviewRequest,
): number {
  const count = record.spins.length
  if (index !== undefined && index >= count)
    throw refuse('selected_spin_index', `this session has ${count} spins, numbered from 0; got ${index}`)
  if (url === undefined) return index ?? 0
  const named = record.spins.findIndex((_, k) => new URL(url).pathname.endsWith(assetPath(record.code, spinAsset(k))))
  if (named < 0) throw refuse('selected_spin', `not the URL of one of this session's spins`)
  if (index !== undefined && index !== named)
    throw refuse('selected_spin', `this is spin ${named}, but selected_spin_index says ${index}`)
  return named
}
