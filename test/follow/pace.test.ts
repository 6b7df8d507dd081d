import { describe, expect, it } from 'vitest'
import { ApiError } from '../../src/contract/api-error.ts'
import { askAfterMs, type Moment } from '../../src/follow/pace.ts'

const NOW: Moment = { local: false, ageMs: 0, hidden: false, failures: 0, error: null }
const after = (moment: Partial<Moment>, random = 1) => askAfterMs({ ...NOW, ...moment }, () => random)

describe('the time between two questions for a session', () => {
  it('is short for the local engine, and that of its own clients for a cloud', () => {
    expect([after({ local: true }), after({})]).toEqual([400, 2000])
  })

  it('grows with age to ten seconds, and to half a minute once it takes longer than usual', () => {
    const minutes = [0.5, 1, 2, 4, 5, 10, 15, 16, 600]
    expect(minutes.map((age) => after({ ageMs: age * 60_000 }) / 1000)).toEqual([2, 2, 4, 8, 10, 10, 10, 30, 30])
    expect(after({ local: true, ageMs: 60_000 })).toBe(2000)
  })

  it('is that of new work for what is dated in the future', () => {
    expect(after({ ageMs: -1e12 })).toBe(2000)
  })

  it('is half a minute out of sight, whoever is asked', () => {
    expect([after({ hidden: true }), after({ hidden: true, local: true })]).toEqual([30_000, 30_000])
  })

  it('is never shorter after a failure, and no shorter than the upstream said', () => {
    const error = new TypeError('fetch failed')
    expect([1, 2, 3, 9].map((failures) => after({ failures, error }))).toEqual([2000, 2000, 2000, 20_000])
    const limited = new ApiError('rate_limited', '', { retryAfterSeconds: 7 })
    expect(after({ failures: 1, error: limited }, 0)).toBe(7000)
  })
})
