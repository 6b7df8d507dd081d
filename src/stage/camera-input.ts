import { useEffect, useEffectEvent, type RefObject } from 'react'
import type { CameraApi } from './camera-operator.ts'
import { VIEWS, type ViewName } from './views.ts'

const ORBIT_DEG = 8
const ZOOM = 1.15
const PAN = 0.08

const MOVES: Readonly<Record<string, (camera: CameraApi) => void>> = {
  ArrowLeft: (camera) => camera.orbit(-ORBIT_DEG, 0),
  ArrowRight: (camera) => camera.orbit(ORBIT_DEG, 0),
  ArrowUp: (camera) => camera.orbit(0, ORBIT_DEG),
  ArrowDown: (camera) => camera.orbit(0, -ORBIT_DEG),
  '+': (camera) => camera.zoom(ZOOM),
  '=': (camera) => camera.zoom(ZOOM),
  '-': (camera) => camera.zoom(1 / ZOOM),
}

const MOVES_WITH_SHIFT: typeof MOVES = {
  ...MOVES,
  ArrowLeft: (camera) => camera.pan(-PAN, 0),
  ArrowRight: (camera) => camera.pan(PAN, 0),
  ArrowUp: (camera) => camera.pan(0, PAN),
  ArrowDown: (camera) => camera.pan(0, -PAN),
}

const hasModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => ctrlKey || metaKey || altKey

/**
 * Arrows, plus and minus while `element` itself has the focus: handles and tools have a use for arrow keys of their
 * own.
 */
export function useCameraKeys(element: RefObject<HTMLElement | null>, camera: RefObject<CameraApi | null>): void {
  useEffect(() => {
    const focusable = element.current
    const onKeyDown = (event: KeyboardEvent) => {
      if (hasModifier(event) || event.target !== focusable) return
      const move = (event.shiftKey ? MOVES_WITH_SHIFT : MOVES)[event.key]
      if (!move || !camera.current) return
      event.preventDefault()
      move(camera.current)
    }
    focusable?.addEventListener('keydown', onKeyDown)
    return () => focusable?.removeEventListener('keydown', onKeyDown)
  }, [element, camera])
}

/**
 * The wheel anywhere over `element`, over a handle too. React's own listener is passive and could not keep the page
 * from scrolling.
 */
export function useCameraWheel(element: RefObject<HTMLElement | null>, camera: RefObject<CameraApi | null>): void {
  useEffect(() => {
    const area = element.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      // OrbitControls would zoom too, and by the direction alone.
      event.stopPropagation()
      camera.current?.wheel(event)
    }
    area?.addEventListener('wheel', onWheel, { passive: false, capture: true })
    return () => area?.removeEventListener('wheel', onWheel, { capture: true })
  }, [element, camera])
}

/** F, R, T, Q, A and B anywhere on the page, except in a field that takes text. */
export function useViewKeys(camera: RefObject<CameraApi | null>, onBox: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (hasModifier(event) || event.defaultPrevented) return
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return
    const key = event.key.toLowerCase()
    const view = (Object.keys(VIEWS) as ViewName[]).find((name) => VIEWS[name].key === key)
    if (view) camera.current?.show(view)
    else if (key === 'a') camera.current?.frame()
    else if (key === 'b') onBox()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
