import type { KeyboardEvent } from 'react'

const ARROWS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

const hasModifier = ({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  altKey || ctrlKey || metaKey || shiftKey

/**
 * Chooses the radio button that an arrow key leads to from the focused one, after the last the first, in the capture phase
 * of a Radix radio group. Radix itself would move the focus a little later, and so take it from whatever has it by then,
 * and choose when it arrives, if the key is still held down.
 */
export function chooseByArrow<T extends string>(
  values: readonly T[],
  event: KeyboardEvent<HTMLElement>,
  onChoose: (value: T) => void,
): void {
  const step = ARROWS[event.key]
  const { target, currentTarget } = event
  const at = values.findIndex((value) => target instanceof HTMLButtonElement && target.value === value)
  if (step === undefined || at < 0 || hasModifier(event)) return
  const next = values[(at + step + values.length) % values.length]
  if (next === undefined) return
  event.preventDefault()
  const buttons = [...currentTarget.querySelectorAll<HTMLButtonElement>('[role=radio]')]
  buttons.find(({ value }) => value === next)?.focus()
  // Of a key that is held down, Radix chooses what gets the focus.
  if (!event.repeat) onChoose(next)
}
