import type { Upload } from './uploads.ts'
import { artistText } from '../contract/artist-text.ts'
import { PictureRefused } from '../session/picture-file.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface UploadNoticeProps {
  readonly upload: Upload
  readonly onPick: (code: string) => void
  readonly onDismiss: () => void
}

/** A picture that is being sent while the artist is elsewhere, and how it ended. */
export function UploadNotice({ upload, onPick, onDismiss }: UploadNoticeProps) {
  switch (upload.status) {
    case 'sending':
      return <Notice tone="plain" what={`Sending ${upload.name}`} next="It goes on while you work here." />
    case 'arrived':
      return (
        <Notice tone="plain" what={`${upload.name} has arrived.`} next="Its spins are made whether you open it or not.">
          <Button onClick={() => onPick(upload.code)}>Open {upload.name}</Button>
          <Button onClick={onDismiss}>Dismiss</Button>
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="bad" {...failureText(upload.name, upload.error)}>
          <Button onClick={onDismiss}>Dismiss</Button>
        </Notice>
      )
  }
}

function failureText(name: string, error: unknown): { readonly what: string; readonly next?: string } {
  if (error instanceof PictureRefused) return { what: error.message }
  const { what, next } = artistText(error)
  return { what: `Sending ${name} failed. ${what}`, next }
}
