import { saySize, type Unit } from '../contract/length.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { Result } from './result.ts'

export interface TitleFacts {
  /** What the session calls the spin. */
  readonly spinLabel: string | null
  /** As it will be saved; null until it is known. */
  readonly sizeMetres: Vec3 | null
  readonly unit: Unit
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `Spin 4 · Relief · 0.40 × 0.28 × 0.16 m`: which mesh this is, by the spin and the size that stand in its file's name as well. */
export function resultTitle(
  { own, kind, request }: Pick<Result, 'own' | 'kind' | 'request'>,
  { spinLabel, sizeMetres, unit }: TitleFacts,
): string {
  if (own) return own.name
  const spin = request.selected_spin_index
  return [
    spin === undefined ? 'Mesh of this session' : `Spin ${spin + 1}`,
    spin === undefined || !spinLabel ? null : capital(spinLabel),
    kind === 'refine' ? 'refined' : null,
    sizeMetres && saySize(sizeMetres, unit),
  ]
    .filter((part) => part !== null)
    .join(' · ')
}
