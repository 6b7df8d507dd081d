import { createStore } from '../ui/store.ts'

/** Reloads the page as its new version; null while there is none, or the artist has put it off. */
export const newVersion = createStore<(() => void) | null>(null)
