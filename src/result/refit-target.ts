import type { PreviewRequest } from '../contract/preview-request.ts'
import { AUTOMATIC, DEFAULT_PIVOT, DEFAULT_SCALED_BBOX } from '../contract/preview-request.ts'
import type { Box, Vec3 } from '../contract/vec3.ts'
import { diagnose } from '../glb/diagnose.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import type { Result } from './result.ts'

/** The size and origin that a mesh is shown and saved with, read while it is drawn; null leaves it as it came. */
export interface RefitTarget {
  get(): RefitRequest | null
  subscribe(listener: () => void): () => void
}

export const AS_IT_CAME: RefitTarget = { get: () => null, subscribe: () => () => {} }

/** A size in metres, -1 for an automatic side, and a normalised pivot. */
export interface SizeAndPivot {
  readonly scaled_bbox: Vec3
  readonly pivot_point: Vec3
}

/** Equal for two requests with the same size and pivot. */
export const sizeAndPivotKey = ({
  scaled_bbox = DEFAULT_SCALED_BBOX,
  pivot_point = DEFAULT_PIVOT,
}: Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'>): string => JSON.stringify([scaled_bbox, pivot_point])

/** The size and pivot that a result was requested with; null where its request is silent on one of them. */
export const requestedKey = ({ request }: Result): string | null =>
  request.scaled_bbox && request.pivot_point ? sizeAndPivotKey(request) : null

/** Whether the request gave a size. Without one, and without a pivot, the draft beside the result had to start from a guess. */
export const isSizeRequested = ({ request }: Result): boolean =>
  request.pivot_point !== undefined && (request.scaled_bbox?.some((side) => side !== AUTOMATIC) ?? false)

/** The refit that mends what is wrong with a delivered file; null where nothing is, and for the artist's own files. */
export const correctionOf = (result: Result, box: Box): RefitRequest | null =>
  result.own ? null : (diagnose(box, result.request)?.correction ?? null)

/**
 * The refit that brings a mesh to the draft beside it, which is `wanted` as this mesh can follow it. While the draft still says what the
 * mesh came with (`baselineKey`), that is the chosen correction of the file or nothing. A file that lies on its side keeps its quarter turn
 * at any other size.
 */
export function refitFor(
  draft: SizeAndPivot,
  wanted: SizeAndPivot,
  baselineKey: string | null,
  correction: RefitRequest | null,
): RefitRequest | null {
  if (baselineKey === null || sizeAndPivotKey(draft) === baselineKey) return correction
  return { ...wanted, ...(correction?.turnAbout && { turnAbout: correction.turnAbout }) }
}
