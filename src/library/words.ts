import { bytesText } from '../result/bytes-text.ts'
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

export const dayText = (ms: number): string => day.format(ms)
