import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { spinQuery, type SpinMedia, type SpinPicture } from './queries.ts'

export interface LoadedSpin {
  /** Null until it has arrived. */
  readonly media: SpinMedia | null
  /** It could not be fetched, or the browser cannot show it. */
  readonly failed: boolean
  /** The browser cannot show these bytes. */
  markBroken(): void
  retry(): void
}

/** One spin as it arrives. Bytes that cannot be shown are remembered as such, so that a retry may bring better ones. */
export function useSpin(code: string, picture: SpinPicture): LoadedSpin {
  const { data, isError, isFetching, refetch } = useQuery(spinQuery(code, picture))
  const [broken, setBroken] = useState<SpinMedia | null>(null)
  const isBroken = data !== undefined && data === broken
  return {
    media: isBroken ? null : (data ?? null),
    failed: !isFetching && (isError || isBroken),
    markBroken: () => data && setBroken(data),
    retry: () => void refetch(),
  }
}
