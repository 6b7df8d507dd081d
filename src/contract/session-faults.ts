import { MESH_FORMATS, MESH_KINDS, meshField } from './mesh-fields.ts'
import { show } from './problems.ts'

const isText = (value: unknown): boolean => typeof value === 'string'

const isSpin = (entry: unknown): boolean =>
  entry === null ||
  isText(entry) ||
  (typeof entry === 'object' && 'image_url' in entry && (entry.image_url === null || isText(entry.image_url)))

const TEXTS = [
  'status',
  'session_status',
  'preview_mesh_url',
  'mesh_url',
  ...MESH_KINDS.flatMap((kind) => MESH_FORMATS.map((format) => meshField(kind, format))),
]

/**
 * [SESSION-4] What makes the `data` of a session's answer doubtful as a whole, in one sentence; null when nothing does.
 * `readSession` takes a field of a wrong type for a missing one, which suits the first answer. A later one that says in this way
 * that the spins, the mesh or the state of the work are gone is rather broken than true.
 */
export function sessionFault(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return `expected a session, got ${show(data)}`
  const fields = new Map(Object.entries(data))
  for (const name of TEXTS) {
    const value = fields.get(name) ?? ''
    if (!isText(value)) return `expected a text as ${name}, got ${show(value)}`
  }
  const spins = fields.get('spins') ?? []
  if (!Array.isArray(spins)) return `expected a list as spins, got ${show(spins)}`
  const at = spins.findIndex((entry) => !isSpin(entry))
  if (at >= 0) return `expected a picture as spins[${at}], got ${show(spins[at])}`
  return fields.get('status') || fields.get('session_status') ? null : 'it says nothing of the status'
}
