import { useState } from 'react'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { draftRequest } from '../draft/draft-request.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { scaleOf, type History } from '../draft/history.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { KEY_NAMES } from '../ui/key-names.ts'

export interface Generate {
  /** Sends the draft, or says which field is in the way and goes there. */
  readonly press: () => void
  readonly blocked: string | null
  /** There is nothing to generate from yet: no spins, or no draft of this session. */
  readonly waiting: boolean
}

export interface GenerateOptions {
  readonly store: DraftStore
  readonly session: Session | undefined
  readonly busy: boolean
  readonly submit: (session: Session, request: PreviewRequest) => void
}

const focusOn = (by: string) =>
  document
    .querySelector<HTMLElement>(by === 'Spins' ? '[role=radio]' : `[role=spinbutton][aria-label="${by}"]`)
    ?.focus()

/** Spins that are being made, or could not be, are nothing to generate from; a session that never had any generates from its picture. */
function canGenerate(session: Session | undefined): session is Session {
  if (session?.phase.work !== 'spins') return session !== undefined
  return session.phase.state === 'done' || (session.phase.state === 'failed' && session.spins.length > 0)
}

/** Between a session's coming and its draft's beginning the draft is another session's, or nobody's: it asks for nothing that the artist has seen. */
const isReady = (session: Session | undefined, { sessionCode }: History): session is Session =>
  canGenerate(session) && sessionCode === session.code

/** The way from the draft to a job, for the button and for its key. */
export function useGenerate({ store, session, busy, submit }: GenerateOptions): Generate {
  const [complained, setComplained] = useState<string | null>(null)
  const waiting = useDraft(store, (history) => !isReady(session, history))
  const blocked = useDraft(store, (history) => {
    if (complained === null || !session) return null
    const drafted = draftRequest(history.present, session.spins, scaleOf(history))
    return drafted.status === 'blocked' && drafted.by === complained ? drafted.why : null
  })
  const press = () => {
    if (busy || !isReady(session, store.get())) return
    store.dispatch({ do: 'commit' })
    const drafted = draftRequest(store.get().present, session.spins, scaleOf(store.get()))
    if (drafted.status === 'ready') {
      setComplained(null)
      submit(session, drafted.request)
      return
    }
    setComplained(drafted.by)
    focusOn(drafted.by)
  }
  return { press, blocked, waiting }
}

export interface GenerateButtonProps {
  readonly generate: Generate
  readonly busy: boolean
  /** What stands in the stage is what the draft asks for: the next thing to do is to take it. */
  readonly answered: boolean
}

/** It stays in the focus order while work is under way, so that the keyboard is not thrown back to the page's start. */
export const GenerateButton = ({ generate, busy, answered }: GenerateButtonProps) => (
  <>
    {generate.blocked ? <Notice tone="bad" what={generate.blocked} next="Mend it, and generate again." /> : null}
    <Button
      look={answered ? 'plain' : 'main'}
      aria-disabled={busy || generate.waiting}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      title={`${KEY_NAMES.command} Enter`}
      onClick={generate.press}
    >
      Generate preview
    </Button>
  </>
)
