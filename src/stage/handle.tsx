import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Vec3 } from '../contract/vec3.ts'
import type { Anchors, View } from './anchors.ts'
import { rayThrough } from './camera-view.ts'
import type { Ray } from './ray.ts'
import css from './handle.module.css'

/** One gesture of a handle: told of every move, and of its end; `cancelled` puts back what was there. */
export interface Gesture {
  move(ray: Ray, free: boolean): void
  end(cancelled: boolean): void
}

export interface HandleProps {
  /** `pivot-x`, `size-y`, …: what the handle moves. */
  readonly name: string
  readonly label: string
  readonly look: 'hidden' | 'dot'
  readonly value: number
  readonly valueText: string
  readonly min: number
  readonly max: number
  readonly anchors: Anchors
  readonly place: (view: View) => Vec3
  /** Whether the pointer could do anything with it in this view. */
  readonly reachable: (view: View) => boolean
  readonly view: () => View
  readonly onBegin: (grip: Ray) => Gesture
  /** Arrow keys as steps along screen right and up, and Page keys as depth; true when the key was used. */
  readonly onKey: (key: string, large: boolean) => boolean
  readonly onLit: (lit: boolean) => void
  readonly onFocused?: (focused: boolean) => void
}

/**
 * A grip in the page over a place in the stage: at least 24 CSS pixels under mouse and finger at any zoom, and reachable by
 * keyboard. It catches the pointer itself, so the camera below never sees the drag.
 */
export function Handle(props: HandleProps) {
  const { name, label, look, value, valueText, min, max, anchors, place, reachable, view, onBegin, onKey, onLit, onFocused } = props
  const element = useRef<HTMLDivElement>(null)
  const gesture = useRef<Gesture | null>(null)

  useEffect(() => (element.current ? anchors.add(element.current, place, reachable) : undefined), [anchors, place, reachable])

  const rayOf = (event: PointerEvent): Ray => {
    const area = element.current?.offsetParent?.getBoundingClientRect()
    return rayThrough(view(), event.clientX - (area?.left ?? 0), event.clientY - (area?.top ?? 0))
  }
  const finish = (cancelled: boolean) => {
    gesture.current?.end(cancelled)
    gesture.current = null
    onLit(false)
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || gesture.current) return
    event.currentTarget.setPointerCapture(event.pointerId)
    gesture.current = onBegin(rayOf(event))
    onLit(true)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && gesture.current) return finish(true)
    if (onKey(event.key, event.shiftKey)) event.preventDefault()
  }

  return (
    <div
      ref={element}
      className={`${css.handle} ${css[look]}`}
      data-handle={name}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={valueText}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => gesture.current?.move(rayOf(event), event.altKey)}
      onPointerUp={() => finish(false)}
      onPointerCancel={() => finish(true)}
      onPointerEnter={() => onLit(true)}
      onPointerLeave={() => gesture.current === null && onLit(false)}
      onFocus={() => {
        onLit(true)
        onFocused?.(true)
      }}
      onBlur={() => {
        finish(false)
        onFocused?.(false)
      }}
      onKeyDown={onKeyDown}
    />
  )
}
