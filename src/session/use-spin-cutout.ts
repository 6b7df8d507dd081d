import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { spinQuery } from './queries.ts'
import { cutOutSpin, type SpinCutout } from './spin-cutout.ts'

/** The same bytes give the same cutout, so a failure is final until they are fetched anew. */
const cutoutQuery = (code: string, index: number, spin: Blob | undefined, fetchedAt: number) =>
  queryOptions({
    queryKey: ['cutout', code, index, fetchedAt],
    queryFn: spin ? ({ signal }) => cutOutSpin(spin, signal) : skipToken,
    networkMode: 'always',
    retry: false,
    staleTime: Infinity,
  })

/** The cutout of a session's spin, from the bytes that the spins are shown with. Null for no spin, and until or unless there is a cutout. */
export function useSpinCutout(code: string, index: number | null): SpinCutout | null {
  const known = index ?? 0
  const spin = useQuery({ ...spinQuery(code, known), enabled: index !== null })
  const blob = index === null ? undefined : spin.data?.blob
  const { data } = useQuery(cutoutQuery(code, known, blob, spin.dataUpdatedAt))
  return index === null ? null : (data ?? null)
}
