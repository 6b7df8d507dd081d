import { useState } from 'react'
import { newId } from '../contract/new-id.ts'
import { readPictureFile, pictureName } from '../session/picture-file.ts'
import { createSession } from '../session/session-api.ts'
import type { Session } from '../contract/session.ts'
import { createStore, useStore } from '../ui/store.ts'

/** A picture on its way to becoming a session. */
export type Upload = { readonly id: number; readonly name: string } & (
  | { readonly status: 'sending' }
  | { readonly status: 'arrived'; readonly code: string }
  | { readonly status: 'failed'; readonly error: unknown }
)

export interface Uploads {
  /** Those under way, and those that have ended and are not dismissed. */
  readonly list: readonly Upload[]
  /** Sends a picture. `onArrived` gets its session, and says whether the artist has seen it arrive. */
  send(file: File, onArrived: (session: Session) => boolean): Upload
  dismiss(id: number): void
  /** Dismisses every failed one. */
  dismissFailed(): void
  /** Dismisses the one whose session the artist has found. */
  dismissArrived(code: string): void
}

/** The pictures that are being sent. Each ends for itself: none hides another one, or its error. */
export function useUploads(): Uploads {
  const [store] = useState(() => createStore<readonly Upload[]>([]))
  const replace = (id: number, ...by: readonly Upload[]) =>
    store.set(store.get().flatMap((upload) => (upload.id === id ? by : [upload])))
  const keep = (which: (upload: Upload) => boolean) => store.set(store.get().filter(which))
  return {
    list: useStore(store, (list) => list),
    send(file, onArrived) {
      const upload = { id: (store.get().at(-1)?.id ?? 0) + 1, name: pictureName(file), status: 'sending' } as const
      store.set([...store.get(), upload])
      const arrive = (session: Session) =>
        onArrived(session)
          ? replace(upload.id)
          : replace(upload.id, { ...upload, status: 'arrived', code: session.code })
      const fail = (error: unknown) => replace(upload.id, { ...upload, status: 'failed', error })
      void readPictureFile(file)
        .then((picture) => createSession(picture, newId()))
        .then(arrive, fail)
      return upload
    },
    dismiss: (id) => replace(id),
    dismissFailed: () => keep(({ status }) => status !== 'failed'),
    dismissArrived: (code) => keep((upload) => upload.status !== 'arrived' || upload.code !== code),
  }
}
