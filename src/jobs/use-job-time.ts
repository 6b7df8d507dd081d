import { useEffect, useReducer } from 'react'
import { jobTimeMs } from './job-time.ts'

/** The time as it is for a job, renewed every second while it is `running`, and at once when the page comes back into view. */
export function useJobTime(startedAtMs: number, running: boolean): number {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [running])
  return jobTimeMs(startedAtMs)
}
