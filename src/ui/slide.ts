import { useRef, type KeyboardEvent, type PointerEvent } from 'react'

/** From here on a finger no longer taps, in px. */
const SLOP_PX = 8

/** Steps of Page Up, Page Down, and an arrow with Shift. */
const LARGE_STEPS = 10

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

export interface Slide {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly onValue: (value: number) => void
  /** The browser scrolls with the gesture after it had begun to set the value. */
  readonly onCancel: () => void
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: LARGE_STEPS,
  PageDown: -LARGE_STEPS,
  Home: -Infinity,
  End: Infinity,
}

/** The nearest step that is no further than the ends. */
const stepNear = (value: number, { min, max, step }: Slide): number =>
  Math.min(max, Math.max(min, min + Math.round((value - min) / step) * step))

function valueAt({ currentTarget, clientX }: PointerEvent, slide: Slide): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  return stepNear(slide.min + ((clientX - left) / width) * (slide.max - slide.min), slide)
}

/** The value that a key moves to; null for any other key. */
function valueByKey({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent, slide: Slide): number | null {
  const steps = KEYS[key]
  if (steps === undefined || ctrlKey || metaKey || altKey) return null
  if (!Number.isFinite(steps)) return steps < 0 ? slide.min : slide.max
  const large = shiftKey && Math.abs(steps) === 1 ? LARGE_STEPS : 1
  return stepNear(slide.value + steps * large * slide.step, slide)
}

function follow(finger: Finger, { clientX, clientY }: PointerEvent): void {
  finger.across = Math.abs(clientX - finger.x)
  finger.along = Math.abs(clientY - finger.y)
  if (finger.does === 'waits' && Math.max(finger.across, finger.along) >= SLOP_PX)
    finger.does = finger.across > finger.along ? 'slides' : 'scrolls'
}

const thumbOf = ({ currentTarget }: PointerEvent): HTMLElement | null =>
  currentTarget.querySelector<HTMLElement>('[role=slider]')

/**
 * Handlers for the bar of a slider, whose `touch-action` is `pan-y` and in which something has the role of its thumb. Mouse and pen set the
 * value as they come down beside the thumb, and by dragging; a finger when it moves sideways or taps, for up and down it scrolls the page.
 */
export function useSlide(slide: Slide) {
  const finger = useRef<Finger>(null)
  const set = (event: PointerEvent) => {
    thumbOf(event)?.focus({ preventScroll: true })
    slide.onValue(valueAt(event, slide))
  }
  const onFinger = {
    down({ pointerId: id, clientX: x, clientY: y }: PointerEvent) {
      finger.current ??= { id, x, y, across: 0, along: 0, does: 'waits' }
    },
    move(event: PointerEvent) {
      if (finger.current?.id !== event.pointerId) return
      follow(finger.current, event)
      if (finger.current.does === 'slides') set(event)
    },
    up(event: PointerEvent) {
      if (finger.current?.id !== event.pointerId) return
      if (finger.current.does !== 'scrolls') set(event)
      finger.current = null
    },
  }
  return {
    onPointerDown(event: PointerEvent) {
      if (event.pointerType === 'touch') return onFinger.down(event)
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      // No text is selected by the drag, and the press moves no focus by itself.
      event.preventDefault()
      const thumb = thumbOf(event)
      if (thumb?.contains(event.target as Node)) thumb.focus({ preventScroll: true })
      else set(event)
    },
    onPointerMove(event: PointerEvent) {
      if (event.pointerType === 'touch') onFinger.move(event)
      else if (event.currentTarget.hasPointerCapture(event.pointerId)) set(event)
    },
    onPointerUp(event: PointerEvent) {
      if (event.pointerType === 'touch') onFinger.up(event)
    },
    onPointerCancel(event: PointerEvent) {
      if (finger.current?.id !== event.pointerId) return
      const { does, across, along } = finger.current
      // Any other drag that ends early, as by a palm, has set what it has set. Where a pointer was cancelled is not told.
      if (does === 'slides' && along > across) slide.onCancel()
      finger.current = null
    },
    onKeyDown(event: KeyboardEvent) {
      const next = valueByKey(event, slide)
      if (next === null) return
      event.preventDefault()
      slide.onValue(next)
    },
  }
}
