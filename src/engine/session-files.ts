/** Names of the files in a session's folder. */
import { MESH_FORMATS, type MeshFormat } from '../contract/mesh-fields.ts'
import type { SessionRecord } from './session-record.ts'

export const IMAGE_FILE = 'image'
export const SUBJECT_FILE = 'subject.rgba'
/** Cut again at full resolution for a refined mesh; there when the picture has more pixels than spins are worked at. */
export const FINE_SUBJECT_FILE = 'subject-fine.rgba'

export const spinFile = (index: number): string => `spin-${index}.webp`

/** Named after the job that made it, so that a newer mesh never mixes with an older one. */
export const meshFile = (key: string, format: MeshFormat): string => `${key}.${format}`

/** A mesh file by a key of the engine's own making; what an artist puts beside them has another name. */
const OWN_MESH_FILE = new RegExp(`^([0-9A-F]{16})\\.(?:${MESH_FORMATS.join('|')})$`)

/** Whether a file in a session's folder is a half-written one, or of a mesh that the record does not know (any more). */
export function isLeftover(name: string, { meshes, pending }: SessionRecord): boolean {
  if (name.endsWith('.tmp')) return true
  const key = OWN_MESH_FILE.exec(name)?.[1]
  return key !== undefined && ![meshes.preview, meshes.refine, ...pending].some((owner) => owner?.key === key)
}
