import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Anchors, View } from './anchors.ts'
import { rayThrough } from './camera-view.ts'
import type { GripLayout, GripName } from './grip-layout.ts'
import type { Ray } from './ray.ts'
import css from './handle.module.css'

/** One gesture of a handle: told of every move, and of its end; `cancelled` puts back what was there. */
export interface Gesture {
  move(ray: Ray, free: boolean): void
  end(cancelled: boolean): void
}

/** How near a hand is: over it or about to use its keys, or holding it. */
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
  /** Arrow keys as steps along screen right and up, and Page keys as depth; true when the key was used. */
  readonly onKey: (key: string, large: boolean) => boolean
  /** The keys have been let go, or were taken back by Escape. */
  readonly onKeyEnd: (cancelled: boolean) => void
  readonly onLit?: (lit: Lit | null) => void
  readonly onFocused?: (focused: boolean) => void
}

/**
 * A grip in the page over a place in the stage: at least 24 CSS pixels under mouse and finger at any zoom, and reachable by
 * keyboard. It catches the pointer itself, so the camera below never sees the drag. One press of the pointer or of a key, however long, is one gesture.
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
  const held = useRef<(Gesture & { readonly pointerId: number }) | null>(null)
  const keyed = useRef(false)

  useEffect(
    () =>
      element.current
        ? anchors.add(
            element.current,
            (seen) => layout.of(name, seen).place,
            (seen) => layout.of(name, seen).offered,
          )
        : undefined,
    [anchors, layout, name],
  )

  const rayOf = (event: PointerEvent): Ray => {
    const area = element.current?.offsetParent?.getBoundingClientRect()
    return rayThrough(view(), event.clientX - (area?.left ?? 0), event.clientY - (area?.top ?? 0))
  }
  /** The hand that let go may still be over it. */
  const relight = () => onLit?.(element.current?.matches(':hover, :focus-visible') ? 'near' : null)
  const finishKeys = (cancelled: boolean) => {
    if (!keyed.current) return
    keyed.current = false
    onKeyEnd(cancelled)
  }
  const finish = (cancelled: boolean) => {
    finishKeys(cancelled)
    if (!held.current) return
    held.current.end(cancelled)
    held.current = null
    relight()
  }
  /** A second finger on the same handle neither steers nor ends what the first one does. */
  const isHolding = (event: PointerEvent) => held.current?.pointerId === event.pointerId
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || held.current) return
    finish(false)
    event.currentTarget.setPointerCapture(event.pointerId)
    // A mouse would give it the focus by itself, a finger that drags would not.
    event.currentTarget.focus({ preventScroll: true })
    const { move, end } = onBegin(rayOf(event))
    held.current = { pointerId: event.pointerId, move, end }
    onLit?.('held')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return finish(true)
    if (held.current || !onKey(event.key, event.shiftKey)) return
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
      onPointerMove={(event) => isHolding(event) && held.current?.move(rayOf(event), event.altKey)}
      onPointerUp={(event) => isHolding(event) && finish(false)}
      onPointerCancel={(event) => isHolding(event) && finish(true)}
      onPointerEnter={() => held.current === null && onLit?.('near')}
      onPointerLeave={() => held.current === null && relight()}
      onFocus={() => {
        if (held.current === null) relight()
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
