import { Tabs } from 'radix-ui'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Asked } from './draft-request.ts'
import { LANGUAGES } from './request-code.ts'
import css from './request-code-dialog.module.css'

export interface RequestCodeDialogProps {
  readonly baseUrl: string
  readonly sessionCode: string
  readonly asked: Asked
  readonly onClose: () => void
}

/** What Generate would send, for those who send it themselves. */
export const RequestCodeDialog = ({ baseUrl, sessionCode, asked, onClose }: RequestCodeDialogProps) => (
  <Dialog title="Request as code" onClose={onClose}>
    {asked.is === 'blocked' ? (
      <Notice tone="bad" what={asked.why} next="Close this, mend it, and look again." />
    ) : (
      <Tabs.Root defaultValue={LANGUAGES[0]?.name ?? ''} className={css.tabs}>
        <Tabs.List className={css.list} aria-label="Language">
          {LANGUAGES.map(({ name }) => (
            <Tabs.Trigger key={name} value={name} className={css.trigger}>
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ name, write }) => {
          const code = write({ baseUrl, sessionCode, request: asked.request })
          return (
            <Tabs.Content key={name} value={name} className={css.content}>
              <pre className={css.code} tabIndex={0} aria-label={`Request as ${name}`}>
                {code}
              </pre>
              <CopyButton text={() => code}>Copy</CopyButton>
            </Tabs.Content>
          )
        })}
      </Tabs.Root>
    )}
  </Dialog>
)
