import { useQueries } from '@tanstack/react-query'
import type { Spin } from '../contract/session.ts'
import { givesFrames } from './frame-source.ts'
import { spinQuery, type SpinMedia } from './queries.ts'

const WHY = 'This browser cannot show single frames of these pictures: they play, or show their front.'

/** Why the angle of a spin cannot be chosen; null when it can: always for a video, for a picture if the browser gives its frames. */
export const whyFixed = (media: SpinMedia | null | undefined): string | null =>
  media?.kind === 'image' && !givesFrames(media.blob.type) ? WHY : null

/** Why the angle of none of these can be chosen; null while that of one may be, or none can be shown at all. */
export function useWhyAllFixed(code: string, spins: readonly Spin[]): string | null {
  const queries = useQueries({ queries: spins.map((spin) => spinQuery(code, spin)) })
  const shown = queries.filter(({ isError }) => !isError)
  return shown.length > 0 && shown.every(({ data }) => whyFixed(data) !== null) ? WHY : null
}
