import { queryOptions } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { type AssetName } from '../contract/assets.ts'
import { ApiError } from '../contract/api-error.ts'
import { retryDelayMs, shouldRetry } from '../contract/retry.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import { fetchOutline } from './outline.ts'
import { fetchRecentSessions, fetchSession, fetchUpstreamName } from './session-api.ts'

/** The server may be this very machine: being offline is no reason not to ask it. */
const ASKED = { networkMode: 'always', retry: shouldRetry, retryDelay: retryDelayMs } as const

const LOCAL_POLL_MS = 400
const CLOUD_POLL_MS = 2000
const SLOW_POLL_MS = 10_000

export interface Polling {
  /** The local engine answers from memory; a cloud is asked at the pace of its own clients. */
  readonly local: boolean
  /** A job is waited for, whatever the session says of itself. */
  readonly watched: boolean
  /** It has taken so long that a slower look is enough. */
  readonly slow?: boolean
}

const isGoing = (session: Session | undefined): boolean => session?.phase.state === 'going'

export const pollMs = (code: string, { local, slow = false }: Polling): number =>
  slow ? SLOW_POLL_MS : local || isSampleCode(code) ? LOCAL_POLL_MS : CLOUD_POLL_MS

/** One session, asked again only while something goes on in it. */
export const sessionQuery = (code: string, polling: Polling) =>
  queryOptions({
    ...ASKED,
    queryKey: ['session', code],
    queryFn: ({ signal }) => fetchSession(code, signal),
    refetchInterval: ({ state }) => (polling.watched || isGoing(state.data) ? pollMs(code, polling) : false),
    // The tab that waits in the background is the one whose mesh is wanted on coming back.
    refetchIntervalInBackground: true,
  })

export const recentQuery = () =>
  queryOptions({ ...ASKED, queryKey: ['sessions'], queryFn: ({ signal }) => fetchRecentSessions(signal) })

export const upstreamQuery = () =>
  queryOptions({
    ...ASKED,
    queryKey: ['upstream'],
    queryFn: ({ signal }) => fetchUpstreamName(signal),
    staleTime: Infinity,
  })

export interface SpinMedia {
  readonly blob: Blob
  readonly kind: 'image' | 'video'
}

/** A spin as bytes: its type is known by what was sent, never by a field's name, and an expired link hurts no more. */
export const spinQuery = (code: string, name: AssetName) =>
  queryOptions({
    ...ASKED,
    queryKey: ['asset', code, name],
    queryFn: async ({ signal }): Promise<SpinMedia> => {
      const response = await fetch(apiUrl(assetPath(code, name)), { signal })
      if (!response.ok) await readAnswer(response)
      const blob = await response.blob()
      const kind = /^(image|video)\//.exec(blob.type)?.[1]
      if (kind !== 'image' && kind !== 'video')
        throw new ApiError('bad_upstream', 'The file is neither a picture nor a video.')
      return { blob, kind }
    },
    staleTime: Infinity,
  })

/** Never fails: a picture that does not tell its subject's outline is an answer too. */
export const outlineQuery = (code: string) =>
  queryOptions({
    queryKey: ['outline', code],
    queryFn: ({ signal }) => fetchOutline(code, signal),
    networkMode: 'always',
    retry: false,
    staleTime: Infinity,
  })
