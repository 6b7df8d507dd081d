import type { Unit } from '../contract/length.ts'
import { AXES, type Vec3 } from '../contract/vec3.ts'
import { drawnSizeMetres } from './draft.ts'
import type { DraftStore } from './draft-store.ts'
import { proportionsOf } from './history.ts'

/** The draft as the stage draws it. */
export interface DraftScene {
  readonly sizeMetres: Vec3
  readonly automatic: readonly [x: boolean, y: boolean, z: boolean]
  readonly pivotNormalised: Vec3
  readonly unit: Unit
  readonly figure: boolean
}

const same = <T>(a: readonly [T, T, T], b: readonly [T, T, T]): boolean => AXES.every((axis) => a[axis] === b[axis])

/** The previous array if the new one has the same entries, so that its readers see no change. */
const reuse = <T extends readonly [unknown, unknown, unknown]>(previous: T, next: T): T =>
  same(previous, next) ? previous : next

/** The draft as a source for the stage. The scene, and each array in it, stays the same object until something in it changes. */
export function draftScene(store: DraftStore): { get(): DraftScene; subscribe(listener: () => void): () => void } {
  const read = (): DraftScene => {
    const history = store.get()
    const { present, settings } = history
    return {
      sizeMetres: drawnSizeMetres(present, proportionsOf(history)),
      automatic: present.automatic,
      pivotNormalised: present.pivotNormalised,
      unit: settings.unit,
      figure: settings.figure,
    }
  }
  let history = store.get()
  let last = read()
  const get = () => {
    if (store.get() === history) return last
    history = store.get()
    const now = read()
    const next = {
      ...now,
      sizeMetres: reuse(last.sizeMetres, now.sizeMetres),
      automatic: reuse(last.automatic, now.automatic),
      pivotNormalised: reuse(last.pivotNormalised, now.pivotNormalised),
    }
    const unchanged = (Object.keys(next) as (keyof DraftScene)[]).every((part) => next[part] === last[part])
    if (!unchanged) last = next
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
