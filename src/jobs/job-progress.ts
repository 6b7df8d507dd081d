/** How far a job is, in whole percent. */
export interface JobProgress {
  readonly percent: number
  /** Nobody said so: it follows from how long such jobs have taken. */
  readonly about: boolean
}

/** From here on, an estimate creeps: the job takes longer than usual, and nobody knows by how much. */
const CREEPS_FROM = 0.9

/**
 * The share of a job that is done by its time. As fast as usual up to 90 %; from there on 1 - 0.1 e^(-x), which goes on at the same
 * speed, slows down, and never arrives.
 */
function shareByTime(elapsedMs: number, usualMs: number): number {
  const share = Math.max(0, elapsedMs) / usualMs
  const rest = 1 - CREEPS_FROM
  return share < CREEPS_FROM ? share : 1 - rest * Math.exp(-(share - CREEPS_FROM) / rest)
}

/** The upstream's own percentage where it has one, else an estimate that ends at 99 %; null where there is nothing to go by. */
export function jobProgress(percent: number | null, elapsedMs: number, usualMs: number | null): JobProgress | null {
  if (percent !== null) return { percent: Math.round(percent), about: false }
  if (usualMs === null || !(usualMs > 0)) return null
  return { percent: Math.min(99, Math.floor(100 * shareByTime(elapsedMs, usualMs))), about: true }
}

/** `43 %`, `about 43 %`. */
export const progressText = ({ percent, about }: JobProgress): string => `${about ? 'about ' : ''}${percent} %`
