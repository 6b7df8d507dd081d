import { describe, expect, it } from 'vitest'
import { ApiError } from '../../src/contract/api-error.ts'
import { retryDelayMs, shouldRetry } from '../../src/contract/retry.ts'

const waits = (random: number) =>
  [0, 1, 2, 3, 9].map((failures) => retryDelayMs(failures, new TypeError(), () => random))

describe('a GET that failed', () => {
  it('is sent again when another answer is likely, and not for ever', () => {
    expect(shouldRetry(0, new TypeError('fetch failed'))).toBe(true)
    for (const kind of ['rate_limited', 'bad_upstream', 'upstream_timeout', 'internal'] as const)
      expect(shouldRetry(0, new ApiError(kind, ''))).toBe(true)
    for (const kind of ['not_found', 'unauthorised', 'invalid_input'] as const)
      expect(shouldRetry(0, new ApiError(kind, ''))).toBe(false)
    expect(shouldRetry(10, new TypeError('fetch failed'))).toBe(false)
  })

  it('waits for a random part of a time that doubles up to twenty seconds', () => {
    expect(waits(1)).toEqual([500, 1000, 2000, 4000, 20_000])
    expect(waits(0)).toEqual([0, 0, 0, 0, 0])
  })

  it('waits at least as long as the upstream said', () => {
    const error = new ApiError('rate_limited', '', { retryAfterSeconds: 7 })
    expect(retryDelayMs(0, error, () => 0)).toBe(7000)
  })

  it('[RETRY-1] waits no longer than a minute, however long the upstream said', () => {
    for (const retryAfterSeconds of [61, 3600, 1e9])
      expect(retryDelayMs(0, new ApiError('rate_limited', '', { retryAfterSeconds }), () => 0)).toBe(60_000)
  })
})
