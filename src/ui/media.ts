import { useCallback, useSyncExternalStore } from 'react'

/** Media queries that scripts use. Style sheets repeat them, since CSS has no names for media queries. */
export const MEDIA = {
  reducedMotion: '(prefers-reduced-motion: reduce)',
  coarsePointer: '(pointer: coarse)',
  lightTheme: '(prefers-color-scheme: light)',
  forcedColours: '(forced-colors: active)',
} as const

type MediaName = keyof typeof MEDIA

/** Whether the query matches now. */
export const mediaMatches = (name: MediaName): boolean => matchMedia(MEDIA[name]).matches

/** Calls `listener` whenever the answer changes. Returns a function that ends this. */
export function onMediaChange(name: MediaName, listener: () => void): () => void {
  const query = matchMedia(MEDIA[name])
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether the query matches, kept up to date. */
export const useMedia = (name: MediaName): boolean =>
  useSyncExternalStore(
    useCallback((listener) => onMediaChange(name, listener), [name]),
    () => mediaMatches(name),
  )
