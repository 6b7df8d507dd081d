import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { spinAsset } from '../contract/assets.ts'
import { spinQuery, type SpinMedia } from './queries.ts'

export interface LoadedSpin {
  /** Null until it is there. */
  readonly media: SpinMedia | null
  /** It could not be had, or what came cannot be shown. */
  readonly failed: boolean
  /** These bytes cannot be shown. */
  fail(): void
  again(): void
}

/** One spin as it arrives. What cannot be shown is a matter of its bytes, so that others may be asked for. */
export function useSpin(code: string, index: number): LoadedSpin {
  const { data, isError, isFetching, refetch } = useQuery(spinQuery(code, spinAsset(index)))
  const [unshowable, setUnshowable] = useState<SpinMedia | null>(null)
  const broken = data !== undefined && data === unshowable
  return {
    media: broken ? null : (data ?? null),
    failed: !isFetching && (isError || broken),
    fail: () => data && setUnshowable(data),
    again: () => void refetch(),
  }
}
