import { useEffect, useEffectEvent } from 'react'

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

/** Text with an undo of its own; the numbers of the draft are undone with the draft. */
const isText = (target: EventTarget | null): boolean => matches(target, `:is(${TEXT}):not([role=spinbutton])`)

/** Where digits and signs are written, or name a choice. */
const isTyping = (target: EventTarget | null): boolean => matches(target, `${TEXT}, select`)

/** A sheet lies over the page: the page's own keys rest, wherever the focus is. */
export const isSheetOpen = (): boolean => document.querySelector('dialog[open]') !== null

const hasCommand = ({ ctrlKey, metaKey }: KeyboardEvent): boolean => ctrlKey || metaKey

const isGenerate = (event: KeyboardEvent): boolean => hasCommand(event) && event.key === 'Enter'

/** A radio button takes Enter away, with whatever is held down beside it; nothing else on the page has a use for that. */
const isTaken = (event: KeyboardEvent): boolean => event.defaultPrevented && !isGenerate(event)

function act(event: KeyboardEvent, keys: PageKeys): boolean {
  const command = hasCommand(event)
  const key = event.key.toLowerCase()
  if (isGenerate(event)) keys.onGenerate()
  else if (command && !event.altKey && key === 'z' && !isText(event.target))
    (event.shiftKey ? keys.onRedo : keys.onUndo)()
  else if (event.ctrlKey && key === 'y' && !isText(event.target)) keys.onRedo()
  else if (!command && !event.altKey && /^[1-4]$/.test(key) && !isTyping(event.target)) keys.onSpin(Number(key) - 1)
  else if (!command && key === '?' && !isTyping(event.target)) keys.onShortcuts()
  else return false
  return true
}

/** Keys that work wherever the focus is, except where they are text. */
export function usePageKeys(keys: PageKeys): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (!isTaken(event) && !isSheetOpen() && act(event, keys)) event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
