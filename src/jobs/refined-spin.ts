import type { Job, SessionJob } from './job.ts'
import { jobsOf } from './queue.ts'

/** The spin of the preview that a job has refined, the last one that was made before it was sent; null for another job, and where that is not known. */
export function refinedSpin(jobs: readonly Job[], job: SessionJob | null): number | null {
  if (job?.kind !== 'refine') return null
  const previews = jobsOf(jobs, job.sessionCode)
    .filter(
      ({ kind, state, startedAtMs }) => kind === 'preview' && state.is === 'done' && startedAtMs < job.startedAtMs,
    )
    .toSorted((one, other) => one.startedAtMs - other.startedAtMs)
  const last = previews.at(-1)
  return last?.kind === 'preview' ? (last.request.selected_spin_index ?? null) : null
}
