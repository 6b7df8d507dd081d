import { useState, type MouseEvent, type PointerEvent } from 'react'
import { MAX_SPINS } from '../contract/preview-request.ts'
import { mediaMatches } from '../ui/media.ts'
import { createStore, useStore, type Store } from '../ui/store.ts'
import { angleAcross } from './angle.ts'

/** A press that moves further than this is a drag and not a click. */
const DRAG_PX = 4

/** Handlers for a turntable, so that dragging across it turns it. */
export interface DragHandlers {
  onPointerDown(event: PointerEvent<HTMLElement>): void
  onPointerMove(event: PointerEvent<HTMLElement>): void
  onPointerUp(): void
  onPointerCancel(): void
  onClickCapture(event: MouseEvent): void
}

/** The angle of each spin in degrees, 0 for its front; null while it plays. */
type Angles = readonly (number | null)[]

/** Kept outside React: a drag sets an angle many times a second, and only what shows that spin draws again. */
export interface SpinAngles extends Pick<Store<Angles>, 'get' | 'subscribe'> {
  setAll(angleDeg: number | null): void
  /** A drag turns spin `index`, with Shift all of them. */
  dragHandlers(index: number): DragHandlers
}

const allAt = (angleDeg: number | null): Angles => Array.from({ length: MAX_SPINS }, () => angleDeg)

function createSpinAngles(startDeg: number | null): SpinAngles {
  const { get, subscribe, set } = createStore(allAt(startDeg))
  // Kept until the next press: the click that follows a drag has to know of it.
  let press: { readonly x: number; moved: boolean; ended: boolean } | null = null
  const endPress = () => {
    if (press) press.ended = true
  }
  const dragHandlers = (index: number): DragHandlers => ({
    onPointerDown(event) {
      if (event.button === 0) press = { x: event.clientX, moved: false, ended: false }
    },
    onPointerMove(event) {
      if (!press || press.ended || event.buttons === 0) return
      if (!press.moved && Math.abs(event.clientX - press.x) < DRAG_PX) return
      if (!press.moved) event.currentTarget.setPointerCapture(event.pointerId)
      press.moved = true
      const { left, width } = event.currentTarget.getBoundingClientRect()
      const angleDeg = angleAcross(left, width, event.clientX)
      set(event.shiftKey ? allAt(angleDeg) : get().with(index, angleDeg))
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onClickCapture(event) {
      // A click made by a key has a detail of 0 and ends no drag.
      if (!press?.moved || event.detail === 0) return
      event.preventDefault()
      event.stopPropagation()
    },
  })
  return { get, subscribe, setAll: (angleDeg) => set(allAt(angleDeg)), dragHandlers }
}

/** All spins play at first, or show their front for those who prefer less motion. */
export const useSpinAngles = (): SpinAngles =>
  useState(() => createSpinAngles(mediaMatches('reducedMotion') ? 0 : null))[0]

/** The angle of spin `index` in degrees; null while it plays. */
export const useAngle = (angles: SpinAngles, index: number): number | null =>
  useStore(angles, (all) => all[index] ?? null)

/** The angle of the first spin that stands still; null while all play. */
export const useFirstAngle = (angles: SpinAngles): number | null =>
  useStore(angles, (all) => all.find((angleDeg) => angleDeg !== null) ?? null)
