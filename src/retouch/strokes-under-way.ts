import type { Hint } from '../cutout/hint.ts'
import type { Store } from '../ui/store.ts'
import { ledTo, strokeAt, type Brush } from './brush.ts'
import type { Desk } from './desk.ts'
import type { Place } from './place.ts'
import type { Point } from './view.ts'

/** Strokes from the first touch until the outline has followed them. */
export interface StrokesUnderWay {
  list(): readonly Hint[]
  begin(at: Point, exact: boolean): void
  paint(at: Point): void
  /** Hands the stroke to the desk. */
  lift(): void
  drop(): void
  /** The desk has so many changes left to make. */
  settle(changing: number): void
}

export function strokesUnderWay(desk: Desk, place: Place, brush: Pick<Store<Brush>, 'get'>): StrokesUnderWay {
  let painting: Hint | null = null
  let solving: readonly Hint[] = []
  return {
    list: () => (painting ? [...solving, painting] : solving),
    begin(at, exact) {
      const view = place.view()
      if (view && desk.state.get().cutOut.is === 'made') painting = strokeAt(brush.get(), view, at, exact)
    },
    paint(at) {
      const view = place.view()
      if (painting && view) painting = ledTo(painting, view, at)
    },
    lift() {
      if (!painting) return
      solving = [...solving, painting]
      desk.stroke(painting)
      painting = null
    },
    drop() {
      painting = null
    },
    settle(changing) {
      solving = changing === 0 ? [] : solving.slice(-changing)
    },
  }
}
