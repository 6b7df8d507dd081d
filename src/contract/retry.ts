import { ApiError } from './api-error.ts'

const RETRIES = 4
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 20_000

/**
 * Whether to send a GET again: only when another answer is likely, and not for ever. Not for a POST, which costs
 * credits.
 */
export function shouldRetry(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiError) || error.status === 429 || error.status >= 500
  return passing && failures < RETRIES
}

/**
 * Milliseconds until the next try: full jitter, which spreads pages that failed together (Marc Brooker, "Exponential
 * Backoff And Jitter", 2015), on top of the wait that the upstream named.
 */
export function retryDelayMs(failures: number, error: Error, random: () => number = Math.random): number {
  const namedMs = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0
  return namedMs + random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
}
