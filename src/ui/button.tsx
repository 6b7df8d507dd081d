import type { ComponentProps } from 'react'
import css from './button.module.css'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `main` is for the one thing to do next; at most one is in sight. */
  readonly look?: 'main' | 'plain' | 'quiet'
}

/** A button that never submits a form by accident. */
export const Button = ({ look = 'plain', className = '', ...rest }: ButtonProps) => (
  <button type="button" {...rest} className={`${css.button} ${css[look]} ${className}`} />
)
