import { createStore, useStore, type Store } from '../ui/store.ts'
import { beginHistory, reduceHistory, type Action, type History } from './history.ts'

/** The draft, kept outside React: a drag changes it many times a second, and only the rows that show what changed draw again. */
export interface DraftStore extends Pick<Store<History>, 'get' | 'subscribe'> {
  dispatch(action: Action): void
}

export function createDraftStore(start: History = beginHistory()): DraftStore {
  const { get, subscribe, set } = createStore(start)
  return { get, subscribe, dispatch: (action) => set(reduceHistory(get(), action)) }
}

/** Reads a part of the draft. `select` must return the same value for the same history. */
export const useDraft = <T>(store: DraftStore, select: (history: History) => T): T => useStore(store, select)
