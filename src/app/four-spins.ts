import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { MAX_SPINS, intentOf, type PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { isOpen, type Job, type SessionJob } from '../jobs/job.ts'
import { jobsOf } from '../jobs/queue.ts'
import type { JobRunner } from '../jobs/runner.ts'
import { useRunner } from '../jobs/use-job.ts'
import { keptFor, requestsForSpins, roundStep, type Making, type Round } from '../result/four-spins.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { createStore, useStore } from '../ui/store.ts'
import type { Viewer } from '../viewer/viewer.ts'

export interface FourSpinsOptions {
  readonly session: Session | undefined
  /** The session's newest mesh as long as it is not kept. */
  readonly delivered: Result | null
  /** The session's meshes that are kept. */
  readonly kept: readonly Result[]
  readonly viewer: Viewer
  readonly submit: (session: Session, request: PreviewRequest) => Promise<void>
}

export interface FourSpins {
  /** How many of the spins are made, while a round goes on. */
  readonly going: { readonly made: number; readonly total: number } | null
  /** The spin, counted from 1, whose mesh could not be opened, so that this session's last round ended with it. */
  readonly failedSpin: number | null
  /** How many spins there are to compare. */
  readonly spins: number
  /** How many jobs a round of this request would start. */
  jobsFor(request: PreviewRequest): number
  /** Queues what is missing of a request's meshes for every spin, and lays all of them out once they are made. */
  start(request: PreviewRequest): void
  stop(): void
}

interface Rounds {
  readonly round: Round | null
  /** Where the last round got stuck. */
  readonly stuck: { readonly sessionCode: string; readonly spinIndex: number } | null
}

const NONE: Rounds = { round: null, stuck: null }

/** The newest job of a round's request. */
const jobFor = (jobs: readonly Job[], { sessionCode }: Round, request: PreviewRequest): SessionJob | undefined =>
  jobsOf(jobs, sessionCode)
    .filter((job) => job.kind === 'preview' && intentOf(job.request) === intentOf(request))
    .toSorted((one, other) => one.queuedAtMs - other.queuedAtMs)
    .at(-1)

/** `unopenable` is the job whose mesh cannot be opened. */
function makingOf(job: SessionJob | undefined, unopenable: string | null): Making {
  if (!job) return 'over'
  if (job.id === unopenable) return 'unopenable'
  if (job.state.is === 'done') return 'made'
  if (job.state.is === 'queued') return job.state.held?.until === 'artist' ? 'held' : 'going'
  return isOpen(job) ? 'going' : 'over'
}

/** Takes what waits of a round out of the queue. */
function forgetQueued(runner: JobRunner, round: Round): void {
  for (const request of round.requests) {
    const job = jobFor(runner.jobs.get().list, round, request)
    if (job?.state.is === 'queued') void runner.forget(job.id)
  }
}

/** One click queues what is missing of every spin of the session, and lays all of them out: see `roundStep`. */
export function useFourSpins({ session, delivered, kept, viewer, submit }: FourSpinsOptions): FourSpins {
  const [rounds] = useState(() => createStore<Rounds>(NONE))
  const runner = useRunner()
  const jobs = useStore(runner.jobs, ({ list }) => list)
  const { round, stuck } = useStore(rounds, (state) => state)
  const { isError } = useQuery(meshQuery(delivered))
  const unopenable = delivered && (isError || !delivered.formats.includes('glb')) ? delivered.version : null
  const sessionCode = session?.code

  useEffect(() => {
    if (!round) return
    const making = (request: PreviewRequest) => makingOf(jobFor(jobs, round, request), unopenable)
    const step = roundStep(round, { sessionCode, kept, makingOf: making })
    if (step.kind === 'wait') return
    if (step.kind === 'complete') viewer.set({ compared: step.versions, wipe: null, motion: null })
    // Of a session that was only left, the queue goes on.
    else if (sessionCode === round.sessionCode) forgetQueued(runner, round)
    const stuckAt = step.kind === 'stuck' ? { sessionCode: round.sessionCode, spinIndex: step.spinIndex } : null
    rounds.set({ round: null, stuck: stuckAt })
  }, [rounds, round, runner, jobs, sessionCode, unopenable, kept, viewer])

  const isKept = (request: PreviewRequest) => session !== undefined && keptFor(kept, session.code, request)
  const isHere = round !== null && round.sessionCode === session?.code
  return {
    spins: Math.min(MAX_SPINS, session?.spins.length ?? 0),
    going: isHere ? { made: round.requests.filter(isKept).length, total: round.requests.length } : null,
    failedSpin: stuck !== null && stuck.sessionCode === session?.code ? stuck.spinIndex + 1 : null,
    jobsFor: (request) => requestsForSpins(request, session?.spins ?? []).filter((spin) => !isKept(spin)).length,
    start(request) {
      if (!session) return
      const requests = requestsForSpins(request, session.spins)
      // All at once, so that the queue shows what is to come; what is under way already serves its own spin.
      const queued = requests.filter((one) => !isKept(one)).map((one) => submit(session, one))
      void Promise.all(queued).then(() => rounds.set({ round: { sessionCode: session.code, requests }, stuck: null }))
    },
    stop() {
      if (round) forgetQueued(runner, round)
      rounds.set(NONE)
    },
  }
}
