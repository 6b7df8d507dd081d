import * as z from 'zod/mini'
import type { MeshKind } from '../contract/mesh-fields.ts'
import type { Session } from '../contract/session.ts'

/** A session at a moment: before a request was sent, so that an older mesh is never taken for the new one, and as it ended. */
export const markSchema = z.object({
  status: z.string(),
  updatedAt: z.nullable(z.string()),
  mesh: z.nullable(z.string()),
})

export type Mark = z.output<typeof markSchema>

/** A mesh's address without what changes with every answer: of the query, which signs it anew, only the version counts. */
function placeOf(url: string | undefined): string | null {
  if (!url) return null
  const { origin, pathname, searchParams } = new URL(url)
  return `${origin}${pathname} ${searchParams.get('v') ?? ''}`.trim()
}

/** How a session looks, as far as a request for a mesh of this kind changes it. */
export const markOf = ({ status, updatedAt, meshes }: Session, kind: MeshKind): Mark => ({
  status,
  updatedAt,
  mesh: placeOf(meshes[kind].glb),
})

const isVersioned = (url: string | undefined): boolean => url !== undefined && new URL(url).searchParams.has('v')

/**
 * Whether a session still has the mesh that it had then. Where an address says nothing of the file's version, it may stand for another one
 * as soon as the session has changed.
 */
export function isMeshOf(mark: Mark, session: Session, kind: MeshKind): boolean {
  const now = markOf(session, kind)
  return now.mesh === mark.mesh && (isVersioned(session.meshes[kind].glb) || now.updatedAt === mark.updatedAt)
}
