import type { Unit } from '../contract/length.ts'
import { AXES, type Vec3 } from '../contract/vec3.ts'
import { drawnSizeMetres } from './draft.ts'
import type { DraftStore } from './draft-store.ts'

/** The draft as the stage draws it. */
export interface DraftScene {
  readonly sizeMetres: Vec3
  readonly automatic: readonly [x: boolean, y: boolean, z: boolean]
  readonly pivotNormalised: Vec3
  readonly unit: Unit
  readonly figure: boolean
}

const same = <T>(a: readonly [T, T, T], b: readonly [T, T, T]): boolean => AXES.every((axis) => a[axis] === b[axis])

/** A draft store seen as the stage sees it: the same object until something it draws has changed. */
export function draftScene(store: DraftStore): { get(): DraftScene; subscribe(listener: () => void): () => void } {
  const read = (): DraftScene => {
    const { present, proportions, settings } = store.get()
    return { sizeMetres: drawnSizeMetres(present, proportions), automatic: present.automatic, pivotNormalised: present.pivotNormalised, unit: settings.unit, figure: settings.figure }
  }
  let last = read()
  const get = () => {
    const now = read()
    const unchanged = now.unit === last.unit && now.figure === last.figure && same(now.sizeMetres, last.sizeMetres) && same(now.automatic, last.automatic) && same(now.pivotNormalised, last.pivotNormalised)
    if (!unchanged) last = now
    return last
  }
  const subscribe = (listener: () => void) => {
    let seen = get()
    return store.subscribe(() => {
      if (get() === seen) return
      seen = get()
      listener()
    })
  }
  return { get, subscribe }
}
