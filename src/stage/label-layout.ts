/**
 * What is written and dotted over the picture: inside it, off the gizmo, and apart. Pure; CSS pixels from the picture's
 * top left.
 */
import type { ScreenPoint } from './lattice.ts'

/** The best place for a label's middle, and the label's size. */
export interface LabelWish extends ScreenPoint {
  readonly widthPx: number
  readonly heightPx: number
}

/** Something round that nothing may lie over. */
export interface Obstacle extends ScreenPoint {
  readonly radiusPx: number
}

export interface LabelledPicture {
  readonly widthPx: number
  readonly heightPx: number
  /** Height at the top that is left to the mesh's tools. */
  readonly topPx?: number
}

/** Height at the bottom of the picture that is left to the stage's tools. */
export const TOOLS_PX = 48

const BORDER_PX = 4
const GAP_PX = 2
/** Of a lattice point as it is drawn, with its rim. */
export const DOT_RADIUS_PX = 5

const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(most, least), Math.max(least, value))

function inside(label: LabelWish, { widthPx, heightPx, topPx = 0 }: LabelledPicture): LabelWish {
  const [right, down] = [label.widthPx / 2 + BORDER_PX, label.heightPx / 2 + BORDER_PX]
  return {
    ...label,
    x: within(label.x, right, widthPx - right),
    y: within(label.y, topPx + down, heightPx - TOOLS_PX - down),
  }
}

const overlap = (a: LabelWish, b: LabelWish): boolean =>
  Math.abs(a.x - b.x) < (a.widthPx + b.widthPx) / 2 + GAP_PX &&
  Math.abs(a.y - b.y) < (a.heightPx + b.heightPx) / 2 + GAP_PX

/** Whether a label covers part of something round. */
export function covers({ x, y, widthPx, heightPx }: LabelWish, round: Obstacle): boolean {
  const [dx, dy] = [Math.abs(round.x - x) - widthPx / 2, Math.abs(round.y - y) - heightPx / 2]
  return Math.hypot(Math.max(0, dx), Math.max(0, dy)) < round.radiusPx
}

/** Steps from the best place, in the label's own widths and heights, the nearest first: on a screen a label is four times as wide as high. */
const STEPS = [0, -0.5, 0.5, -1, 1, -1.5, 1.5]
  .flatMap((across) => Array.from({ length: 17 }, (_, row) => ({ across, down: row - 8 })))
  .toSorted((a, b) => Math.hypot(4 * a.across, a.down) - Math.hypot(4 * b.across, b.down) || a.down - b.down)

export interface Overlays {
  /** The most important first; later ones make way. */
  readonly labels: readonly LabelWish[]
  /** The nearest to the eye first: of those that would lie over each other it is the one that is seen. Null is behind the eye. */
  readonly dots: readonly (ScreenPoint | null)[]
  /** The gizmo, and whatever else is to be grabbed. */
  readonly obstacles: readonly Obstacle[]
}

export interface PlacedOverlays {
  /** The labels' middles, each as near to its best place as there is room; null for one without. */
  readonly labels: readonly (ScreenPoint | null)[]
  readonly dots: readonly boolean[]
}

/** Places labels, clear of the dots too where there is a choice, then shows the dots that lie clear of all. */
export function placeOverlays({ labels, dots, obstacles }: Overlays, picture: LabelledPicture): PlacedOverlays {
  const placed: LabelWish[] = []
  const spared = dots.flatMap((dot) => (dot ? [{ ...dot, radiusPx: DOT_RADIUS_PX }] : []))
  const middles = labels.map((label) => {
    const wish = inside(label, picture)
    let place: LabelWish | null = null
    for (const { across, down } of STEPS) {
      const moved = { ...wish, x: wish.x + across * wish.widthPx, y: wish.y + down * (wish.heightPx + GAP_PX) }
      const tried = inside(moved, picture)
      if (placed.some((other) => overlap(tried, other)) || obstacles.some((each) => covers(tried, each))) continue
      const isClear = !spared.some((dot) => covers(tried, dot))
      if (isClear || !place) place = tried
      if (isClear) break
    }
    if (!place) return null
    placed.push(place)
    return { x: place.x, y: place.y }
  })
  const shown: Obstacle[] = []
  return {
    labels: middles,
    dots: dots.map((dot) => {
      if (!dot) return false
      const round = { ...dot, radiusPx: DOT_RADIUS_PX }
      const clear =
        [...obstacles, ...shown].every(
          ({ x, y, radiusPx }) => Math.hypot(x - dot.x, y - dot.y) >= radiusPx + DOT_RADIUS_PX,
        ) && !placed.some((label) => covers(label, round))
      if (clear) shown.push(round)
      return clear
    }),
  }
}
