import { useContext, useEffect, useMemo } from 'react'
import { isGone } from '../contract/api-error.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { useStore } from '../ui/store.ts'
import type { SessionJob } from './job.ts'
import { RunnerContext } from './page-runner.ts'
import { currentOf, queueOf } from './queue.ts'
import { refinedSpin } from './refined-spin.ts'
import type { JobRunner } from './runner.ts'

export interface UseJob {
  /** The job that the session is about, under way or ended last; null when it has none, undefined while that is being looked up. */
  readonly job: SessionJob | null | undefined
  /** Of a job that refines, the spin of the mesh that it has refined, as far as it is known. */
  readonly refinedSpin: number | null
  /** What waits behind it, the next one first. */
  readonly queue: readonly SessionJob[]
  /** Whether jobs outlive a reload in this browser. */
  readonly kept: boolean
  /** Queues a request, unless a job serves it already. Resolves when it is there. */
  submit(session: Session, request: PreviewRequest, kind?: SessionJob['kind']): Promise<void>
  /** Stops following: the work may go on upstream, the page no longer waits for it. */
  leave(): void
  /** Sends the job's request again, as a job of its own. */
  again(): void
  /** Takes a request out of the queue. */
  remove(id: string): void
  /** Moves a request before the one in front of it. */
  sooner(id: string): void
  /** Sends a request that is held. */
  send(id: string): void
}

export const useRunner = (): JobRunner => useContext(RunnerContext)()

/** One session's jobs. */
export function useJob(sessionCode: string): UseJob {
  const runner = useRunner()
  const { list, kept, loaded } = useStore(runner.jobs, (jobs) => jobs)
  const found = useMemo(() => currentOf(list, sessionCode), [list, sessionCode])
  const job = loaded ? found : (undefined as SessionJob | null | undefined)
  const queue = useMemo(() => queueOf(list, sessionCode).filter((one) => one !== found), [list, sessionCode, found])
  const submit: UseJob['submit'] = async (session, request, kind = 'preview') => {
    await runner.submit({ kind, sessionCode: session.code, request })
  }
  return {
    job,
    refinedSpin: refinedSpin(list, found),
    queue,
    kept,
    submit,
    leave: () => job && void runner.decide(job.id, 'left'),
    again: () => job && void runner.again(job.id),
    remove: (id) => void runner.forget(id),
    sooner: (id) => void runner.decide(id, 'sooner'),
    send: (id) => void runner.decide(id, 'released'),
  }
}

/** A session as it was last answered for. */
export interface Answered {
  readonly session: Session | undefined
  /** When it last answered: an answer that brings nothing new counts too, since time alone may settle a job. */
  readonly heardAtMs: number
  /** Why the last question was not answered. */
  readonly error: Error | null
}

/** Lets the jobs know what their session says, or that it is gone. */
export function useJobProgress(code: string, { session, heardAtMs, error }: Answered): void {
  const runner = useRunner()
  useEffect(() => {
    if (session && heardAtMs > 0) void runner.heard(session, heardAtMs)
  }, [runner, session, heardAtMs])
  useEffect(() => {
    if (isGone(error)) runner.gone(code)
  }, [runner, code, error])
}
