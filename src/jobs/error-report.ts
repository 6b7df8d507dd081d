import type { SessionJob } from './job.ts'
import type { Session } from '../contract/session.ts'

/** A link to a spin is signed, and whoever gets the report needs no access. */
const withoutSignature = (key: string, value: unknown): unknown =>
  key === 'selected_spin' && typeof value === 'string' ? value.replace(/\?.*/, '') : value

/**
 * What whoever runs Plinth or the API needs to find out about a failed request, as lines of plain text. It holds the upstream's own words,
 * which the page keeps from the artist.
 * @param reason what the artist was told
 */
export function errorReport(job: SessionJob, session: Session | null, reason: string, nowMs: number): string {
  const lines: readonly (readonly [name: string, value: string])[] = [
    ['Session', job.sessionCode],
    ['Status', session?.status || 'unknown'],
    ['Message', session?.message || 'none'],
    ['Reason', reason],
    ['Request id', job.id],
    ['Sent', new Date(job.startedAtMs).toISOString()],
    ['Reported', new Date(nowMs).toISOString()],
    ['Request', JSON.stringify(job.request, withoutSignature)],
  ]
  return lines.map(([name, value]) => `${name}: ${value}`).join('\n')
}
