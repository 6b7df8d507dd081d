import { describe, expect, it } from 'vitest'
import { pollMs } from '../../src/session/queries.ts'

describe('the time between two polls', () => {
  it('is short for the local engine and samples, that of its own clients for a cloud, and long for slow work', () => {
    expect(pollMs('S_1', { local: true, watched: true }, 1e12)).toBe(400)
    expect(pollMs('SAMPLE_duck', { local: false, watched: true }, 1e12)).toBe(400)
    expect(pollMs('S_1', { local: false, watched: true }, 1e12)).toBe(2000)
    expect(pollMs('S_1', { local: true, watched: true, slowFromMs: 1e12 }, 1e12)).toBe(400)
    expect(pollMs('S_1', { local: true, watched: true, slowFromMs: 1e12 }, 1e12 + 1)).toBe(10_000)
  })
})
