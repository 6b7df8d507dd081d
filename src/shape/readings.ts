/** The four honest readings of one silhouette, in the order of the spins. */
import { buildRelief } from './relief.ts'
import { buildRound } from './round.ts'
import { buildSlab } from './slab.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Surface } from './surface.ts'
import { buildTurned } from './turned.ts'

export interface Reading {
  readonly label: 'round' | 'turned' | 'slab' | 'relief'
  /** A closed surface of at most `maxTriangles`, which is 12,000 or more; fewer where fewer suffice. */
  build(subject: Subject, options: { maxTriangles: number }): Promise<Surface>
}

export const READINGS: readonly Reading[] = [
  { label: 'round', build: buildRound },
  { label: 'turned', build: buildTurned },
  { label: 'slab', build: buildSlab },
  { label: 'relief', build: buildRelief },
]
