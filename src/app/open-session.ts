import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { addressOf, codeInAddress } from './address.ts'
import { readPictureFile, pictureName } from '../session/picture-file.ts'
import { sessionQuery } from '../session/queries.ts'
import { createSession } from '../session/session-api.ts'
import { rememberSessionName, sessionName } from '../session/session-names.ts'

export interface NotOpened {
  readonly code: string
  readonly error: unknown
}

export interface OpenSessionState {
  readonly code: string
  /** Resolves when the session is open, or another was wanted since; rejects and leaves the present one open when it cannot be had. */
  open(code: string): Promise<void>
  /** The same for a click, which nobody waits for: what is in the way is kept in `notOpened`. */
  pick(code: string): void
  /** Code of the session that was picked and has not come yet. */
  readonly opening: string | null
  readonly notOpened: NotOpened | null
  dismissNotOpened(): void
  addImage(file: File): void
  /** Name of the picture being sent. */
  readonly sending: string | null
  readonly imageError: Error | null
  dismissImageError(): void
}

/** Which session is open; the address says so, so that reload, back and a sent link reopen it. */
export function useOpenSession(): OpenSessionState {
  const client = useQueryClient()
  const [code, setCode] = useState(() => codeInAddress(location.search).code)

  useEffect(() => {
    const onBack = () => setCode(codeInAddress(location.search).code)
    window.addEventListener('popstate', onBack)
    return () => window.removeEventListener('popstate', onBack)
  }, [])

  useEffect(() => {
    document.title = `${sessionName(code)} · Plinth`
  }, [code])

  const show = useCallback((next: string) => {
    history.pushState(null, '', addressOf(next, location.href))
    setCode(next)
  }, [])

  const { mutate, isPending, variables, error, reset } = useMutation({
    mutationFn: async (file: File) => createSession(await readPictureFile(file)),
    onSuccess: (session, file) => {
      rememberSessionName(session.code, pictureName(file))
      client.setQueryData(sessionQuery(session.code, { local: false, watched: false }).queryKey, session)
      show(session.code)
    },
    retry: false,
    networkMode: 'always',
  })

  /** The session that was asked for last: an earlier one that comes late must not take its place. */
  const wanted = useRef<string | null>(null)
  const open = async (next: string) => {
    reset()
    wanted.current = next
    await client.fetchQuery(sessionQuery(next, { local: false, watched: false }))
    if (next !== code && wanted.current === next) show(next)
  }

  const [opening, setOpening] = useState<string | null>(null)
  const [notOpened, setNotOpened] = useState<NotOpened | null>(null)
  const pick = (next: string) => {
    setOpening(next)
    setNotOpened(null)
    open(next)
      .catch((failure: unknown) => wanted.current === next && setNotOpened({ code: next, error: failure }))
      .finally(() => setOpening((now) => (now === next ? null : now)))
  }

  return {
    code,
    open,
    pick,
    opening,
    notOpened,
    dismissNotOpened: () => setNotOpened(null),
    addImage: mutate,
    sending: isPending && variables ? pictureName(variables) : null,
    imageError: error,
    dismissImageError: reset,
  }
}
