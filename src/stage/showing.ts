import type { LightName } from './lights.ts'

/** How the stage shows its contents. None of it changes the request. */
export interface Showing {
  readonly light: LightName
  readonly exposureStops: number
  /** The camera circles by itself. */
  readonly turning: boolean
  /** The box with its dimensions. */
  readonly box: boolean
  /** Only the contents: no box, handles or labels. */
  readonly bare: boolean
  /** One object for an audience: the scale figure stays beside it as the view circles. */
  readonly presented: boolean
}

export const PLAIN_SHOWING: Showing = {
  light: 'studio',
  exposureStops: 0,
  turning: false,
  box: true,
  bare: false,
  presented: false,
}
