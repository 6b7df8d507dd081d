import type { Job, SessionRecord } from './session-record.ts'

/** Shares of the time that the steps take one after another, measured on the samples with two threads. */
const WEIGHTS: Readonly<Record<Job['kind'], number>> = { spins: 2, preview: 1, refine: 2 }

const sum = (kinds: readonly Job['kind'][]): number => kinds.reduce((total, kind) => total + WEIGHTS[kind], 0)

/** What comes of itself after a job. */
function after({ kind }: Job, { goOnToMesh, autoRefine }: SessionRecord): Job['kind'][] {
  if (kind === 'refine' || (kind === 'spins' && !goOnToMesh)) return []
  return [...(kind === 'spins' ? (['preview'] as const) : []), ...(autoRefine ? (['refine'] as const) : [])]
}

/**
 * How much of everything that one request asked for is done, 0…100, when `share` of a job is: a session that goes on to a
 * mesh passes from its spins to the mesh without falling back.
 */
export function percentOfWork(record: SessionRecord, job: Job, share: number): number {
  const before = sum(job.kind === 'spins' ? [] : (job.follows ?? []))
  const own = WEIGHTS[job.kind]
  return (100 * (before + own * share)) / (before + own + sum(after(job, record)))
}
