import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './notice.module.css'

export interface NoticeProps {
  readonly tone: 'bad' | 'warn' | 'calm'
  readonly title: string
  readonly children?: ReactNode
  readonly onDismiss?: () => void
}

/** What happened and what to do, in the page. A bad one is announced at once. */
export function Notice({ tone, title, children, onDismiss }: NoticeProps) {
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={styles.notice} data-tone={tone}>
      <div className={styles.words}>
        <strong>{title}</strong>
        {children}
      </div>
      {onDismiss && (
        <Button look="quiet" aria-label="Dismiss" onClick={onDismiss}>
          ×
        </Button>
      )}
    </div>
  )
}
