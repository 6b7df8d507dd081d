import { Tabs } from 'radix-ui'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import type { DraftRequest } from './draft-request.ts'
import { LANGUAGES } from './request-code.ts'
import css from './request-code-dialog.module.css'

export interface RequestCodeDialogProps {
  readonly baseUrl: string
  readonly sessionCode: string
  readonly draftRequest: DraftRequest
  readonly onClose: () => void
}

/** The request that Generate would send, for artists who send it themselves. */
export const RequestCodeDialog = ({ baseUrl, sessionCode, draftRequest, onClose }: RequestCodeDialogProps) => (
  <Dialog title="Request as code" onClose={onClose}>
    {draftRequest.status === 'blocked' ? (
      <Notice tone="bad" what={draftRequest.why} next="Fix the setting, then retry." />
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
          const code = write({ baseUrl, sessionCode, request: draftRequest.request })
          return (
            <Tabs.Content key={name} value={name} className={css.content}>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Long lines scroll, which has to work from the keyboard. */}
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
