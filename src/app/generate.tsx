import { useState, type Ref } from 'react'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { draftRequest } from '../draft/draft-request.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { scaleOf, type History } from '../draft/history.ts'
import { Button } from '../ui/button.tsx'
import { KEY_NAMES } from '../ui/key-names.ts'
import { Notice } from '../ui/notice.tsx'

export interface Generate {
  /** Sends the draft, behind what is under way, or says which field is in the way and goes there. */
  readonly press: () => void
  /** Why the last press sent nothing, as long as that is so. */
  readonly blocked: string | null
  /** There is nothing to generate from yet: no spins, or no draft of this session. */
  readonly waiting: boolean
}

export interface GenerateOptions {
  readonly store: DraftStore
  readonly session: Session | undefined
  readonly submit: (session: Session, request: PreviewRequest) => void
}

const focusOn = (name: string) =>
  document
    .querySelector<HTMLElement>(name === 'Spins' ? '[role=radio]' : `[role=spinbutton][aria-label="${name}"]`)
    ?.focus()

/** Not while the spins are being made or when they could not be. A session that never had any generates from its picture. */
function canGenerate(session: Session | undefined): session is Session {
  if (session?.phase.work !== 'spins') return session !== undefined
  return session.phase.state === 'done' || (session.phase.state === 'failed' && session.spins.length > 0)
}

/** Before its draft has begun, the draft is still that of another session, or nobody's. */
const isReady = (session: Session | undefined, { sessionCode }: History): session is Session =>
  canGenerate(session) && sessionCode === session.code

const requestOf = (history: History, { spins }: Session) => draftRequest(history.present, spins, scaleOf(history))

/** The way from the draft to a job, for the button and for its key. */
export function useGenerate({ store, session, submit }: GenerateOptions): Generate {
  const [blockedBy, setBlockedBy] = useState<string | null>(null)
  const waiting = useDraft(store, (history) => !isReady(session, history))
  const blocked = useDraft(store, (history) => {
    if (blockedBy === null || !session) return null
    const prepared = requestOf(history, session)
    return prepared.status === 'blocked' && prepared.by === blockedBy ? prepared.why : null
  })
  const press = () => {
    if (!isReady(session, store.get())) return
    store.dispatch({ do: 'commit' })
    const prepared = requestOf(store.get(), session)
    setBlockedBy(prepared.status === 'blocked' ? prepared.by : null)
    if (prepared.status === 'blocked') focusOn(prepared.by)
    else submit(session, prepared.request)
  }
  return { press, blocked, waiting }
}

/** By its key, the button is pressed from elsewhere: it gets the focus, unless something is being edited or looked at. */
export function focusAsPressed(button: HTMLButtonElement | null): void {
  // Whatever else was pressed before, as a download, may leave with the old mesh.
  if (document.activeElement?.matches('body, button:not([role=radio])')) button?.focus()
}

export interface GenerateButtonProps {
  readonly button: Ref<HTMLButtonElement>
  readonly generate: Generate
  /** Generating is the one thing to do next. */
  readonly main: boolean
}

/** It stays in the focus order while work is under way, so that the keyboard is not thrown back to the page's start. */
export const GenerateButton = ({ button, generate, main }: GenerateButtonProps) => (
  <>
    {generate.blocked ? <Notice tone="bad" what={generate.blocked} next="Correct it, and generate again." /> : null}
    <Button
      ref={button}
      look={main ? 'main' : 'plain'}
      aria-disabled={generate.waiting}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      title={`${KEY_NAMES.command} Enter`}
      onClick={generate.press}
    >
      Generate preview
    </Button>
  </>
)
