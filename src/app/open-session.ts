import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { addressOf } from './link.ts'
import { failureOf, useUploads, type SeenPicture, type Upload } from './uploads.ts'
import type { Outcome } from '../batch/use-batch.ts'
import { ApiError } from '../contract/api-error.ts'
import { isPassing, shouldRetry } from '../contract/retry.ts'
import { SAMPLES } from '../session/samples.ts'
import { codeInAddress } from '../session/code-or-link.ts'
import { recentQuery, seenQuery, sessionQuery } from '../session/queries.ts'
import { createStore, useStore } from '../ui/store.ts'

export interface NotOpened {
  readonly code: string
  readonly error: Error
  /** The page's own link named it, so the library is open beside the sample that is shown instead. */
  readonly byLink: boolean
}

export interface OpenSession {
  readonly code: string
  /** Resolves when the session is open, or the artist has gone elsewhere meanwhile; rejects when it cannot be had. */
  open(code: string): Promise<void>
  /** The same for a click, which nobody waits for: a failure is kept in `notOpened`. */
  pick(code: string): void
  /** Opens a session of which meshes are kept here, whether its upstream still knows it or not. */
  openKept(code: string): void
  /** Code of the session that was chosen last and has not come yet. */
  readonly opening: string | null
  readonly notOpened: NotOpened | null
  dismissNotOpened(): void
  /** The link's session is not there: shows a sample instead. */
  leaveLink(error: Error): void
  /** The library that was opened for that is closed. */
  closeLibrary(): void
  /** Makes a session of a picture, and opens it unless the artist has gone elsewhere meanwhile. */
  addImage(file: File, seen?: SeenPicture): void
  /** Makes a session of one of several pictures, and opens it if `opens` says so, as `addImage` does. Returns the upload's id. */
  addOneOf(file: File, opens: boolean): string
  /** What has come of an upload by now. */
  outcomeOf(uploadId: string): Outcome
  /** Nothing more is to be said of an upload. */
  settle(uploadId: string): void
  /** Keeps the page where it is: whatever was chosen before and comes later moves nothing, and what failed before is over. */
  stay(): void
  /** The picture being sent whose session will open when it arrives. */
  readonly sending: Upload | null
  /** The other pictures being sent, and those whose end the artist has not dismissed. */
  readonly uploads: readonly Upload[]
  dismissUpload(id: string): void
  sendUploadAgain(id: string): void
}

/** Where the artist wants the page to go. The newest object wins: what arrives for an older one moves nothing. */
type Intent =
  | { readonly to: 'stay' }
  | { readonly to: 'session'; readonly code: string }
  | { readonly to: 'picture'; readonly uploadId: string }

const isAwaited = (intent: Intent, { id, status }: Upload): boolean =>
  intent.to === 'picture' && intent.uploadId === id && status === 'sending'

/** One that goes on, or has ended, without a choice for the artist to make. */
const isOfItself = ({ status }: Upload): boolean => status !== 'waiting' && status !== 'unconfirmed'

/** For the list of the pictures that were given together. */
function outcomeOf(upload: Upload | null, code: string | null): Outcome {
  if (code !== null) return { is: 'sent', code }
  switch (upload?.status) {
    case undefined:
      return { is: 'gone' }
    case 'refused':
    case 'failed': {
      const { what, next } = failureOf(upload)
      return { is: 'refused', reason: next ? `${what} ${next}` : what }
    }
    case 'waiting':
    case 'unconfirmed':
      return { is: 'held' }
    case 'sending':
    case 'arrived':
      return { is: 'under way' }
  }
}

/** The session that the address names. `show` writes another one there, `instead` of that; the browser's way back calls `onBack`. */
function useAddressedSession(onBack: () => void) {
  const [code, setCode] = useState(() => codeInAddress(location.search).code)
  const goBack = useEffectEvent(() => {
    onBack()
    setCode(codeInAddress(location.search).code)
  })
  useEffect(() => {
    const listen = () => goBack()
    window.addEventListener('popstate', listen)
    return () => window.removeEventListener('popstate', listen)
  }, [])
  const show = (next: string, { instead = false } = {}) => {
    if (next === code) return
    const address = addressOf(next, location.href)
    if (instead) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    setCode(next)
  }
  return { code, show }
}

