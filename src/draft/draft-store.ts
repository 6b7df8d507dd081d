import { useSyncExternalStore } from 'react'
import { beginHistory, reduceHistory, type Action, type History } from './history.ts'

/** The draft outside React: a drag changes it many times a second, and only the rows that read what changed draw again. */
export interface DraftStore {
  get(): History
  subscribe(listener: () => void): () => void
  dispatch(action: Action): void
}

export function createDraftStore(start: History = beginHistory()): DraftStore {
  let history = start
  const listeners = new Set<() => void>()
  return {
    get: () => history,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispatch(action) {
      const next = reduceHistory(history, action)
      if (next === history) return
      history = next
      for (const listener of listeners) listener()
    },
  }
}

/** Reads a part of the draft. `select` must return the same value for the same history. */
export const useDraft = <T>(store: DraftStore, select: (history: History) => T): T =>
  useSyncExternalStore(store.subscribe, () => select(store.get()))
