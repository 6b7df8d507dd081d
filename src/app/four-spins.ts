import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { MAX_SPINS, intentOf, type PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { isHeld, isOpen, type Job, type SessionJob } from '../jobs/job.ts'
import { queueOf } from '../jobs/queue.ts'
import { useRunner } from '../jobs/use-job.ts'
import { keptFor, requestsForSpins, roundStep, type Round, type RoundFacts } from '../result/four-spins.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { createStore, useStore } from '../ui/store.ts'
import type { Viewer } from '../viewer/viewer.ts'

export interface FourSpinsOptions {
  readonly session: Session | undefined
  readonly job: SessionJob | null
  /** What came of the job. */
  readonly delivered: Result | null
  readonly busy: boolean
  /** The session's meshes that are kept. */
  readonly kept: readonly Result[]
  readonly viewer: Viewer
  readonly submit: (session: Session, request: PreviewRequest) => void
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
  /** Makes what is missing of a request's meshes for every spin, one after another, and lays them out. */
  start(request: PreviewRequest): void
  stop(): void
}

interface Rounds {
  readonly round: Round | null
  /** Where the last round got stuck. */
  readonly stuck: { readonly sessionCode: string; readonly spinIndex: number } | null
}

const jobFact = (job: SessionJob | null): RoundFacts['job'] => {
  if (job === null) return null
  return { id: job.id, ended: isOpen(job) ? null : job.state.is === 'done' ? 'with a mesh' : 'otherwise' }
}

const spinOf = (job: SessionJob | null): number | undefined =>
  job?.kind === 'preview' ? job.request.selected_spin_index : undefined

/** What of a round waits in its session's queue. */
function queuedOf(jobs: readonly Job[], { sessionCode, requests }: Round) {
  const wanted = new Set(requests.map(intentOf))
  return queueOf(jobs, sessionCode).filter(({ request }) => wanted.has(intentOf(request)))
}

/** Whether a job of a round has ended with a mesh. */
const isMade = (jobs: readonly Job[], { sessionCode }: Round, request: PreviewRequest): boolean =>
  jobs.some(
    (job) =>
      job.kind === 'preview' &&
      job.sessionCode === sessionCode &&
      job.state.is === 'done' &&
      intentOf(job.request) === intentOf(request),
  )

/** One click queues what is missing of every spin of the session, and lays all of them out: see `roundStep`. */
export function useFourSpins({ session, job, delivered, busy, kept, viewer, submit }: FourSpinsOptions): FourSpins {
  const [rounds] = useState(() => createStore<Rounds>({ round: null, stuck: null }))
  const runner = useRunner()
  const jobs = useStore(runner.jobs, ({ list }) => list)
  const { round, stuck } = useStore(rounds, (state) => state)
  const { isError } = useQuery(meshQuery(delivered))
  const unopenable = delivered && (isError || !delivered.formats.includes('glb')) ? delivered.version : null

  useEffect(() => {
    if (!round) return
    const mine = queuedOf(jobs, round)
    const missing = round.requests.find((one) => !keptFor(kept, round.sessionCode, one))
    // What waits behind a mesh that could not be had is held by the queue. The round ends there, and nothing of it is left waiting.
    if (missing && mine.some(isHeld)) {
      for (const { id } of mine) void runner.forget(id)
      rounds.set({
        round: null,
        stuck: isMade(jobs, round, missing)
          ? { sessionCode: round.sessionCode, spinIndex: missing.selected_spin_index ?? 0 }
          : null,
      })
      return
    }
    const step = roundStep(round, { sessionCode: session?.code, kept, busy, job: jobFact(job), unopenable })
    if (step.kind === 'wait') return
    if (step.kind === 'complete') viewer.set({ compared: step.versions, wipe: null, motion: null })
    const isFirst = round.sent === null
    // What the artist has taken out of the queue is not put back.
    const isQueued = (request: PreviewRequest) => mine.some((one) => intentOf(one.request) === intentOf(request))
    if (step.kind === 'send' && session && (isFirst || isQueued(step.request))) {
      rounds.set({ round: { ...round, sent: { request: step.request, afterJob: job?.id ?? null } }, stuck: null })
      // All at once, so that the queue shows what is to come.
      const unmade = isFirst ? round.requests.filter((one) => !keptFor(kept, session.code, one)) : []
      for (const request of unmade) submit(session, request)
    } else
      rounds.set({
        round: null,
        stuck:
          step.kind === 'stuck' ? { sessionCode: round.sessionCode, spinIndex: spinOf(job) ?? step.spinIndex } : null,
      })
  }, [rounds, round, runner, jobs, session, job, unopenable, busy, kept, viewer, submit])

  const isKept = (request: PreviewRequest) => session !== undefined && keptFor(kept, session.code, request)
  const isHere = round !== null && round.sessionCode === session?.code
  return {
    spins: Math.min(MAX_SPINS, session?.spins.length ?? 0),
    going: isHere ? { made: round.requests.filter(isKept).length, total: round.requests.length } : null,
    failedSpin: stuck !== null && stuck.sessionCode === session?.code ? stuck.spinIndex + 1 : null,
    jobsFor: (request) => requestsForSpins(request, session?.spins ?? []).filter((spin) => !isKept(spin)).length,
    start(request) {
      if (!session || busy) return
      const requests = requestsForSpins(request, session.spins)
      rounds.set({ round: { sessionCode: session.code, requests, sent: null }, stuck: null })
    },
    stop() {
      rounds.set({ round: null, stuck: null })
      for (const { id } of round ? queuedOf(jobs, round) : []) void runner.forget(id)
    },
  }
}
