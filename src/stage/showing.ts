import type { LightName } from './lights.ts'

/** How the stage shows what stands in it; none of it changes what is asked for. */
export interface Showing {
  readonly light: LightName
  readonly exposureStops: number
  /** The eye walks round by itself. */
  readonly turning: boolean
  /** The box with its measures. */
  readonly box: boolean
  /** Only what stands in the stage: no box, no handles, no tools. */
  readonly bare: boolean
}

export const PLAIN_SHOWING: Showing = { light: 'studio', exposureStops: 0, turning: false, box: true, bare: false }
