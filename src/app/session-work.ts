import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useJobMeshes } from './job-meshes.ts'
import { useRefit, type Refit } from './refit.ts'
import { useResults, type Results } from './results.ts'
import { useSessionDraft } from './session-draft.ts'
import { isGone } from '../contract/api-error.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { useDraft } from '../draft/draft-store.ts'
import { draftScene } from '../draft/scene.ts'
import { isOpen } from '../jobs/job.ts'
import { useJob, useJobProgress, type UseJob } from '../jobs/use-job.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { spinOf, type Result } from '../result/result.ts'
import type { Trouble } from '../follow/trouble.ts'
import { useFollowedSession } from '../session/use-session.ts'
import type { SceneSource } from '../stage/scene.ts'
import { createStore } from '../ui/store.ts'

/** What was asked for last; undefined while that is being looked up. A refined mesh's request names no spin: it is that of its preview. */
function lastRequest({ job, refinedSpin }: UseJob): PreviewRequest | null | undefined {
  if (!job) return job
  if (job.kind === 'preview') return job.request
  return refinedSpin === null ? null : { selected_spin_index: refinedSpin, ...job.request }
}

/** The open session with its draft, its newest job and what came of that. */
export interface SessionWork {
  readonly session: Session | undefined
  readonly error: Error | null
  /** The same where the upstream does not know the session and nothing of it is kept here. */
  readonly lost: Error | null
  /** Why nothing new is heard of the session, which is shown as it last was. */
  readonly trouble: Trouble | null
  askNow(): void
  readonly store: DraftStore
  readonly scene: SceneSource
  chooseSpin(index: number): void
  /** Chooses a mesh, and the spin that it was made of. */
  showResult(result: Result): void
  /** The same for a mesh of a session that is about to be opened, as soon as that has told its spins, or is found to be gone. */
  showWhenOpen(kept: KeptResult): void
  /** Parts of the page's link that could not be read. */
  readonly ignoredOfLink: readonly string[]
  readonly job: UseJob
  /** A request is being sent or worked on. */
  readonly busy: boolean
  readonly results: Results
  readonly refit: Refit
}

export function useSessionWork(code: string): SessionWork {
  const job = useJob(code)
  useJobMeshes()
  const openJob = [job.job ?? null, ...job.queue].find(isOpen) ?? null
  const followed = useFollowedSession(code, openJob?.startedAtMs ?? null)
  const { session, error, trouble, askNow } = followed
  useJobProgress(code, followed)
  const { store, ignoredOfLink } = useSessionDraft(session, lastRequest(job))
  const scene = useMemo(() => draftScene(store), [store])
  const busy = isOpen(job.job ?? null)
  const draftSpin = useDraft(store, ({ sessionCode, present }) =>
    sessionCode === code ? present.spinIndex : undefined,
  )
  const results = useResults(code, session, job, draftSpin)
  const [wanted] = useState(() => createStore<KeptResult | null>(null))
  const chooseSpin = (index: number) => {
    wanted.set(null)
    if (session?.spins.some((spin) => spin.index === index))
      store.dispatch({ do: 'commit', edit: { kind: 'spin', index } })
  }
  const showResult = (result: Result) => {
    wanted.set(null)
    results.choose(result)
    const spin = spinOf(result)
    if (spin !== null && spin !== draftSpin) chooseSpin(spin)
  }
  const showWanted = useEffectEvent((items: Results['items']) => {
    const item = items.find(({ kept }) => kept !== null && kept.id === wanted.get()?.id)
    if (!item) return
    showResult(item.result)
  })
  const isOpened = draftSpin !== undefined || error !== null
  useEffect(() => {
    if (isOpened) showWanted(results.items)
  }, [isOpened, results.items])
  const refit = useRefit(store, results.chosen)
  const isKept = !results.known || results.items.length > 0 || job.job !== null || job.queue.length > 0
  return {
    session,
    error,
    lost: session || isKept || !isGone(error) ? null : error,
    trouble,
    askNow,
    store,
    scene,
    chooseSpin,
    showResult,
    showWhenOpen(kept) {
      const here = results.items.find((item) => item.kept?.id === kept.id)
      if (here) showResult(here.result)
      else wanted.set(kept)
    },
    ignoredOfLink,
    job,
    busy,
    results,
    refit,
  }
}
