import { useSyncExternalStore } from 'react'

/** A value outside React. A component that reads a part of it renders again only when that part changes. */
export interface Store<T> {
  get(): T
  subscribe(listener: () => void): () => void
  /** Calls the listeners, unless the value is the same as before. */
  set(value: T): void
}

export function createStore<T>(start: T): Store<T> {
  let value = start
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
  }
}

/** Reads a part of a store. `select` must return the same part for the same value. */
export const useStore = <T, Part>(store: Pick<Store<T>, 'get' | 'subscribe'>, select: (value: T) => Part): Part =>
  useSyncExternalStore(
    store.subscribe,
    () => select(store.get()),
    () => select(store.get()),
  )
