import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { jobProgress, progressText } from '../../src/jobs/job-progress.ts'
import { createJobTime } from '../../src/jobs/job-time.ts'
import { median, rememberTime, usualMs } from '../../src/jobs/past-times.ts'

describe('how far a job is', () => {
  it('is the upstream’s percentage, else about its share of the usual time', () => {
    expect(jobProgress(42.4, 1000, 10_000)).toEqual({ percent: 42, about: false })
    expect(jobProgress(0, 5000, 10_000)).toEqual({ percent: 0, about: false })
    const estimate = jobProgress(null, 4300, 10_000)
    expect(estimate && progressText(estimate)).toBe('about 43 %')
    expect(jobProgress(null, 4300, null)).toBeNull()
  })

  it('is an estimate that only grows and never says that a job is done', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 1e7 }), (ms, usual) => {
        const [now, later] = [jobProgress(null, ms, usual), jobProgress(null, ms + 500, usual)]
        expect(now?.percent).toBeGreaterThanOrEqual(0)
        expect(later?.percent).toBeGreaterThanOrEqual(now?.percent ?? 0)
        expect(later?.percent).toBeLessThan(100)
      }),
    )
  })
})

const store = (kept = new Map<string, string>()) => {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  return kept
}

describe('how long jobs have taken', () => {
  afterEach(() => vi.unstubAllGlobals())

  const csm = { upstream: 'csm', kind: 'preview' }

  it('is the median of the last twenty of one kind at one upstream, each counted once', () => {
    store()
    for (let job = 1; job <= 30; job++) rememberTime(csm, `j${job}`, job * 1000)
    rememberTime(csm, 'j30', 1)
    rememberTime(csm, 'broken', Number.NaN)
    expect(usualMs(csm)).toBe(20_500)
    expect(usualMs({ ...csm, kind: 'refine' })).toBeNull()
    expect(usualMs({ ...csm, upstream: 'local' })).toBeNull()
  })

  it('is unknown with a denied or spoiled storage', () => {
    for (const text of ['{"csm preview":7}', 'x', '{"csm preview":[["a",-1]]}']) {
      store(new Map([['plinth.job-times', text]]))
      expect(usualMs(csm)).toBeNull()
    }
    vi.stubGlobal('localStorage', undefined)
    rememberTime(csm, 'j1', 1000)
    expect(usualMs(csm)).toBeNull()
    expect([median([]), median([3]), median([1, 9, 2])]).toEqual([null, 3, 2])
  })
})

describe('a job’s time', () => {
  it('neither shrinks nor jumps with the wall clock, and begins now for what is dated in the future', () => {
    let [wallMs, steadyMs] = [1_000_000, 50]
    const time = createJobTime({ wall: () => wallMs, steady: () => steadyMs })
    const began = 1_000_000
    const elapsed = () => time(began) - began
    expect(elapsed()).toBe(0)
    steadyMs += 7000
    wallMs += 7000
    expect(elapsed()).toBe(7000)
    for (const jump of [86_400_000, -200_000_000]) {
      wallMs += jump
      steadyMs += 1000
    }
    expect(elapsed()).toBe(9000)
    const future = wallMs + 3_600_000
    expect(time(future) - future).toBe(0)
    const reloaded = createJobTime({ wall: () => began + 60_000, steady: () => 0 })
    expect(reloaded(began) - began).toBe(60_000)
  })
})
