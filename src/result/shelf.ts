import { boxSize } from '../contract/vec3.ts'
import { brief, inUnit, type Unit } from '../contract/length.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { createStore, useStore, type Store } from '../ui/store.ts'
import type { Result } from './result.ts'

/** A mesh of this visit. The upstream keeps only a session's newest; the page keeps the others, to compare them. */
export interface Kept {
  readonly result: Result
  readonly mesh: LoadedMesh
}

export interface Shelf extends Pick<Store<readonly Kept[]>, 'get' | 'subscribe'> {
  keep(kept: Kept): void
}

/** Meshes are large: of more than this, the oldest goes. */
const MAX_KEPT = 8

export function createShelf(): Shelf {
  const { get, subscribe, set } = createStore<readonly Kept[]>([])
  return {
    get,
    subscribe,
    keep(kept) {
      if (get().some(({ result }) => result.version === kept.result.version)) return
      set([...get(), kept].slice(-MAX_KEPT))
    },
  }
}

export const useShelf = (shelf: Shelf): readonly Kept[] => useStore(shelf, (kept) => kept)

/** `Rubber duck, spin 2` */
export const keptName = ({ result }: Kept): string => {
  const spin = result.request.selected_spin_index
  return spin === undefined ? result.name : `${result.name}, spin ${spin + 1}`
}

/** `0.4 × 1 × 0.3 m` */
export const keptSize = ({ mesh }: Kept, unit: Unit): string =>
  `${boxSize(mesh.box)
    .map((metres) => brief(inUnit(metres, unit), 3))
    .join(' × ')} ${unit}`
