import { useEffect, useState } from 'react'
import { copyText } from './copy-text.ts'
import { Button, type ButtonProps } from './button.tsx'

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick'> {
  readonly text: () => string
}

const SHOWN_MS = 2000

/** Copies a text and says so, or says that the browser did not allow it. */
export function CopyButton({ text, children, ...rest }: CopyButtonProps) {
  const [message, setMessage] = useState<string | null>(null)
  useEffect(() => {
    if (message === null) return undefined
    const timer = setTimeout(() => setMessage(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [message])
  const copy = async () => {
    setMessage((await copyText(text())) ? 'Copied' : 'Not allowed')
  }
  return (
    <Button {...rest} onClick={() => void copy()}>
      <span aria-live="polite">{message ?? children}</span>
    </Button>
  )
}
