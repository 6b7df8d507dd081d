import { isOfSession, isOpen } from '../jobs/job.ts'
import { useJobProgress, useRunner } from '../jobs/use-job.ts'
import { useFollowedSession } from '../session/use-session.ts'
import { useStore } from '../ui/store.ts'

function OtherJob({ code, sinceMs }: { readonly code: string; readonly sinceMs: number }) {
  useJobProgress(code, useFollowedSession(code, sinceMs))
  return null
}

/** Follows the sessions with open jobs that are not on screen, so that their queues go on. */
export function OtherJobs({ code }: { readonly code: string }) {
  const list = useStore(useRunner().jobs, (jobs) => jobs.list)
  const open = list.filter(isOfSession).filter((job) => isOpen(job) && job.sessionCode !== code)
  const first = new Map(open.map((job) => [job.sessionCode, job.startedAtMs]))
  return [...first].map(([other, sinceMs]) => <OtherJob key={other} code={other} sinceMs={sinceMs} />)
}
