import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import { isOpen, type SessionJob } from '../jobs/job.ts'
import { isMeshOf } from '../jobs/mark.ts'
import { resultInSession, resultOfJob, type Result } from '../result/result.ts'
import { sessionName } from '../session/session-names.ts'

/** Whether the session has this job's mesh, and not one that another browser has had made since. */
const isMeshOfJob = (session: Session, { state, kind }: SessionJob): boolean =>
  state.is === 'done' && state.mark !== null && isMeshOf(state.mark, session, kind)

/**
 * The mesh that the session itself has to give: that of its newest job, or one whose job is not known here. Others' meshes of a sample are
 * not shown, and none is while a job is open, since the old address already stands for the new mesh: what came before is kept by then. `job`
 * is undefined while it is being looked up, and `refinedSpin` that of the mesh that it has refined.
 */
export function deliveredBy(
  session: Session | undefined,
  job: SessionJob | null | undefined,
  refinedSpin: number | null = null,
): Result | null {
  if (!session || job === undefined || isOpen(job)) return null
  const name = sessionName(session.code)
  if (job && isMeshOfJob(session, job)) return resultOfJob(session, job, name, refinedSpin)
  // While something goes on in it, its old address may already stand for another mesh.
  if (session.phase.state === 'going') return null
  return isSampleCode(session.code) ? null : resultInSession(session, name)
}
