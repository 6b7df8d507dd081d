import { useState } from 'react'
import { NotKeptNotice } from '../result/not-kept-notice.tsx'
import type { Checking } from './checking.ts'
import { AsideNotices, NotShownNotice, UnsureNotice } from './cut-out-tools.tsx'
import type { OpenSession } from './open-session.ts'
import type { OwnFile } from './own-file.ts'
import type { SessionWork } from './session-work.ts'
import { UploadNotice } from './upload-notice.tsx'
import { isGone } from '../contract/api-error.ts'
import { artistText } from '../contract/artist-text.ts'
import { SESSION_CODE } from '../contract/session-code.ts'
import { leftOutIn } from '../contract/unsure.ts'
import type { Session } from '../contract/session.ts'
import { newVersion } from '../offline/new-version.ts'
import { CorrectCutOut, type CorrectCutOutProps } from '../session/correct-cut-out.tsx'
import { SAMPLES } from '../session/samples.ts'
import { sessionName } from '../session/session-names.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStore } from '../ui/store.ts'

/** Parts of the page's link that could not be read, until the artist dismisses them. */
function LinkNotice({ ignored }: { readonly ignored: readonly string[] }) {
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  if (ignored.length === 0 || dismissed === ignored) return null
  return (
    <Notice
      tone="warn"
      what={`Parts of the link cannot be used: ${ignored.join(', ')}.`}
      next="They were left out; everything else is set as in the link."
    >
      <Button onClick={() => setDismissed(ignored)}>Dismiss</Button>
    </Notice>
  )
}

/** Another version of the page has come. It waits for the artist, who may be in the middle of something. */
function NewVersionNotice() {
  const reload = useStore(newVersion, (now) => now)
  if (!reload) return null
  return (
    <Notice tone="plain" what="A new version is ready." next="Your draft and your jobs stay.">
      <Button onClick={reload}>Reload</Button>
      <Button onClick={() => newVersion.set(null)}>Later</Button>
    </Notice>
  )
}

interface OpenSessionProps {
  readonly openSession: OpenSession
}

/** `Session SESSION_1 could not be opened.` */
function notOpenedText(code: string): string {
  const name = sessionName(code)
  return `${name === code ? `Session ${code}` : name} could not be opened.`
}

/** A session that was clicked, or named by the page's link, and could not be had. */
export function NotOpenedNotice({ openSession: { notOpened, pick, dismissNotOpened } }: OpenSessionProps) {
  if (!notOpened) return null
  const { code, error } = notOpened
  const { what, next } = artistText(error)
  return (
    <Notice tone="bad" what={`${notOpenedText(code)} ${what}`} next={next}>
      {SESSION_CODE.test(code) ? <Button onClick={() => pick(code)}>Try again</Button> : null}
      <Button onClick={dismissNotOpened}>Dismiss</Button>
    </Notice>
  )
}

/** Files that were given and not opened. */
function OwnFileNotice({ own: { problem, refuse } }: { readonly own: OwnFile }) {
  if (!problem) return null
  return (
    <Notice tone="bad" {...problem}>
      <Button onClick={() => refuse(null)}>Dismiss</Button>
    </Notice>
  )
}

interface AnswerProps extends OpenSessionProps {
  readonly work: SessionWork
}

export interface NoticesProps extends AnswerProps {
  readonly own: OwnFile
  readonly checking: Checking
  /** Shows the cut-out of the session's picture. */
  readonly correct: CorrectCutOutProps['onPicture']
}

/** When Plinth asks next, as a time of day: a count of seconds would be read aloud every second. */
const nextAsk = (atMs: number | null): string =>
  atMs === null ? '' : `Next try at ${new Date(atMs).toLocaleTimeString()}.`

/** Without a session there is nothing to work with; with one, the last that was heard of it stays. */
function AnswerNotice({ openSession: { code, pick }, work: { session, error, lost, trouble, askNow } }: AnswerProps) {
  if (trouble)
    return (
      <Notice tone="warn" what={trouble.what} next={`${trouble.next} ${nextAsk(trouble.nextAskAtMs)}`.trim()}>
        <Button onClick={askNow}>Retry now</Button>
      </Notice>
    )
  if (!error || lost || (session && !isGone(error))) return null
  const { what, next } = artistText(error)
  if (session)
    return (
      <Notice tone="warn" what={what} next="Showing the last update. Meshes saved in this browser stay.">
        <Button onClick={askNow}>Retry now</Button>
      </Notice>
    )
  return (
    <Notice tone="bad" what={`${notOpenedText(code)} ${what}`} next={next}>
      <Button onClick={askNow}>Try again</Button>
      <Button onClick={() => pick(SAMPLES[0].code)}>Open a sample</Button>
    </Notice>
  )
}

interface SpinsNoticesProps extends Pick<NoticesProps, 'correct'> {
  readonly session: Session
  readonly local: boolean
}

/** What became of the picture, as the session says it. */
function SpinsNotices({ session, local, correct }: SpinsNoticesProps) {
  const { code, phase, message, unsure, imageUrl } = session
  const leftOut = leftOutIn(message)
  return (
    <>
      {phase.work === 'spins' && phase.state === 'failed' ? (
        <Notice
          tone="bad"
          what={message || 'No spins could be made of this picture.'}
          next={
            local && imageUrl
              ? 'Paint over the object in its cut-out, or add another image.'
              : 'Add another image: a plain or transparent background works best.'
          }
        >
          {local && imageUrl ? (
            <CorrectCutOut session={session} onPicture={correct}>
              Correct the cut-out
            </CorrectCutOut>
          ) : null}
        </Notice>
      ) : null}
      {local && unsure ? <UnsureNotice key={code} session={session} onPicture={correct} /> : null}
      {leftOut ? (
        <Notice
          tone="plain"
          what={leftOut}
          next="Anything that belongs to the object must touch it, or be drawn larger."
        />
      ) : null}
    </>
  )
}

/** What an artist should know of sending and opening, in the page, above the work it concerns. */
export function Notices({ openSession, work, own, checking, correct }: NoticesProps) {
  const { session, ignoredOfLink, job } = work
  return (
    <>
      <NewVersionNotice />
      <LinkNotice ignored={ignoredOfLink} />
      {openSession.uploads.map((upload) => (
        <UploadNotice
          key={upload.id}
          upload={upload}
          onPick={openSession.pick}
          onAgain={() => openSession.sendUploadAgain(upload.id)}
          onDismiss={() => openSession.dismissUpload(upload.id)}
        />
      ))}
      <AsideNotices checking={checking} />
      {checking.notShown ? (
        <NotShownNotice
          picture={checking.notShown}
          onAsItIs={() => {
            if (checking.notShown) openSession.addImage(checking.notShown)
            checking.dismissNotShown()
          }}
          onDismiss={checking.dismissNotShown}
        />
      ) : null}
      <OwnFileNotice own={own} />
      {openSession.notOpened?.byLink ? null : <NotOpenedNotice openSession={openSession} />}
      <AnswerNotice openSession={openSession} work={work} />
      {session && !checking.shown ? <SpinsNotices session={session} local={checking.local} correct={correct} /> : null}
      <NotKeptNotice />
      {work.results.unread ? (
        <Notice
          tone="warn"
          what="The meshes of this session that this browser saved could not be read."
          next="Until they can be, they are missing from the list."
        >
          <Button onClick={work.results.readAgain}>Try again</Button>
        </Notice>
      ) : null}
      {job.kept ? null : (
        <Notice
          tone="warn"
          what="This browser does not let Plinth save anything."
          next="Everything works, but reloading the page loses track of a mesh that is being made."
        />
      )}
    </>
  )
}
