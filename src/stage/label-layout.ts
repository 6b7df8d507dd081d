/** Keeps labels whole in the picture and off each other. Pure; CSS pixels from the picture's top left. */
import type { ScreenPoint } from './lattice.ts'

/** A label's middle where it would best be, and its size. */
export interface LabelWish extends ScreenPoint {
  readonly widthPx: number
  readonly heightPx: number
}

export interface Picture {
  readonly widthPx: number
  readonly heightPx: number
}

/** Of the picture's height, at its lower end: the stage's tools lie there. */
export const TOOLS_PX = 48

const BORDER_PX = 4
const GAP_PX = 2
/** How far a label may be moved away, in its own heights. */
const FARTHEST_ROWS = 8

const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(most, least), Math.max(least, value))

function inside(label: LabelWish, { widthPx, heightPx }: Picture): LabelWish {
  const [right, down] = [label.widthPx / 2 + BORDER_PX, label.heightPx / 2 + BORDER_PX]
  return { ...label, x: within(label.x, right, widthPx - right), y: within(label.y, down, heightPx - TOOLS_PX - down) }
}

const overlap = (a: LabelWish, b: LabelWish): boolean =>
  Math.abs(a.x - b.x) < (a.widthPx + b.widthPx) / 2 + GAP_PX &&
  Math.abs(a.y - b.y) < (a.heightPx + b.heightPx) / 2 + GAP_PX

/** Rows above and below in turn, the nearest first. */
const SHIFTS = Array.from({ length: 2 * FARTHEST_ROWS + 1 }, (_, i) => (i % 2 ? 1 : -1) * Math.ceil(i / 2))

/** Middles of labels, the more important first: each as near to where it would be as the picture and those before it allow. */
export function placeLabels(wishes: readonly LabelWish[], picture: Picture): ScreenPoint[] {
  const placed: LabelWish[] = []
  for (const wish of wishes) {
    const best = inside(wish, picture)
    const tries = SHIFTS.map((rows) => inside({ ...best, y: best.y + rows * (best.heightPx + GAP_PX) }, picture))
    placed.push(tries.find((each) => !placed.some((other) => overlap(each, other))) ?? best)
  }
  return placed.map(({ x, y }) => ({ x, y }))
}
