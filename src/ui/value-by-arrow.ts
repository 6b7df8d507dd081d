import type { KeyboardEvent } from 'react'

const ARROWS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * The value of the radio button that an arrow key leads to from the focused one; after the last comes the first. Undefined for
 * any other key. Radix chooses when the focus arrives, and misses it when the key is released sooner.
 */
export function valueByArrow<T extends string>(values: readonly T[], event: KeyboardEvent<HTMLElement>): T | undefined {
  const step = ARROWS[event.key]
  const { target } = event
  const at = values.findIndex((value) => target instanceof HTMLButtonElement && target.value === value)
  return step === undefined || at < 0 ? undefined : values[(at + step + values.length) % values.length]
}
