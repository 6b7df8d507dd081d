import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useDelivered } from './delivered.ts'
import { useRefit, type Refit } from './refit.ts'
import { useSessionDraft } from './session-draft.ts'
import type { Session } from '../contract/session.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { draftScene } from '../draft/scene.ts'
import { SLOW_AFTER_MS, isOpen } from '../jobs/job.ts'
import { useJob, useJobProgress, type UseJob } from '../jobs/use-job.ts'
import type { Result } from '../result/result.ts'
import { sessionQuery, upstreamQuery } from '../session/queries.ts'
import type { SceneSource } from '../stage/scene.ts'

/** The open session with its draft, its newest job and what came of that. */
export interface SessionWork {
  readonly session: Session | undefined
  readonly error: Error | null
  /** Polling keeps failing: the session is shown as it was last heard of. */
  readonly stale: boolean
  askAgain(): void
  readonly store: DraftStore
  readonly scene: SceneSource
  chooseSpin(index: number): void
  /** Parts of the page's link that could not be read. */
  readonly ignoredOfLink: readonly string[]
  readonly job: UseJob
  /** A request is being sent or worked on. */
  readonly busy: boolean
  readonly delivered: Result | null
  readonly refit: Refit
}

/** The session, polled while something goes on in it. */
function useSession(code: string, openedAtMs: number, job: UseJob['job']) {
  const { data: upstream } = useQuery(upstreamQuery())
  const openJob = job && isOpen(job) ? job : null
  return useQuery(
    sessionQuery(code, {
      local: upstream?.upstream === 'local',
      watched: openJob !== null,
      slowFromMs: (openJob?.startedAtMs ?? openedAtMs) + SLOW_AFTER_MS,
    }),
  )
}

export function useSessionWork(code: string, openedAtMs: number): SessionWork {
  const job = useJob(code)
  const { data: session, error, isError, failureCount, dataUpdatedAt, refetch } = useSession(code, openedAtMs, job.job)
  useJobProgress(job.job, session ?? null, dataUpdatedAt)
  const { store, ignoredOfLink } = useSessionDraft(
    session,
    job.job === undefined ? undefined : (job.job?.request ?? null),
  )
  const scene = useMemo(() => draftScene(store), [store])
  const busy = job.isSending || isOpen(job.job ?? null)
  const delivered = useDelivered(session, job.job, busy)
  const refit = useRefit(store, delivered)
  return {
    session,
    error,
    stale: failureCount > 1 || isError,
    askAgain: () => void refetch(),
    store,
    scene,
    chooseSpin(index) {
      if (session?.spins.some((spin) => spin.index === index))
        store.dispatch({ do: 'commit', edit: { kind: 'spin', index } })
    },
    ignoredOfLink,
    job,
    busy,
    delivered,
    refit,
  }
}
