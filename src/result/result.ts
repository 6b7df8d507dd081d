import { MESH_FORMATS, meshField, type MeshFormat, type MeshKind } from '../contract/mesh-fields.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import type { Vec3 } from '../contract/vec3.ts'

/** A mesh that came back, with the request it was made for. */
export interface Result {
  readonly sessionCode: string
  readonly kind: MeshKind
  readonly request: PreviewRequest
  readonly formats: readonly MeshFormat[]
  /** Changes with every mesh, while the address stays the same. */
  readonly version: string
  /** Of the session, as the artist knows it. */
  readonly name: string
  /** How the upstream calls the spin, as “Relief”. */
  readonly spinLabel?: string | null
  /** Its natural proportions, where its generator told them [NATURAL-1]. */
  readonly told?: Vec3 | null
  /** Kept in this browser. By its address, the session's newest mesh would come in its place. */
  readonly shelved?: boolean
  /** Found in its session: which job made it, nobody says, so it may be one that is kept already. */
  readonly found?: boolean
  /** The artist's own file, which belongs to no session and was made for no request. */
  readonly own?: File
}

/** Where the proxy serves one of a result's files. */
export const resultUrl = ({ sessionCode, kind, version }: Result, format: MeshFormat): string =>
  `${apiUrl(assetPath(sessionCode, meshField(kind, format)))}?v=${encodeURIComponent(version)}`

/** What the session tells of its newest mesh, unless that is of another spin by now. */
function toldOf({ meshProportions, selectedSpinIndex }: Session, { selected_spin_index }: PreviewRequest) {
  const isNewest = selected_spin_index === undefined || selected_spin_index === selectedSpinIndex
  return meshProportions && isNewest ? { told: meshProportions } : {}
}

/** How a session calls the spin of a request. */
export const spinLabelOf = (session: Session, { selected_spin_index }: PreviewRequest): string | null =>
  session.spins.find(({ index }) => index === selected_spin_index)?.label ?? null

function resultOf(session: Session, found: Omit<Result, 'sessionCode' | 'formats' | 'spinLabel'>): Result | null {
  const formats = MESH_FORMATS.filter((format) => session.meshes[found.kind][format])
  if (formats.length === 0) return null
  const spinLabel = spinLabelOf(session, found.request)
  return { sessionCode: session.code, formats, spinLabel, ...found, ...toldOf(session, found.request) }
}

export interface FinishedJob {
  readonly id: string
  readonly kind: MeshKind
  readonly request: PreviewRequest
}

/**
 * The mesh that a finished job made; null when the session has no file of it. One that was refined is of its preview's spin: the one that the
 * session names, else `refinedSpin`.
 */
export function resultOfJob(
  session: Session,
  { id, kind, request }: FinishedJob,
  name: string,
  refinedSpin: number | null = null,
): Result | null {
  const index = kind === 'refine' ? (session.selectedSpinIndex ?? refinedSpin) : null
  const spin = index === null ? {} : { selected_spin_index: index }
  return resultOf(session, { kind, request: { ...spin, ...request }, version: id, name })
}

/** A mesh's address without what signs it anew in every answer, or the time of the answer where the address says nothing. */
function versionOf({ meshes, updatedAt, code }: Session, kind: MeshKind): string {
  const address = meshes[kind].glb
  const version = address ? new URL(address).searchParams.get('v') : null
  return version ?? updatedAt ?? code
}

/** The mesh that a session was opened with, made for the size and pivot that the session names; null when it has none. */
export function resultInSession(session: Session, name: string): Result | null {
  const kind = session.meshes.preview.glb ? 'preview' : 'refine'
  const isDone = session.phase.state === 'done' && session.selectedSpinIndex !== null
  return resultOf(session, {
    kind,
    request: {
      ...(isDone && { selected_spin_index: session.selectedSpinIndex }),
      ...(session.scaledBbox && { scaled_bbox: session.scaledBbox }),
      ...(session.pivotPoint && { pivot_point: session.pivotPoint }),
    },
    version: versionOf(session, kind),
    found: true,
    name,
  })
}

/** The spin, counted from 0, that a mesh was made of; null where its request names none. */
export const spinOf = ({ request }: Result): number | null => request.selected_spin_index ?? null
