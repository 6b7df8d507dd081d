import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick'> {
  readonly text: () => string
}

const SHOWN_MS = 2000

/** Puts a text on the clipboard and says so, or says that the browser would not. */
export function CopyButton({ text, children, ...rest }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (said === null) return undefined
    const timer = setTimeout(() => setSaid(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setSaid('Copied')
    } catch {
      // Over plain http, or when the browser was told so.
      setSaid('Not allowed')
    }
  }
  return (
    <Button {...rest} onClick={() => void copy()}>
      <span aria-live="polite">{said ?? children}</span>
    </Button>
  )
}
