import type { Session } from '../contract/session.ts'
import type { SessionJob } from './job.ts'
import { step } from './step.ts'

/** What the artist is told about a job. */
export type JobState =
  | { readonly is: 'sending' }
  | { readonly is: 'held'; readonly reason: string; readonly until: 'online' | 'artist' }
  | { readonly is: 'unconfirmed'; readonly reason: string; readonly told: boolean }
  | {
      readonly is: 'running'
      readonly status: string
      readonly message: string
      readonly percent: number | null
      readonly slow: boolean
    }
  | { readonly is: 'done'; readonly afterMs: number }
  | { readonly is: 'failed'; readonly reason: string; readonly next: string }
  | { readonly is: 'left' }

/** [JOB-1] After this long a job "takes longer than usual". */
export const SLOW_AFTER_MS = 15 * 60_000

/** Where a job is, from what is kept of it and what its session says now. */
export function jobState(job: SessionJob, session: Session | null, nowMs: number): JobState {
  const { state, startedAtMs } = session ? step(job, { is: 'heard', session }, nowMs) : job
  const slow = nowMs - startedAtMs > SLOW_AFTER_MS
  switch (state.is) {
    case 'queued':
      return state.held ? { is: 'held', ...state.held } : { is: 'sending' }
    case 'sending':
    case 'unconfirmed':
    case 'done':
    case 'left':
      return state
    case 'waiting':
      return { is: 'running', status: '', message: 'Waiting to start', percent: null, slow }
    case 'running': {
      const { status, message, percent } = session ?? { status: '', message: '', percent: null }
      return { is: 'running', status, message, percent, slow }
    }
    case 'failed':
      return { ...state, next: 'The same settings are still here: generate again, or try another spin.' }
    case 'refused':
      return { ...state, is: 'failed' }
  }
}
