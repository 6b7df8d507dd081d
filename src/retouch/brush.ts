import type { Hint } from '../cutout/hint.ts'
import { toPicture, type Point, type View } from './view.ts'

export type Mode = Hint['mode']

export interface Brush {
  readonly mode: Mode
  /** In CSS px, so that it becomes finer on the picture as one zooms in. */
  readonly diameterPx: number
  /** Marks just the pixels under it. */
  readonly exact: boolean
}

export const [THINNEST_PX, THICKEST_PX] = [4, 160]

export const FIRST_BRUSH: Brush = { mode: 'keep', diameterPx: 32, exact: false }

/** The next thicker or thinner one, as by a key. */
export const stepped = (brush: Brush, by: 1 | -1): Brush => ({
  ...brush,
  diameterPx: Math.round(Math.min(THICKEST_PX, Math.max(THINNEST_PX, brush.diameterPx * 1.25 ** by))),
})

/** Points closer than this share of the radius say nothing new. */
const CLOSE = 0.25

/** A stroke that is being painted, in pixels of the picture. */
export function strokeAt(brush: Brush, view: View, at: Point, exact: boolean): Hint {
  const { mode, diameterPx } = brush
  return { mode, hard: exact || brush.exact, radiusPx: diameterPx / 2 / view.scale, points: [toPicture(view, at)] }
}

/** The stroke led on to another place; the same stroke where that is hardly another. */
export function ledTo(stroke: Hint, view: View, at: Point): Hint {
  const next = toPicture(view, at)
  const last = stroke.points.at(-1)
  if (last && Math.hypot(next[0] - last[0], next[1] - last[1]) < stroke.radiusPx * CLOSE) return stroke
  return { ...stroke, points: [...stroke.points, next] }
}
