import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import css from './notice.module.css'

export interface NoticeProps {
  readonly tone: 'bad' | 'warn' | 'plain'
  readonly what: string
  readonly next?: string
  /** Buttons for the next step. */
  readonly children?: ReactNode
}

/** Something that the artist should know, in the page instead of over it: what happened and what to do next. */
export const Notice = ({ tone, what, next, children }: NoticeProps) => (
  <div className={`${css.notice} ${css[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <p className={css.what}>
      {tone === 'plain' ? null : <Icon name={tone === 'bad' ? 'error' : 'warning'} />}
      {what}
    </p>
    {next ? <p className={css.next}>{next}</p> : null}
    {children ? <div className={css.actions}>{children}</div> : null}
  </div>
)
