import { CancelledError, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { isGone } from '../contract/api-error.ts'
import { isPassing } from '../contract/retry.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import { useStore } from '../ui/store.ts'
import { createFollow, type Follow } from '../follow/follow.ts'
import { seenQuery, sessionQuery, upstreamQuery } from './queries.ts'
import { thisTab } from '../follow/tab.ts'
import { troubleOf, type Trouble } from '../follow/trouble.ts'

export interface FollowedSession {
  /** As it was last heard of. */
  readonly session: Session | undefined
  /** Why there is none. */
  readonly error: Error | null
  readonly heardAtMs: number
  /** Why nothing new is heard of it; null while all is well. */
  readonly trouble: Trouble | null
  /** Asks at once, whatever wait the upstream named. */
  askNow(): void
}

/** What was heard so recently, by the page before it was drawn or by who opened the session, is not asked for again. */
const JUST_HEARD_MS = 2000

function followSession(client: QueryClient, code: string): Follow {
  const options = sessionQuery(code)
  const { queryKey } = options
  return createFollow<Session>({
    name: `plinth-session-${code}`,
    tab: thisTab,
    async ask() {
      const state = client.getQueryState(queryKey)
      // A first try that failed waits for its next one.
      if (state?.fetchStatus === 'fetching' && state.fetchFailureCount > 0) await client.cancelQueries({ queryKey })
      return client.fetchQuery({ ...options, staleTime: 0, retry: false })
    },
    hear: (session) => client.setQueryData(queryKey, session),
    isTakenBack: (error) => error instanceof CancelledError,
  })
}

/** A session, asked for again and again while work on it is under way. `jobSinceMs` is when the job began that the artist waits for. */
export function useFollowedSession(code: string, jobSinceMs: number | null): FollowedSession {
  const client = useQueryClient()
  const { data: upstream } = useQuery(upstreamQuery())
  const { data, error, dataUpdatedAt, isFetching, failureReason, failureCount } = useQuery({
    ...sessionQuery(code),
    staleTime: JUST_HEARD_MS,
  })
  const isMissed = data === undefined && failureReason !== null && isPassing(failureReason)
  const { data: seen } = useQuery({ ...seenQuery(code), enabled: isMissed })
  const isSeen = isMissed && Boolean(seen)
  const session = data ?? (isSeen && seen ? seen : undefined)
  const follow = useMemo(() => followSession(client, code), [client, code])
  const trouble = useStore(follow.trouble, (now) => now)

  const local = upstream?.upstream === 'local' || isSampleCode(code)
  const isAtWork = jobSinceMs !== null || (session?.phase.state === 'going' && !isGone(error))
  const isWanted = isAtWork || (isSeen && !isFetching)
  useEffect(() => follow.start(), [follow])
  useEffect(() => follow.want(isWanted ? { local, sinceMs: jobSinceMs } : null), [follow, isWanted, local, jobSinceMs])

  const hasWords = failureReason !== null && (isSeen || (!session && isFetching))
  const words = hasWords ? troubleOf(failureReason, isSeen ? Infinity : failureCount) : null
  return {
    session,
    error,
    heardAtMs: dataUpdatedAt,
    trouble: trouble ?? (words && { ...words, nextAskAtMs: null }),
    askNow: follow.askNow,
  }
}
