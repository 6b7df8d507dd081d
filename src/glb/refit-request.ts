import type { PreviewRequest } from '../contract/preview-request.ts'
import type { QuarterTurn } from './quarter-turn.ts'

/** The size and pivot that a mesh gets in the file, without another job. */
export interface RefitRequest extends Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'> {
  /** A quarter turn about this axis before the fit, for a mesh whose axes were exchanged. */
  readonly turnAbout?: QuarterTurn | null
}
