import type { ComponentProps } from 'react'
import css from './button.module.css'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `main` is for the one thing to do next; at most one is in sight. */
  readonly look?: 'main' | 'plain' | 'quiet'
  /** For a row of several. */
  readonly small?: boolean
  readonly icon?: IconName | undefined
}

/** A button that never submits a form by accident; with `aria-pressed` one that stays in. */
export const Button = ({ look = 'plain', small = false, icon, className = '', children, ...rest }: ButtonProps) => (
  <button type="button" {...rest} className={`${css.button} ${css[look]} ${small ? css.small : ''} ${className}`}>
    {icon ? <Icon name={icon} /> : null}
    {children}
  </button>
)
