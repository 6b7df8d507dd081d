import type { Hand } from './hand.ts'
import type { Place } from './place.ts'
import type { Point } from './view.ts'

const ZOOM_PER_WHEEL_PX = 0.0015
/** A pinch on a touchpad comes as a wheel of small steps with Ctrl. */
const ZOOM_PER_PINCH_PX = 0.01

const MIDDLE_BUTTON = 1

export interface PointerInputOptions {
  readonly hand: Hand
  readonly place: Place
  /** Space is held down: a press moves the picture. */
  readonly moves: () => boolean
  /** Where the pointer is that hovers or is down; null once there is none. */
  readonly onPointer: (at: Point | null) => void
  readonly signal: AbortSignal
}

/** Leads an element's pointer and wheel events to a hand, in CSS px of the element. */
export function listenToPointers(
  host: HTMLElement,
  { hand, place, moves, onPointer, signal }: PointerInputOptions,
): void {
  const atOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = host.getBoundingClientRect()
    return [clientX - left, clientY - top]
  }
  const down = (event: PointerEvent) => {
    const { pointerId: id, pointerType: type, button, altKey: exact } = event
    host.setPointerCapture(id)
    // The middle button would scroll the page by itself.
    if (button === MIDDLE_BUTTON) event.preventDefault()
    onPointer(atOf(event))
    hand.down({ id, type, button, at: atOf(event), exact, moves: moves() })
  }
  const move = (event: PointerEvent) => {
    onPointer(atOf(event))
    const all = event.getCoalescedEvents()
    for (const one of all.length > 0 ? all : [event]) hand.move(event.pointerId, atOf(one))
  }
  const up = (event: PointerEvent) => {
    hand.up(event.pointerId)
    // A finger that is lifted is nowhere.
    if (event.pointerType === 'touch') onPointer(null)
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    place.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? ZOOM_PER_PINCH_PX : ZOOM_PER_WHEEL_PX)), atOf(event))
  }
  host.addEventListener('pointerdown', down, { signal })
  host.addEventListener('pointermove', move, { signal })
  host.addEventListener('pointerup', up, { signal })
  host.addEventListener('pointercancel', (event) => hand.cancel(event.pointerId), { signal })
  host.addEventListener('pointerleave', () => onPointer(null), { signal })
  host.addEventListener('wheel', wheel, { passive: false, signal })
}
