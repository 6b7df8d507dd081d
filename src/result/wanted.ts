import type { RefitRequest } from '../glb/refit-request.ts'

/** The size and origin that a mesh is shown with, read while it is drawn; null shows it as it came. */
export interface Wanted {
  get(): RefitRequest | null
  subscribe(listener: () => void): () => void
}

/** Nothing is wanted of it. */
export const AS_IT_CAME: Wanted = { get: () => null, subscribe: () => () => {} }
