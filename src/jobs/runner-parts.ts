import type { Session } from '../contract/session.ts'
import type { Table } from '../storage/storage.ts'
import type { CreateJob, Job, SessionJob } from './job.ts'
import type { Noted } from './noted.ts'
import type { Sent, Told } from './step.ts'

/** What became of looking at a session. */
export type Look =
  | { readonly is: 'seen'; readonly session: Session }
  | { readonly is: 'gone' }
  /** Why not; whether another try may help by itself. */
  | { readonly is: 'unseen'; readonly reason: string; readonly until: 'online' | 'artist' }

/** What a runner acts with; a test brings its own. */
export interface RunnerParts {
  readonly table: Table<Job>
  readonly noted: Noted
  /** Posts a job once, and never throws. */
  readonly send: (job: Job) => Promise<Sent>
  /** Looks at a session as it is now, and never throws. */
  readonly look: (sessionCode: string) => Promise<Look>
  /** What the proxy says an intent came to; null while it is under way. Rejects when the proxy cannot be asked. */
  readonly ask: (job: Job) => Promise<Told | null>
  /**
   * The sessions that a picture may have become, and whether that is certain; never one of `otherCodes`, which other
   * pictures have become. Rejects when they cannot be had.
   */
  readonly find: (
    job: CreateJob,
    otherCodes: readonly string[],
  ) => Promise<{ readonly certain: boolean; readonly codes: readonly string[] }>
  readonly now: () => number
  /** Calls back after a time; returns how to prevent that. */
  readonly after: (ms: number, call: () => void) => () => void
  /** A name of this tab. */
  readonly tab: string
  /** Whether the tab of this name is still open. */
  readonly isAlive: (tab: string) => Promise<boolean>
}

/** Fetches what came of a job, so that the next request of its session may replace it upstream. Rejects when it cannot be had. */
export type Collect = (job: SessionJob, session: Session) => Promise<void>
