import { MESH_FORMATS, type MeshFormat, type MeshKind } from '../contract/mesh-fields.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import { isOpen, type Job } from '../jobs/job.ts'
import { sessionName } from '../session/session-names.ts'

/** A mesh that came back, and what was asked for. */
export interface Delivered {
  readonly sessionCode: string
  readonly kind: MeshKind
  readonly request: PreviewRequest
  readonly formats: readonly MeshFormat[]
  /** Changes with each mesh, which keeps its address. */
  readonly version: string
  readonly name: string
}

const formatsOf = (session: Session, kind: MeshKind): MeshFormat[] =>
  MESH_FORMATS.filter((format) => session.meshes[kind][format])

/** What a session's own fields say was asked of its mesh. */
const requestOf = ({ scaledBbox, pivotPoint }: Session): PreviewRequest => ({
  ...(scaledBbox && { scaled_bbox: scaledBbox }),
  ...(pivotPoint && { pivot_point: pivotPoint }),
})

/**
 * The mesh to show: the newest job's, or for a session opened with a mesh in it, that one. A sample's mesh of somebody else's asking is
 * not shown, and none while a job is under way, since its address already stands for the next one.
 */
export function deliveredBy(session: Session | undefined, job: Job | null | undefined): Delivered | null {
  if (!session || job === undefined || isOpen(job)) return null
  const own = job?.end?.is === 'done'
  if (!own && isSampleCode(session.code)) return null
  const kind: MeshKind = own || session.meshes.preview.glb ? 'preview' : 'refine'
  const formats = formatsOf(session, kind)
  if (formats.length === 0) return null
  return {
    sessionCode: session.code,
    kind,
    request: own ? job.request : requestOf(session),
    formats,
    version: own ? job.id : (session.updatedAt ?? session.code),
    name: sessionName(session.code),
  }
}
