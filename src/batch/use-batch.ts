import { useEffect, useRef, useState } from 'react'
import { newId } from '../contract/new-id.ts'
import { createStore, useStore, type Store } from '../ui/store.ts'
import { batchAfter, isRunning, namesWaiting, nextIn, type Batch, type BatchAction } from './batch.ts'
import { keepUnsent } from './unsent.ts'

/** What has come of a picture that was handed on. */
export type Outcome =
  | { readonly is: 'under way' }
  /** It needs the connection or the artist, as a notice says; until then nothing more is sent. */
  | { readonly is: 'held' }
  | { readonly is: 'sent'; readonly code: string }
  | { readonly is: 'refused'; readonly reason: string }
  /** The artist has given it up. */
  | { readonly is: 'gone' }

export interface BatchParts {
  /** Files that were given together and are not in the batch yet. */
  readonly given: Store<readonly File[]>
  /** Sessions are made by the local engine, free of charge. Elsewhere nothing is sent that the artist has not agreed to. */
  readonly free: boolean
  readonly nameOf: (file: File) => string
  /** The open session. */
  readonly here: string
  /** Sends a picture; returns its upload's id. `opens`: none of the batch is a session yet, and the artist has stayed. */
  readonly send: (file: File, opens: boolean) => string
  /** What has come of an upload by now. */
  readonly outcomeOf: (uploadId: string) => Outcome
  /** The batch has taken down how an upload ended. */
  readonly onEnded: (uploadId: string, outcome: Outcome) => void
}

export interface UsedBatch {
  readonly batch: Batch
  readonly act: (action: BatchAction) => void
}

/** Sends what was given together, one picture after the other. */
export function useBatch({ given, free, nameOf, here, send, outcomeOf, onEnded }: BatchParts): UsedBatch {
  // A store, since each step has to see the one before at once: a picture must not be sent twice.
  const [store] = useState(() => createStore<Batch>([]))
  const batch = useStore(store, (all) => all)
  const newFiles = useStore(given, (files) => files)
  const from = useRef(here)
  const act = (action: BatchAction) => store.set(batchAfter(store.get(), action))

  useEffect(() => {
    if (newFiles.length === 0) return
    given.set([])
    if (!isRunning(store.get())) from.current = here
    const pictures = newFiles.map((file) => ({ id: newId(), name: nameOf(file), file }))
    store.set(batchAfter(store.get(), { do: 'add', pictures }))
  }, [given, newFiles, nameOf, here, store])

  useEffect(() => {
    for (const { id, place } of store.get()) {
      if (place.is !== 'sending') continue
      const outcome = outcomeOf(place.uploadId)
      if (outcome.is === 'under way' || outcome.is === 'held') continue
      act(outcome.is === 'gone' ? { do: 'give up', id } : { do: 'place', id, place: outcome })
      onEnded(place.uploadId, outcome)
    }
    const next = nextIn(store.get(), free)
    if (!next) return
    const opens = from.current === here && store.get().every(({ place }) => place.is !== 'sent')
    act({ do: 'place', id: next.id, place: { is: 'sending', uploadId: send(next.file, opens) } })
  })

  useEffect(() => keepUnsent(namesWaiting(batch)), [batch])
  return { batch, act }
}
