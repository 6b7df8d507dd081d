import { failureOf, type Upload } from './uploads.ts'
import { sessionName } from '../session/session-names.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface UploadNoticeProps {
  readonly upload: Upload
  readonly onPick: (code: string) => void
  readonly onAgain: () => void
  readonly onDismiss: () => void
}

/** A picture that is being sent while the artist is elsewhere, and how it ended. */
export function UploadNotice({ upload, onPick, onAgain, onDismiss }: UploadNoticeProps) {
  const { name } = upload
  switch (upload.status) {
    case 'sending':
      return <Notice tone="plain" what={`Sending ${name}`} next="It goes on while you work here." />
    case 'waiting':
      return (
        <Notice tone="warn" what={`${name} was not sent. ${upload.reason}`} next="It costs nothing.">
          <Button onClick={onAgain}>Send {name}</Button>
          <Button onClick={onDismiss}>Do not send</Button>
        </Notice>
      )
    case 'unconfirmed':
      return (
        <Notice
          tone="warn"
          what={`${name} was sent, but not confirmed. ${upload.reason}`}
          next={
            upload.maybe.length > 0
              ? 'It may be one of the sessions made at that time. Sending it again may cost twice.'
              : 'It may have become a session, so Plinth does not send it again by itself, and looks for it.'
          }
        >
          {upload.maybe.slice(0, 3).map((code) => (
            <Button key={code} onClick={() => onPick(code)}>
              Open {sessionName(code)}
            </Button>
          ))}
          <Button onClick={onAgain}>Send {name} again</Button>
          <Button onClick={onDismiss}>Stop checking</Button>
        </Notice>
      )
    case 'arrived':
      return (
        <Notice tone="plain" what={`${name} has arrived.`} next="Its spins are made whether you open it or not.">
          <Button onClick={() => onPick(upload.code)}>Open {name}</Button>
          <Button onClick={onDismiss}>Dismiss</Button>
        </Notice>
      )
    case 'refused':
    case 'failed':
      return (
        <Notice tone="bad" {...failureNotice(upload)}>
          <Button onClick={onDismiss}>Dismiss</Button>
        </Notice>
      )
  }
}

function failureNotice(upload: Extract<Upload, { status: 'refused' | 'failed' }>) {
  const { what, next } = failureOf(upload)
  // What a picture is refused for names it.
  return next === undefined ? { what } : { what: `Sending ${upload.name} failed. ${what}`, next }
}
