import { useQueries } from '@tanstack/react-query'
import { spinAsset } from '../contract/assets.ts'
import type { Spin } from '../contract/session.ts'
import { takesApart } from './frame-source.ts'
import { spinQuery, type SpinMedia } from './queries.ts'

const WHY = 'This browser cannot take such pictures apart: they play, or show their front.'

/** Why a spin cannot be turned by hand, or null: a video can always, a picture where its frames can be had. */
export const whyNotTurned = (media: SpinMedia | null | undefined): string | null =>
  media?.kind === 'image' && !takesApart(media.blob.type) ? WHY : null

/** Why none of these can be; null while one may be, or nothing can be shown at all. */
export function useWhyNoneTurned(code: string, spins: readonly Spin[]): string | null {
  const asked = useQueries({ queries: spins.map(({ index }) => spinQuery(code, spinAsset(index))) })
  const shown = asked.filter(({ isError }) => !isError)
  return shown.length > 0 && shown.every(({ data }) => whyNotTurned(data) !== null) ? WHY : null
}
