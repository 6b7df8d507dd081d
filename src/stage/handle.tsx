import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Anchors, View } from './anchors.ts'
import { rayThrough } from './camera-view.ts'
import type { GripLayout, GripName } from './grip-layout.ts'
import type { Ray } from './ray.ts'
import css from './handle.module.css'

/** One drag of a handle: it gets every move and the end. `cancelled` restores what was there before. */
export interface Gesture {
  /** `free` moves without snapping. */
  move(ray: Ray, free: boolean): void
  end(cancelled: boolean): void
}

/** `near`: the pointer is over the handle, or the keyboard has focused it. `held`: it is dragged. */
export type Lit = 'near' | 'held'

export interface HandleProps {
  /** What the handle moves. */
  readonly name: GripName
  readonly label: string
  readonly look: 'hidden' | 'dot'
  readonly value: number
  readonly valueText: string
  readonly min: number
  readonly max: number
  readonly anchors: Anchors
  readonly layout: GripLayout
  readonly view: () => View
  readonly onBegin: (grip: Ray) => Gesture
  /** `large` is with Shift. Returns whether the handle has a use for the key. */
  readonly onKey: (key: string, large: boolean) => boolean
  /** The key was released, or its steps are cancelled with Escape. */
  readonly onKeyEnd: (cancelled: boolean) => void
  readonly onLit?: (lit: Lit | null) => void
  readonly onFocused?: (focused: boolean) => void
}

/**
 * A grip: a page element over a place in the stage, at least 24 CSS pixels wide at any zoom, and reachable by keyboard.
 * It takes the pointer itself, so the camera below never sees the drag. One press of the pointer or of a key, however
 * long, is one gesture.
 */
export function Handle(props: HandleProps) {
  const {
    name,
    label,
    look,
    value,
    valueText,
    min,
    max,
    anchors,
    layout,
    view,
    onBegin,
    onKey,
    onKeyEnd,
    onLit,
    onFocused,
  } = props
  const element = useRef<HTMLDivElement>(null)
  const drag = useRef<(Gesture & { readonly pointerId: number }) | null>(null)
  const keyed = useRef(false)

  useEffect(
    () =>
      element.current
        ? anchors.add(
            element.current,
            (seen) => layout.grip(name, seen).place,
            (seen) => layout.grip(name, seen).offered,
          )
        : undefined,
    [anchors, layout, name],
  )

  const rayOf = (event: PointerEvent): Ray => {
    const area = element.current?.offsetParent?.getBoundingClientRect()
    return rayThrough(view(), event.clientX - (area?.left ?? 0), event.clientY - (area?.top ?? 0))
  }
  /** After a release the pointer may still be over the handle. */
  const relight = () => onLit?.(element.current?.matches(':hover, :focus-visible') ? 'near' : null)
  const finishKeys = (cancelled: boolean) => {
    if (!keyed.current) return
    keyed.current = false
    onKeyEnd(cancelled)
  }
  const finish = (cancelled: boolean) => {
    finishKeys(cancelled)
    if (!drag.current) return
    drag.current.end(cancelled)
    drag.current = null
    relight()
  }
  /** A second finger on the same handle neither moves nor ends the first one's drag. */
  const isDragging = (event: PointerEvent) => drag.current?.pointerId === event.pointerId
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || drag.current) return
    finish(false)
    event.currentTarget.setPointerCapture(event.pointerId)
    // A mouse press moves the focus by itself, a finger that drags does not.
    event.currentTarget.focus({ preventScroll: true })
    const { move, end } = onBegin(rayOf(event))
    drag.current = { pointerId: event.pointerId, move, end }
    onLit?.('held')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return finish(true)
    if (drag.current || !onKey(event.key, event.shiftKey)) return
    keyed.current = true
    event.preventDefault()
  }

  return (
    <div
      ref={element}
      className={`${css.handle} ${css[look]}`}
      data-handle={name}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a range input would handle the drag itself, along one axis of the screen
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={valueText}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => isDragging(event) && drag.current?.move(rayOf(event), event.altKey)}
      onPointerUp={(event) => isDragging(event) && finish(false)}
      onPointerCancel={(event) => isDragging(event) && finish(true)}
      onPointerEnter={() => drag.current === null && onLit?.('near')}
      onPointerLeave={() => drag.current === null && relight()}
      onFocus={() => {
        if (drag.current === null) relight()
        onFocused?.(true)
      }}
      onBlur={() => {
        finish(false)
        onLit?.(null)
        onFocused?.(false)
      }}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key !== 'Shift' && finishKeys(false)}
    />
  )
}
