import { useMemo } from 'react'
import { useDelivered } from './delivered.ts'
import { useRefit, type Refit } from './refit.ts'
import { useSessionDraft } from './session-draft.ts'
import type { Session } from '../contract/session.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { draftScene } from '../draft/scene.ts'
import { isOpen } from '../jobs/job.ts'
import { useJob, useJobProgress, type UseJob } from '../jobs/use-job.ts'
import type { Result } from '../result/result.ts'
import type { Trouble } from '../follow/trouble.ts'
import { useFollowedSession } from '../session/use-session.ts'
import type { SceneSource } from '../stage/scene.ts'

/** The open session with its draft, its newest job and what came of that. */
export interface SessionWork {
  readonly session: Session | undefined
  readonly error: Error | null
  /** Why nothing new is heard of the session, which is shown as it last was. */
  readonly trouble: Trouble | null
  askNow(): void
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

export function useSessionWork(code: string): SessionWork {
  const job = useJob(code)
  const openJob = [job.job ?? null, ...job.queue].find(isOpen) ?? null
  const { session, error, trouble, heardAtMs, askNow } = useFollowedSession(code, openJob?.startedAtMs ?? null)
  useJobProgress(session ?? null, heardAtMs)
  const { store, ignoredOfLink } = useSessionDraft(
    session,
    job.job === undefined ? undefined : (job.job?.request ?? null),
  )
  const scene = useMemo(() => draftScene(store), [store])
  const busy = isOpen(job.job ?? null)
  const delivered = useDelivered(session, job.job, busy)
  const refit = useRefit(store, delivered)
  return {
    session,
    error,
    trouble,
    askNow,
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
