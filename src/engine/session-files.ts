/** Names of the files in a session's folder. */
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import { MESH_FORMATS, type MeshFormat } from '../contract/mesh-fields.ts'
import type { SessionRecord } from './session-record.ts'

export const IMAGE_FILE = 'image'
export const SUBJECT_FILE = 'subject.rgba'
/**
 * The subject at full resolution, for refined meshes, by what was chosen for its enclosed areas; only of a picture with
 * more pixels than spins are made from.
 */
export const fineSubjectFile = (choice: EnclosedChoice): string =>
  choice === 'auto' ? 'subject-fine.rgba' : `subject-fine-${choice}.rgba`

export const spinFile = (index: number): string => `spin-${index}.webp`

/** Named after the job that made it, so that files of two meshes never mix. */
export const meshFile = (key: string, format: MeshFormat): string => `${key}.${format}`

/** A mesh file whose name is one of the engine's keys, which no file that an artist puts beside them has. */
const OWN_MESH_FILE = new RegExp(`^([0-9A-F]{16})\\.(?:${MESH_FORMATS.join('|')})$`)

/** Whether a file in a session's folder is half-written, or belongs to no mesh or job in the record. */
export function isLeftover(name: string, { meshes, pending }: SessionRecord): boolean {
  if (name.endsWith('.tmp')) return true
  const key = OWN_MESH_FILE.exec(name)?.[1]
  return key !== undefined && ![meshes.preview, meshes.refine, ...pending].some((owner) => owner?.key === key)
}
