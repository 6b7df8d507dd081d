import type { Session } from '../contract/session.ts'
import type { SessionJob } from './job.ts'
import { SLOW_AFTER_MS } from './step.ts'

/** What the artist is told about a job. */
export type JobState =
  | { readonly is: 'sending' }
  | { readonly is: 'held'; readonly reason: string; readonly until: 'online' | 'rest' | 'artist' }
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

/** Where a job is, in the words that its session has for it now. What the session says of its end is told by `step` alone, once for each answer. */
export function jobState(job: SessionJob, session: Session | null, nowMs: number): JobState {
  const { state, startedAtMs, left } = job
  if (left && state.is !== 'done') return { is: 'left' }
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
