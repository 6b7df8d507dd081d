import { saySize, type Unit } from '../contract/length.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { Result } from './result.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `Spin 4 · Relief`; of a file of the artist's own, its name. */
export function resultName({
  own,
  kind,
  request,
  spinLabel,
}: Pick<Result, 'own' | 'kind' | 'request' | 'spinLabel'>): string {
  if (own) return own.name
  const spin = request.selected_spin_index
  return [
    spin === undefined ? 'Mesh of this session' : `Spin ${spin + 1}`,
    spin === undefined || !spinLabel ? null : capital(spinLabel),
    kind === 'refine' ? 'refined' : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

/**
 * `Spin 4 · Relief · 0.40 × 0.28 × 0.16 m`: which mesh this is, by the spin and the size that stand in its file's name as well. `sizeMetres`
 * is as it will be saved; null until it is known.
 */
export const resultTitle = (
  result: Parameters<typeof resultName>[0],
  { sizeMetres, unit }: { readonly sizeMetres: Vec3 | null; readonly unit: Unit },
): string => (result.own || !sizeMetres ? resultName(result) : `${resultName(result)} · ${saySize(sizeMetres, unit)}`)
