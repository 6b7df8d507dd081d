import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { spinQuery, type SpinPicture } from './queries.ts'
import type { SpinCutout } from '../backdrop/spin-cutout.ts'

/** The same bytes give the same cutout, so a failure is final until they are fetched anew. */
const cutoutQuery = (code: string, { index, version }: SpinPicture, spin: Blob | undefined, fetchedAt: number) =>
  queryOptions({
    queryKey: ['cutout', code, index, version, fetchedAt],
    queryFn: spin ? async ({ signal }) => (await import('./spin-cutout.ts')).cutOutSpin(spin, signal) : skipToken,
    networkMode: 'always',
    retry: false,
    staleTime: Infinity,
  })

const NONE: SpinPicture = { index: 0 }

/** The cutout of a session's spin, from the bytes that the spins are shown with. Null for no spin, and until or unless there is a cutout. */
export function useSpinCutout(code: string, picture: SpinPicture | null): SpinCutout | null {
  const known = picture ?? NONE
  const spin = useQuery({ ...spinQuery(code, known), enabled: picture !== null })
  const blob = picture === null ? undefined : spin.data?.blob
  const { data } = useQuery(cutoutQuery(code, known, blob, spin.dataUpdatedAt))
  return picture === null ? null : (data ?? null)
}
