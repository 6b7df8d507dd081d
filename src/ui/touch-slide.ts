import { useRef, type PointerEvent } from 'react'

/** From here on a finger no longer taps, in px. */
const SLOP_PX = 8

/** What a finger on a slider is about: to be seen, to set the value, or to scroll the page. */
interface Finger {
  readonly id: number
  readonly x: number
  readonly y: number
  /** How far it has come, in px. */
  across: number
  along: number
  does: 'waits' | 'slides' | 'scrolls'
}

export interface TouchSlide {
  readonly min: number
  readonly max: number
  readonly step: number
  readonly onValue: (value: number) => void
  /** The browser scrolls with the gesture after it had begun to set the value. */
  readonly onCancel: () => void
}

function valueAt({ currentTarget, clientX }: PointerEvent, { min, max, step }: TouchSlide): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  const share = Math.min(1, Math.max(0, (clientX - left) / width))
  return min + Math.round((share * (max - min)) / step) * step
}

function follow(finger: Finger, { clientX, clientY }: PointerEvent): void {
  finger.across = Math.abs(clientX - finger.x)
  finger.along = Math.abs(clientY - finger.y)
  if (finger.does === 'waits' && Math.max(finger.across, finger.along) >= SLOP_PX)
    finger.does = finger.across > finger.along ? 'slides' : 'scrolls'
}

/**
 * Handlers for the root of a Radix slider, whose `touch-action` is `pan-y`: a finger sets the value when it moves
 * sideways or taps, and scrolls the page when it moves up or down. Radix itself sets the value as soon as a finger comes
 * down, so it is left to keys, mouse and pen: unlike a finger, these are captured only by Radix.
 */
export function useTouchSlide(slide: TouchSlide) {
  const finger = useRef<Finger>(null)
  const set = (event: PointerEvent) => {
    event.currentTarget.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true })
    slide.onValue(valueAt(event, slide))
  }
  /** Keeps Radix from a finger's events, and tells those of the finger that came first. */
  const isOurs = (event: PointerEvent): boolean => {
    if (event.pointerType !== 'touch') return false
    event.preventDefault()
    return finger.current?.id === event.pointerId
  }
  return {
    onPointerDown(event: PointerEvent) {
      if (event.pointerType !== 'touch') return
      event.preventDefault()
      const { pointerId: id, clientX: x, clientY: y } = event
      finger.current ??= { id, x, y, across: 0, along: 0, does: 'waits' }
    },
    onPointerMove(event: PointerEvent) {
      if (!isOurs(event) || !finger.current) return
      follow(finger.current, event)
      if (finger.current.does === 'slides') set(event)
    },
    onPointerUp(event: PointerEvent) {
      if (!isOurs(event)) return
      if (finger.current?.does !== 'scrolls') set(event)
      finger.current = null
    },
    onPointerCancel(event: PointerEvent) {
      if (!isOurs(event)) return
      const { does, across, along } = finger.current ?? { does: 'waits', across: 0, along: 0 }
      // Any other drag that ends early, as by a palm, has set what it has set. Where a pointer was cancelled is not told.
      if (does === 'slides' && along > across) slide.onCancel()
      finger.current = null
    },
  }
}
