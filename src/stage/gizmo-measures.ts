import { useMedia } from '../ui/media.ts'

/** The gizmo in CSS pixels; it keeps its size on the screen at any zoom. */
export interface GizmoMeasures {
  /** Across the area that takes the pointer; `handle.module.css` has the same sizes. */
  readonly gripPx: number
  /** From the pivot to the tip of an arrow. */
  readonly arrowPx: number
  /** From the pivot to the middle of a plane's square, along each of its two axes. */
  readonly planePx: number
}

export const FOR_MOUSE: GizmoMeasures = { gripPx: 28, arrowPx: 80, planePx: 50 }
/** Fingers need more room between the grips. */
export const FOR_FINGER: GizmoMeasures = { gripPx: 40, arrowPx: 100, planePx: 62 }

/** The measures for this device's main pointer. */
export const useGizmoMeasures = (): GizmoMeasures => (useMedia('coarsePointer') ? FOR_FINGER : FOR_MOUSE)
