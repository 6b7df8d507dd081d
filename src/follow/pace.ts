import { retryDelayMs } from '../contract/retry.ts'

/** What decides when a session is asked for again. */
export interface Moment {
  /** The local engine answers from memory and is asked often; a cloud at the pace of its own clients. */
  readonly local: boolean
  /** For how long its work has been waited for. */
  readonly ageMs: number
  /** Nobody looks at the tab. */
  readonly hidden: boolean
  /** How often it has been asked in a row without a good answer, and what came of the last time. */
  readonly failures: number
  readonly error: Error | null
}

const LOCAL_MS = 400
const CLOUD_MS = 2000
const SLOW_MS = 10_000
const STUCK_MS = 30_000
const HIDDEN_MS = 30_000

/** Work of this age takes longer than anybody expects. */
const STUCK_FROM_MS = 15 * 60_000

/** Asking after a thirtieth of the time that has passed, nobody learns of the end more than 3 % too late. */
const SHARE_OF_AGE = 1 / 30

function pacedMs({ local, ageMs, hidden }: Moment): number {
  const atLeast = Math.max(local ? LOCAL_MS : CLOUD_MS, hidden ? HIDDEN_MS : 0)
  return Math.max(atLeast, ageMs > STUCK_FROM_MS ? STUCK_MS : Math.min(SLOW_MS, ageMs * SHARE_OF_AGE))
}

/** Milliseconds from one question to the next. */
export function askAfterMs(moment: Moment, random: () => number = Math.random): number {
  const paced = pacedMs(moment)
  const { failures, error } = moment
  return error && failures > 0 ? Math.max(paced, retryDelayMs(failures - 1, error, random)) : paced
}
