import { ApiError } from '../contract/api-error.ts'
import { artistText } from '../contract/artist-text.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { follow } from './follow.ts'
import { isUnderWay, marksOf, type Job } from './job.ts'
import type { JobKeep } from './keep-jobs.ts'

export interface JobBoardOptions {
  readonly submit: (sessionCode: string, request: PreviewRequest) => Promise<void>
  readonly openKeep: () => Promise<JobKeep>
  readonly now?: () => number
  readonly newId?: () => string
}

export interface BoardView {
  readonly jobs: ReadonlyMap<string, Job>
  /** Jobs of earlier visits are here. */
  readonly loaded: boolean
  /** False when the browser keeps nothing: a reload would lose sight of a job. */
  readonly keeps: boolean
}

export interface JobBoard {
  get(): BoardView
  subscribe(listener: () => void): () => void
  /** Brings back the jobs of earlier visits. */
  load(): Promise<void>
  /** Writes the intent down and takes hold of the session; null while its last job is under way, so that one intent is one POST. */
  intend(session: Session, request: PreviewRequest): Job | null
  /** Sends an intent. Never rejects: what came of it is the job's state. */
  send(job: Job): Promise<void>
  /** Tells the board what a session says now. */
  observe(session: Session): void
  /** Ends following; the artist's own decision. */
  forget(sessionCode: string): void
}

/** Statuses that a proxy or upstream gives when the request may have arrived all the same. */
const mayHaveArrived = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 502 || error.status === 504 || error.kind === 'bad_upstream' || error.kind === 'internal'

/** Every job of this browser, the newest of each session. It outlives components, so that a job has one owner whatever is on screen. */
export function createJobBoard({ submit, openKeep, now = Date.now, newId = () => crypto.randomUUID() }: JobBoardOptions): JobBoard {
  let view: BoardView = { jobs: new Map(), loaded: false, keeps: true }
  const listeners = new Set<() => void>()
  let keep: Promise<JobKeep | null> | null = null

  const show = (next: BoardView) => {
    view = next
    for (const listener of listeners) listener()
  }
  const lose = () => view.keeps && show({ ...view, keeps: false })
  const opened = () => {
    keep ??= openKeep().catch(() => {
      lose()
      return null
    })
    return keep
  }
  const save = async (job: Job) => {
    const store = await opened()
    await store?.save(job).catch(lose)
  }
  const put = (job: Job) => show({ ...view, jobs: new Map(view.jobs).set(job.sessionCode, job) })
  /** Only the job that still stands for its session may change it. */
  const update = (job: Job, state: Job['state']) => {
    if (view.jobs.get(job.sessionCode)?.id !== job.id) return
    const next = { ...job, state }
    put(next)
    void save(next)
  }

  return {
    get: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async load() {
      const store = await opened()
      const kept = await store?.load().catch(() => {
        lose()
        return []
      })
      const jobs = new Map(view.jobs)
      for (const job of kept ?? []) {
        // Whoever was sending is gone with the page, and only the session knows what arrived.
        const state = job.state.is === 'sending' ? { is: 'unconfirmed' as const, since: now() } : job.state
        if (!jobs.has(job.sessionCode)) jobs.set(job.sessionCode, { ...job, state })
      }
      show({ ...view, jobs, loaded: true })
    },
    intend(session, request) {
      const last = view.jobs.get(session.code)
      if (last && isUnderWay(last)) return null
      const job: Job = { id: newId(), sessionCode: session.code, request, startedAt: now(), before: marksOf(session), state: { is: 'sending' } }
      put(job)
      return job
    },
    async send(job) {
      await save(job)
      try {
        await submit(job.sessionCode, job.request)
        update(job, { is: 'running', since: now(), seen: false })
      } catch (error) {
        if (mayHaveArrived(error)) update(job, { is: 'unconfirmed', since: now() })
        else update(job, { is: 'failed', at: now(), ...artistText(error) })
      }
    },
    observe(session) {
      const job = view.jobs.get(session.code)
      if (!job) return
      const next = follow(job, session, now())
      if (next === job) return
      put(next)
      void save(next)
    },
    forget(sessionCode) {
      const jobs = new Map(view.jobs)
      jobs.delete(sessionCode)
      show({ ...view, jobs })
      void opened().then((store) => store?.remove(sessionCode).catch(lose))
    },
  }
}
