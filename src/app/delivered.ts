import { useMemo } from 'react'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import { isOpen, type SessionJob } from '../jobs/job.ts'
import { resultInSession, resultOfJob, type Result } from '../result/result.ts'
import { sessionName } from '../session/session-names.ts'

/**
 * The session's result: that of its newest job, or the mesh it was opened with. Others' meshes of a sample are not shown, and no mesh is
 * while a job is open, since the old address already stands for the new mesh. `job` is undefined while it is being looked up.
 */
function deliveredBy(session: Session | undefined, job: SessionJob | null | undefined): Result | null {
  if (!session || job === undefined || isOpen(job)) return null
  const name = sessionName(session.code)
  if (job?.state.is === 'done') return resultOfJob(session, job, name)
  return isSampleCode(session.code) ? null : resultInSession(session, name)
}

/** The same object until another mesh comes. */
export const useDelivered = (
  session: Session | undefined,
  job: SessionJob | null | undefined,
  busy: boolean,
): Result | null => useMemo(() => (busy ? null : deliveredBy(session, job)), [busy, session, job])
