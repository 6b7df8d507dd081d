import type { Checking } from './checking.ts'
import type { Session } from '../contract/session.ts'
import { UNSURE_MESSAGE } from '../contract/unsure.ts'
import { CorrectCutOut, type CorrectCutOutProps } from '../session/correct-cut-out.tsx'
import { EnclosedSwitch } from '../session/enclosed-switch.tsx'
import { pictureName } from '../session/picture-file.ts'
import { rememberSeenCutOut, useSeenCutOut } from '../session/seen-cut-outs.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface CutOutToolsProps {
  readonly session: Session
  /** A mesh is being made of the spins as they are. */
  readonly busy: boolean
  readonly local: boolean
  readonly onPicture: CorrectCutOutProps['onPicture']
}

/** What can be said against the cut-out that a session's spins were made of. */
export const CutOutTools = ({ session, busy, local, onPicture }: CutOutToolsProps) => (
  <>
    {session.enclosed ? <EnclosedSwitch session={session} enclosed={session.enclosed} busy={busy} /> : null}
    {local && session.imageUrl && session.spins.length > 0 ? (
      <CorrectCutOut session={session} onPicture={onPicture}>
        Correct the cut-out
      </CorrectCutOut>
    ) : null}
  </>
)

/** Pictures with a corrected cut-out that were left before they were sent. */
export const AsideNotices = ({ checking: { aside, resume, discard } }: { readonly checking: Checking }) =>
  aside.map(({ id, name }) => (
    <Notice key={id} tone="plain" what={`The corrected cut-out of ${name} was not sent.`} next="It is kept here.">
      <Button onClick={() => resume(id)}>Go on with {name}</Button>
      <Button onClick={() => discard(id)}>Discard it</Button>
    </Notice>
  ))

export interface NotShownNoticeProps {
  readonly picture: File
  readonly onAsItIs: () => void
  readonly onDismiss: () => void
}

/** The part of the page that shows cut-outs could not be fetched; browsers try that once, until a reload. */
export const NotShownNotice = ({ picture, onAsItIs, onDismiss }: NotShownNoticeProps) => (
  <Notice
    tone="warn"
    what={`The cut-out of ${pictureName(picture)} cannot be shown: that part of the page could not be fetched.`}
    next="Nothing was sent. Reload the page to see it, once you are connected."
  >
    <Button onClick={onAsItIs}>Send as it is</Button>
    <Button onClick={onDismiss}>Dismiss</Button>
  </Notice>
)

/** A session's spins are made of a guess that nobody has looked at. */
export const UnsureNotice = ({ session, onPicture }: Omit<CorrectCutOutProps, 'children'>) =>
  useSeenCutOut(session.code) ? null : (
    <Notice tone="warn" what={UNSURE_MESSAGE} next="Its spins are made of the best guess.">
      <CorrectCutOut session={session} onPicture={onPicture}>
        Check the cut-out
      </CorrectCutOut>
      <Button onClick={() => void rememberSeenCutOut(session.code)}>Dismiss</Button>
    </Notice>
  )
