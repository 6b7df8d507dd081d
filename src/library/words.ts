import { brief } from '../contract/length.ts'
import { bytesText } from '../result/bytes-text.ts'
import type { KeptResult } from '../result/kept-result.ts'
import type { Entry } from './entry.ts'

/** One for all: making it takes longer than using it a thousand times. */
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

export const meshesText = (count: number): string => (count === 1 ? '1 mesh' : `${count} meshes`)

/** `30 Nov 2026 · 3 meshes · 4.2 MB` */
export function factsOf({ createdAtMs, changedAtMs, results, bytes, session }: Entry): string {
  const at = createdAtMs ?? changedAtMs
  const facts = [
    at > 0 ? day.format(at) : '',
    results.length > 0 ? meshesText(results.length) : '',
    bytes > 0 ? bytesText(bytes) : '',
    session === null ? 'only in this browser' : '',
  ]
  return facts.filter(Boolean).join(' · ')
}

/** `Spin 2` */
export const spinText = ({ request, kind }: KeptResult): string => {
  const spin = request.selected_spin_index
  const refined = kind === 'refine' ? ', refined' : ''
  return spin === undefined ? `Mesh${refined}` : `Spin ${spin + 1}${refined}`
}

/** `0.4 × 0.28 × 0.16 m`; empty until the mesh was opened once. */
export const sizeText = ({ sizeMetres }: KeptResult): string =>
  sizeMetres === null ? '' : `${sizeMetres.map((metres) => brief(metres, 2)).join(' × ')} m`

export const dayText = (ms: number): string => day.format(ms)
