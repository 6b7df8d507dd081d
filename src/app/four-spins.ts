import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { intentOf, type PreviewRequest } from '../contract/preview-request.ts'
import type { Session, Spin } from '../contract/session.ts'
import { isOpen, type Job } from '../jobs/job.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { useShelf, type Kept, type Shelf } from '../result/shelf.ts'
import type { Viewer } from '../viewer/viewer.ts'

/** The same request of another spin; its address goes along where the request has one. */
const askedOf = (request: PreviewRequest, { index, url }: Spin): PreviewRequest => ({
  ...request,
  selected_spin_index: index,
  ...(request.selected_spin !== undefined && { selected_spin: url }),
})

interface Round {
  readonly sessionCode: string
  readonly requests: readonly PreviewRequest[]
  /** What is being made, and the job that came before it. */
  readonly sent: { readonly request: PreviewRequest; readonly after: string | null } | null
}

export interface FourSpinsOptions {
  readonly session: Session | undefined
  readonly job: Job | null
  /** What came of the job. */
  readonly delivered: Result | null
  readonly busy: boolean
  readonly shelf: Shelf
  readonly viewer: Viewer
  readonly submit: (session: Session, request: PreviewRequest) => void
}

export interface FourSpins {
  /** How many of the spins are made, while it goes on. */
  readonly going: { readonly made: number; readonly of: number } | null
  /** The spin, counted from 1, whose mesh came and could not be opened, so that the last round ended with it. */
  readonly failedSpin: number | null
  /** How many jobs a round of this request would start. */
  jobsFor(request: PreviewRequest): number
  /** Makes what is missing of a request's meshes for every spin, one after another, and lays them out. */
  start(request: PreviewRequest): void
  stop(): void
}

/** One click lays out every spin of the session: each mesh that is not on the shelf is asked for once, and the next when it is there. */
export function useFourSpins({ session, job, delivered, busy, shelf, viewer, submit }: FourSpinsOptions): FourSpins {
  const [round, setRound] = useState<Round | null>(null)
  const [failedSpin, setFailedSpin] = useState<number | null>(null)
  const { isError } = useQuery(meshQuery(delivered))
  const kept = useShelf(shelf)
  const here = round !== null && round.sessionCode === session?.code
  const onShelf = (request: PreviewRequest): Kept | undefined =>
    kept.findLast(
      ({ result }) => result.sessionCode === session?.code && intentOf(result.request) === intentOf(request),
    )
  const found = here ? round.requests.map(onShelf).filter((each) => each !== undefined) : []

  useEffect(() => {
    if (!round) return
    if (!here || !session) return setRound(null)
    if (found.length === round.requests.length) {
      viewer.set({ compared: found.map(({ result }) => result.version), wipe: null, motion: null })
      return setRound(null)
    }
    if (busy) return
    const { sent } = round
    const ended = sent !== null && job !== null && job.id !== sent.after && !isOpen(job)
    // A job that failed or was left ends the round; what is there stays on the shelf.
    if (ended && job.end?.is !== 'done') return setRound(null)
    // And so does a mesh that never comes to the shelf.
    if (ended && delivered?.version === job.id && (isError || !delivered.formats.includes('glb'))) {
      setFailedSpin((sent.request.selected_spin_index ?? 0) + 1)
      return setRound(null)
    }
    if (sent !== null && !onShelf(sent.request)) return
    const next = round.requests.find((request) => !onShelf(request))
    if (!next) return
    setRound({ ...round, sent: { request: next, after: job?.id ?? null } })
    submit(session, next)
  }, [round, here, session, job, delivered?.version, isError, busy, kept])
  const requestsFor = (request: PreviewRequest): PreviewRequest[] =>
    session?.spins.slice(0, 4).map((spin) => askedOf(request, spin)) ?? []

  return {
    going: here ? { made: found.length, of: round.requests.length } : null,
    failedSpin,
    jobsFor: (request) => requestsFor(request).filter((each) => !onShelf(each)).length,
    start(request) {
      if (!session || busy) return
      setFailedSpin(null)
      setRound({ sessionCode: session.code, requests: requestsFor(request), sent: null })
    },
    stop: () => setRound(null),
  }
}
