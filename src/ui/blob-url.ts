import { useMemo, useSyncExternalStore } from 'react'

/** An object URL that exists while somebody subscribes to it. */
function blobUrl(blob: Blob | undefined) {
  let url: string | null = null
  return {
    get: () => url,
    subscribe() {
      if (!blob) return () => {}
      const made = URL.createObjectURL(blob)
      url = made
      return () => {
        URL.revokeObjectURL(made)
        url = null
      }
    },
  }
}

/** The object URL of a blob, revoked when the blob changes or the component leaves. Null without a blob, and in the first render. */
export function useBlobUrl(blob: Blob | undefined): string | null {
  const { get, subscribe } = useMemo(() => blobUrl(blob), [blob])
  return useSyncExternalStore(subscribe, get)
}
