import { useState } from 'react'
import type { NotOpened } from './open-session.ts'
import { artistText } from '../contract/artist-text.ts'
import type { Session } from '../contract/session.ts'
import { SAMPLES } from '../session/samples.ts'
import { sessionName } from '../session/session-names.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** Parts of the page's link that could not be read, until the artist has read of them. */
export function LinkNotice({ ignored }: { readonly ignored: readonly string[] }) {
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  if (ignored.length === 0 || dismissed === ignored) return null
  return (
    <Notice
      tone="warn"
      what={`The link held what cannot be used: ${ignored.join(', ')}.`}
      next="It was left out; the rest is as the link says."
    >
      <Button onClick={() => setDismissed(ignored)}>Dismiss</Button>
    </Notice>
  )
}

export interface NotOpenedNoticeProps {
  /** A session that was clicked and could not be had. */
  readonly notOpened: NotOpened
  readonly onPick: (code: string) => void
  readonly onDismiss: () => void
}

export const NotOpenedNotice = ({ notOpened: { code, error }, onPick, onDismiss }: NotOpenedNoticeProps) => (
  <Notice
    tone="bad"
    what={`${sessionName(code)} could not be opened. ${artistText(error).what}`}
    next={artistText(error).next}
  >
    <Button onClick={() => onPick(code)}>Try again</Button>
    <Button onClick={onDismiss}>Dismiss</Button>
  </Notice>
)

export interface SessionNoticesProps {
  readonly code: string
  readonly session: Session | undefined
  readonly error: Error | null
  /** The server does not answer; what is shown is the last it said. */
  readonly stale: boolean
  readonly onAskAgain: () => void
  readonly onPick: (code: string) => void
}

/** What is wrong with the session that is open. */
export const SessionNotices = ({ code, session, error, stale, onAskAgain, onPick }: SessionNoticesProps) => (
  <>
    {error && !session ? (
      <Notice
        tone="bad"
        what={`Session ${code} could not be opened. ${artistText(error).what}`}
        next={artistText(error).next}
      >
        <Button onClick={onAskAgain}>Try again</Button>
        <Button onClick={() => onPick(SAMPLES[0].code)}>Open a sample</Button>
      </Notice>
    ) : null}
    {session && stale ? (
      <Notice
        tone="warn"
        what="No answer from Plinth’s server just now."
        next="What you see is the last it told. It is being asked again."
      />
    ) : null}
    {session?.phase.work === 'spins' && session.phase.state === 'failed' ? (
      <Notice
        tone="bad"
        what={session.message || 'No spins could be made of this picture.'}
        next="Add another image: a plain or transparent background works best."
      />
    ) : null}
  </>
)

export const NothingKeptNotice = () => (
  <Notice
    tone="warn"
    what="This browser keeps nothing for Plinth."
    next="Everything works, but a reload loses sight of a mesh that is being made."
  />
)
