import { ApiError } from './api-error.ts'

const RETRIES = 4
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 20_000

/** Only a question may be asked again, and only when another answer is likely. */
export function shouldRetry(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiError) || error.status === 429 || error.status >= 500
  return passing && failures < RETRIES
}

/**
 * Full jitter, which spreads pages that failed together (Marc Brooker, "Exponential Backoff And Jitter", 2015), and never sooner
 * than the upstream asked for.
 */
export function retryDelayMs(failures: number, error: Error, random: () => number = Math.random): number {
  const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0
  return asked + random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
}
