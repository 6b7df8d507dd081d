import type { ButtonHTMLAttributes } from 'react'
import styles from './button.module.css'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'quiet'
}

/** A button that never submits a form by accident. */
export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  return <button type="button" data-look={look} className={[styles.button, className].filter(Boolean).join(' ')} {...rest} />
}
