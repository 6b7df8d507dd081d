import { useEffect, useRef } from 'react'

export interface PageKeys {
  readonly onSpin: (index: number) => void
  readonly onGenerate: () => void
  readonly onUndo: () => void
  readonly onRedo: () => void
  readonly onShortcuts: () => void
}

const matches = (target: EventTarget | null, selector: string): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches(selector))

const TEXT = 'textarea, input:not([type=range], [type=checkbox], [type=radio], [type=file])'

/** Text that is its own undo; a number of the draft is no such text. */
const isText = (target: EventTarget | null): boolean => matches(target, `:is(${TEXT}):not([role=spinbutton])`)

/** Where digits and signs are written, or name a choice. */
const isTyping = (target: EventTarget | null): boolean => matches(target, `${TEXT}, select`)

function act(event: KeyboardEvent, keys: PageKeys): boolean {
  const command = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (command && key === 'enter') keys.onGenerate()
  else if (command && !event.altKey && key === 'z' && !isText(event.target))
    (event.shiftKey ? keys.onRedo : keys.onUndo)()
  else if (event.ctrlKey && key === 'y' && !isText(event.target)) keys.onRedo()
  else if (!command && !event.altKey && /^[1-4]$/.test(key) && !isTyping(event.target)) keys.onSpin(Number(key) - 1)
  else if (!command && key === '?' && !isTyping(event.target)) keys.onShortcuts()
  else return false
  return true
}

/** Keys that work wherever the focus is, apart from where they are text. */
export function usePageKeys(keys: PageKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && act(event, latest.current)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
