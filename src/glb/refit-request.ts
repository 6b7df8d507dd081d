import type { PreviewRequest } from '../contract/preview-request.ts'
import type { QuarterTurn } from './quarter-turn.ts'

/** The size and pivot that a finished mesh is to get in its file, without another job. */
export interface RefitRequest extends Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'> {
  /** A quarter turn before the fit, for a mesh whose axes were exchanged. */
  readonly turnAbout?: QuarterTurn | null
}
