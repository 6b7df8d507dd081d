import { useRef, useState, type MouseEvent, type PointerEvent } from 'react'
import { MAX_SPINS } from '../contract/preview-request.ts'
import { mediaMatches } from '../ui/media.ts'

/** Further than this it is a drag and no click. */
const DRAG_PX = 4

const every = (turn: number | null): readonly (number | null)[] => Array.from({ length: MAX_SPINS }, () => turn)

/** The turn that a place across a turntable stands for: its middle is the front, its sides half a turn away. */
export const turnAcross = (left: number, width: number, x: number): number => (x - left) / Math.max(1, width) - 0.5

/** Any turn as its share of one round, from 0 up to 1. */
export const shareOfTurn = (turn: number): number => ((turn % 1) + 1) % 1

export interface Scrubbing {
  onPointerDown(event: PointerEvent<HTMLElement>): void
  onPointerMove(event: PointerEvent<HTMLElement>): void
  onPointerUp(): void
  onPointerCancel(): void
  onClickCapture(event: MouseEvent): void
}

export interface Turns {
  /** Where each spin stands, 0–1; null plays. */
  readonly held: readonly (number | null)[]
  turnAll(turn: number | null): void
  /** What a turntable hears while it is dragged across; with Shift all of them follow. */
  scrubbing(index: number): Scrubbing
}

/** Where the turntables of a wall stand: each where it was dragged to, all at one angle, or playing. Still for who asks for less motion. */
export function useTurns(): Turns {
  const [held, setHeld] = useState(() => every(mediaMatches('reducedMotion') ? 0 : null))
  // Kept until the next one: the click that comes after a drag asks what came before it.
  const drag = useRef<{ x: number; moved: boolean; over: boolean } | null>(null)

  const over = () => {
    if (drag.current) drag.current.over = true
  }
  const scrubbing = (index: number): Scrubbing => ({
    onPointerDown(event) {
      if (event.button === 0) drag.current = { x: event.clientX, moved: false, over: false }
    },
    onPointerMove(event) {
      if (!drag.current || drag.current.over || event.buttons === 0) return
      if (!drag.current.moved && Math.abs(event.clientX - drag.current.x) < DRAG_PX) return
      if (!drag.current.moved) event.currentTarget.setPointerCapture(event.pointerId)
      drag.current.moved = true
      const { left, width } = event.currentTarget.getBoundingClientRect()
      const turn = turnAcross(left, width, event.clientX)
      setHeld((before) => (event.shiftKey ? every(turn) : before.map((each, at) => (at === index ? turn : each))))
    },
    onPointerUp: over,
    onPointerCancel: over,
    onClickCapture(event) {
      // A key's click has no count and is no end of a drag.
      if (!drag.current?.moved || event.detail === 0) return
      event.preventDefault()
      event.stopPropagation()
    },
  })
  return { held, turnAll: (turn) => setHeld(every(turn)), scrubbing }
}
