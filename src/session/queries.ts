import { queryOptions } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { spinAsset } from '../contract/assets.ts'
import { ApiError } from '../contract/api-error.ts'
import { isPassing, retryDelayMs, shouldRetry } from '../contract/retry.ts'
import type { Session, Spin } from '../contract/session.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import { fetchOutline } from './outline.ts'
import { fetchDiskUse } from './own-calls.ts'
import { fetchAllSessions, fetchRecentSessions, fetchSession, fetchUpstreamName } from './session-api.ts'

/** The server may be this machine, so it is tried even when the browser is offline. */
const TO_SERVER = { networkMode: 'always', retry: shouldRetry, retryDelay: retryDelayMs } as const

/** One session as it is now. `useFollowedSession` asks for it again while work on it is under way. */
export const sessionQuery = (code: string) =>
  queryOptions({
    ...TO_SERVER,
    queryKey: ['session', code],
    queryFn: ({ client, queryKey, signal }) => fetchSession(code, signal, client.getQueryData<Session>(queryKey)),
  })

export const recentQuery = () =>
  queryOptions({ ...TO_SERVER, queryKey: ['sessions'], queryFn: ({ signal }) => fetchRecentSessions(signal) })

export const allSessionsQuery = () =>
  queryOptions({ ...TO_SERVER, queryKey: ['sessions', 'all'], queryFn: ({ signal }) => fetchAllSessions(signal) })

export const diskQuery = () =>
  queryOptions({ ...TO_SERVER, queryKey: ['disk'], queryFn: ({ signal }) => fetchDiskUse(signal) })

export const upstreamQuery = () =>
  queryOptions({
    ...TO_SERVER,
    queryKey: ['upstream'],
    queryFn: ({ signal }) => fetchUpstreamName(signal),
    staleTime: Infinity,
    // A page that opened without a server learns later whose it is.
    refetchInterval: ({ state }) => (state.status === 'error' ? 30_000 : false),
  })

export interface SpinMedia {
  readonly blob: Blob
  readonly kind: 'image' | 'video'
}

/** Which picture of a spin. */
export type SpinPicture = Pick<Spin, 'index' | 'version'>

/** A session as this browser last saw it; null where it did not. */
export const seenQuery = (code: string) =>
  queryOptions({
    queryKey: ['seen', code],
    queryFn: async () => (await import('../offline/seen.ts')).seenSession(code),
    networkMode: 'always',
    retry: false,
    staleTime: 0,
  })

/** The same for a spin's bytes, in place of an answer that did not come. */
async function seenBytes(code: string, index: number, error: unknown): Promise<Blob> {
  if (!isPassing(error)) throw error
  const blob = await import('../offline/seen.ts').then(({ seenSpin }) => seenSpin(code, index)).catch(() => null)
  if (blob === null) throw error
  return blob
}

async function fetchSpin(code: string, { index, version }: SpinPicture, signal: AbortSignal): Promise<Blob> {
  const place = apiUrl(assetPath(code, spinAsset(index)))
  // By a name of its own, or the browser would give the picture before from its cache.
  const response = await fetch(version ? `${place}?v=${version}` : place, { signal })
  if (!response.ok) await readAnswer(response)
  return response.blob()
}

/** A spin's bytes. They tell its type, which no field of the session does; and once fetched, an expired link does no harm. */
export const spinQuery = (code: string, picture: SpinPicture) =>
  queryOptions({
    ...TO_SERVER,
    queryKey: ['spin', code, picture.index, picture.version],
    queryFn: async ({ signal }): Promise<SpinMedia> => {
      const blob = await fetchSpin(code, picture, signal).catch((error: unknown) =>
        seenBytes(code, picture.index, error),
      )
      const kind = /^(image|video)\//.exec(blob.type)?.[1]
      if (kind !== 'image' && kind !== 'video')
        throw new ApiError('bad_upstream', 'The file is neither a picture nor a video.')
      return { blob, kind }
    },
    staleTime: Infinity,
  })

/** Width and height of the subject; null when the picture does not tell. Never fails. */
export const outlineQuery = (code: string) =>
  queryOptions({
    queryKey: ['outline', code],
    queryFn: ({ signal }) => fetchOutline(code, signal),
    networkMode: 'always',
    retry: false,
    staleTime: Infinity,
  })
