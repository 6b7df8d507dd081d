/** Names of the files in a session's folder. */
import type { MeshFormat } from '../contract/mesh-fields.ts'

export const IMAGE_FILE = 'image'
export const SUBJECT_FILE = 'subject.rgba'
/** Cut again at full resolution for a refined mesh; there when the picture has more pixels than spins are worked at. */
export const FINE_SUBJECT_FILE = 'subject-fine.rgba'

export const spinFile = (index: number): string => `spin-${index}.webp`

/** Named after the job that made it, so that a newer mesh never mixes with an older one. */
export const meshFile = (key: string, format: MeshFormat): string => `${key}.${format}`
