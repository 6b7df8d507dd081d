import type { RefineRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { spinOf, type Result } from './result.ts'

/**
 * What to ask for to refine a mesh: its own size and pivot. Null when it cannot be refined: it is one already, or not of the
 * session, or not the session's newest preview, which is the one that every upstream refines.
 */
export function refineRequestOf(session: Session | undefined, result: Result | null): RefineRequest | null {
  if (!session || !result || result.own || result.kind !== 'preview' || result.sessionCode !== session.code) return null
  const { phase, meshes, selectedSpinIndex, enclosed } = session
  if (phase.state === 'going' || !meshes.preview.glb || enclosed?.meshIsOlder) return null
  const spin = spinOf(result)
  if (spin !== null && selectedSpinIndex !== null && spin !== selectedSpinIndex) return null
  const { scaled_bbox, pivot_point } = result.request
  return { ...(scaled_bbox && { scaled_bbox }), ...(pivot_point && { pivot_point }) }
}
