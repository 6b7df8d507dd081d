import { ApiError } from './api-error.ts'

const RETRIES = 4
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 20_000

/** [RETRY-1] The longest wait that an upstream can impose: an artist who looks at an hour of silence believes the job lost. */
const LONGEST_NAMED_WAIT_MS = 60_000

/** Whether the same GET may well be answered otherwise a little later. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 429 || error.status >= 500

/**
 * Whether to send a GET again: only when another answer is likely, and not for ever. Not for a POST, which costs
 * credits.
 */
export const shouldRetry = (failures: number, error: Error): boolean => isPassing(error) && failures < RETRIES

/** The wait that an upstream named, as far as it is kept to. */
export const namedWaitMs = (error: Error | null): number =>
  error instanceof ApiError ? Math.min(LONGEST_NAMED_WAIT_MS, (error.retryAfterSeconds ?? 0) * 1000) : 0

/**
 * Milliseconds until the next try: full jitter, which spreads pages that failed together (Marc Brooker, "Exponential
 * Backoff And Jitter", 2015), on top of the wait that the upstream named.
 */
export function retryDelayMs(failures: number, error: Error, random: () => number = Math.random): number {
  return namedWaitMs(error) + random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
}
