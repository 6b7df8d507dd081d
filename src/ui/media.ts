import { useCallback, useSyncExternalStore } from 'react'

/** What scripts ask of the system. Style sheets write the same queries out, since CSS has no names for them. */
export const MEDIA = {
  reducedMotion: '(prefers-reduced-motion: reduce)',
  coarsePointer: '(pointer: coarse)',
  lightTheme: '(prefers-color-scheme: light)',
} as const

type MediaName = keyof typeof MEDIA

/** Whether it is so now. */
export const mediaMatches = (name: MediaName): boolean => matchMedia(MEDIA[name]).matches

/** Calls back whenever the answer changes; returns what ends that. */
export function onMediaChange(name: MediaName, listener: () => void): () => void {
  const query = matchMedia(MEDIA[name])
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether it is so, kept up to date. */
export const useMedia = (name: MediaName): boolean =>
  useSyncExternalStore(
    useCallback((listener) => onMediaChange(name, listener), [name]),
    () => mediaMatches(name),
  )