/** Leaves a link whose session is lost, once that is known. */
export function useLeaveLink({ leaveLink }: OpenSession, lost: Error | null): void {
  const leave = useEffectEvent(leaveLink)
  useEffect(() => {
    if (lost) leave(lost)
  }, [lost])
}

/** Where the page's link names something that no session can be called. */
function unreadLink(): NotOpened | null {
  const { unread } = codeInAddress(location.search)
  const why = 'A session code has only letters, digits, _ and -.'
  return unread === null ? null : { code: unread, error: new ApiError('not_found', why), byLink: true }
}

/** Which session is open; the address says so, so that reload, back and a sent link reopen it. */
export function useOpenSession(): OpenSession {
  const client = useQueryClient()
  const [intents] = useState(() => createStore<Intent>({ to: 'stay' }))
  const intent = useStore(intents, (newest) => newest)
  const [notOpened, setNotOpened] = useState(unreadLink)
  const { list, send, again, find, dismiss, dismissFailed, dismissArrived, arrivedAs, seen } = useUploads()
  const stay = () => intents.set({ to: 'stay' })
  const { code, show } = useAddressedSession(stay)

  /** What was in the way; null when the session is open or the artist has gone elsewhere meanwhile. */
  const goTo = async (next: string): Promise<Error | null> => {
    const mine: Intent = { to: 'session', code: next }
    intents.set(mine)
    dismissFailed()
    let isSeen = false
    const retry = (failures: number, error: Error): boolean => {
      if (failures === 0) void client.fetchQuery(seenQuery(next)).then((found) => (isSeen = found !== null))
      return !isSeen && shouldRetry(failures, error)
    }
    const failure = await client.fetchQuery({ ...sessionQuery(next), retry }).then(
      () => null,
      (error: Error) => (isSeen && isPassing(error) ? null : error),
    )
    if (intents.get() !== mine) return null
    stay()
    if (failure) return failure
    dismissArrived(next)
    show(next)
    return null
  }

  const addImage = (file: File, before: SeenPicture = { cutOutSeen: false }) => {
    dismissFailed()
    intents.set({ to: 'picture', uploadId: send(file, before) })
  }

  const awaited = intent.to === 'picture' ? intent.uploadId : null
  const arrived = awaited === null ? null : arrivedAs(awaited)
  const openArrived = useEffectEvent((id: string, next: string) => {
    stay()
    seen(id)
    show(next)
  })
  useEffect(() => {
    if (awaited !== null && arrived !== null) openArrived(awaited, arrived)
  }, [awaited, arrived])

  return {
    code,
    async open(next) {
      const failure = await goTo(next)
      if (failure) throw failure
    },
    pick(next) {
      setNotOpened(null)
      void goTo(next).then((error) => error && setNotOpened({ code: next, error, byLink: false }))
    },
    openKept(next) {
      stay()
      setNotOpened(null)
      show(next)
    },
    opening: intent.to === 'session' ? intent.code : null,
    notOpened,
    dismissNotOpened: () => setNotOpened(null),
    leaveLink(error) {
      setNotOpened({ code, error, byLink: true })
      show(SAMPLES[0].code, { instead: true })
    },
    closeLibrary: () => setNotOpened((before) => before && { ...before, byLink: false }),
    addImage,
    addOneOf(file, opens) {
      const uploadId = send(file, { cutOutSeen: false, ofBatch: true })
      if (opens) intents.set({ to: 'picture', uploadId })
      return uploadId
    },
    outcomeOf: (uploadId) => outcomeOf(find(uploadId), arrivedAs(uploadId)),
    settle(uploadId) {
      dismiss(uploadId)
      // The lists of sessions have one more.
      void client.invalidateQueries({ queryKey: recentQuery().queryKey })
    },
    stay() {
      stay()
      dismissFailed()
      setNotOpened(null)
    },
    sending: list.find((upload) => isAwaited(intent, upload)) ?? null,
    uploads: list.filter((upload) => !isAwaited(intent, upload) && !(upload.ofBatch && isOfItself(upload))),
    dismissUpload: dismiss,
    sendUploadAgain: again,
  }
}
