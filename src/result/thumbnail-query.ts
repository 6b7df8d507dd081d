import { queryOptions, skipToken } from '@tanstack/react-query'
import type { KeptResult } from './kept-result.ts'
import { keptResults } from './kept-results.ts'

/** The picture of a kept mesh; null while it has none. */
export const thumbnailQuery = (kept: KeptResult | null) =>
  queryOptions({
    queryKey: ['thumbnail', kept?.id],
    queryFn: kept ? () => keptResults.thumbnailOf(kept.id) : skipToken,
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
