import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'

export interface CopyButtonProps {
  readonly text: string
  readonly children: ReactNode
}

const SAID_MS = 2000

/** Copies a text, and says whether it did: a page without permission must not pretend. */
export function CopyButton({ text, children }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async () => {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    setSaid(done ? 'Copied' : 'Copying is not allowed here')
    setTimeout(() => setSaid(null), SAID_MS)
  }
  return (
    <Button onClick={() => void copy()}>
      <span aria-live="polite">{said ?? children}</span>
    </Button>
  )
}
