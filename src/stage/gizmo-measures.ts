import { useMedia } from '../ui/media.ts'

/** The gizmo in CSS pixels: it keeps its size on the screen at any zoom. */
export interface GizmoMeasures {
  /** Across the area in which a grip is hit, as `handle.module.css` has it. */
  readonly gripPx: number
  /** From the pivot to the tip of an arrow. */
  readonly arrowPx: number
  /** From the pivot to the middle of a plane's square, along each of its two axes. */
  readonly planePx: number
}

export const FOR_MOUSE: GizmoMeasures = { gripPx: 28, arrowPx: 80, planePx: 50 }
/** A finger needs more room between the grips. */
export const FOR_FINGER: GizmoMeasures = { gripPx: 40, arrowPx: 100, planePx: 62 }

/** What suits the pointer that is mainly used here. */
export const useGizmoMeasures = (): GizmoMeasures => (useMedia('coarsePointer') ? FOR_FINGER : FOR_MOUSE)
