import type { Session } from '../contract/session.ts'
import type { SessionJob } from './job.ts'
import { isMeshOf } from './mark.ts'
import type { Collect, Look, RunnerParts } from './runner-parts.ts'

/** Whether a mesh is safe here, or can never be; else why it could not be looked for. */
export type Taking = 'taken' | 'failed' | Extract<Look, { readonly is: 'unseen' }>

/**
 * Has the mesh of a finished job fetched and kept.
 * @param seen the session as it ended with it; null on a later visit, when others may have had that mesh replaced
 */
export async function takeMesh(
  job: SessionJob,
  seen: Session | null,
  collect: Collect,
  look: RunnerParts['look'],
): Promise<Taking> {
  const looked: Look = seen ? { is: 'seen', session: seen } : await look(job.sessionCode)
  if (looked.is === 'unseen') return looked
  if (looked.is === 'gone') return 'taken'
  const { session } = looked
  const mark = job.state.is === 'done' ? job.state.mark : null
  // By its address, another one would come in its place.
  if (!seen && (mark === null || !isMeshOf(mark, session, job.kind))) return 'taken'
  return collect(job, session).then(
    () => 'taken',
    () => 'failed',
  )
}
