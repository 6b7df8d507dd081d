import { useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import type { Session } from '../contract/session.ts'
import type { NotOpened } from './open-session.ts'
import { PictureRefused } from '../session/picture-file.ts'
import { SAMPLES } from '../session/samples.ts'
import { sessionName } from '../session/session-names.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface NoticesProps {
  readonly imageError: Error | null
  readonly onDismissImage: () => void
  /** A session that was clicked and could not be had. */
  readonly notOpened: NotOpened | null
  readonly onDismissNotOpened: () => void
  readonly session: Session | undefined
  readonly sessionError: Error | null
  readonly code: string
  /** Parts of the page's link that say nothing. */
  readonly ignoredOfLink: readonly string[]
  /** Asking for the session keeps failing; what is shown is the last that was heard. */
  readonly stale: boolean
  readonly jobsKept: boolean
  readonly onAskAgain: () => void
  readonly onPick: (code: string) => void
}

/** What an artist should know of sending and opening, in the page, above the work it concerns. */
export function Notices({
  imageError,
  onDismissImage,
  notOpened,
  onDismissNotOpened,
  session,
  sessionError,
  code,
  ignoredOfLink,
  stale,
  jobsKept,
  onAskAgain,
  onPick,
}: NoticesProps) {
  const refused =
    imageError instanceof PictureRefused ? { what: imageError.message } : imageError ? artistText(imageError) : null
  const [seen, setSeen] = useState<readonly string[]>([])
  return (
    <>
      {ignoredOfLink.length > 0 && seen !== ignoredOfLink ? (
        <Notice
          tone="warn"
          what={`The link held what cannot be used: ${ignoredOfLink.join(', ')}.`}
          next="It was left out; the rest is as the link says."
        >
          <Button onClick={() => setSeen(ignoredOfLink)}>Dismiss</Button>
        </Notice>
      ) : null}
      {refused ? (
        <Notice tone="bad" {...refused}>
          <Button onClick={onDismissImage}>Dismiss</Button>
        </Notice>
      ) : null}
      {notOpened ? (
        <Notice
          tone="bad"
          what={`${sessionName(notOpened.code)} could not be opened. ${artistText(notOpened.error).what}`}
          next={artistText(notOpened.error).next}
        >
          <Button onClick={() => onPick(notOpened.code)}>Try again</Button>
          <Button onClick={onDismissNotOpened}>Dismiss</Button>
        </Notice>
      ) : null}
      {sessionError && !session ? (
        <Notice
          tone="bad"
          what={`Session ${code} could not be opened. ${artistText(sessionError).what}`}
          next={artistText(sessionError).next}
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
      {jobsKept ? null : (
        <Notice
          tone="warn"
          what="This browser keeps nothing for Plinth."
          next="Everything works, but a reload loses sight of a mesh that is being made."
        />
      )}
    </>
  )
}
