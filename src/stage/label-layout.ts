/** Keeps labels inside the picture and clear of each other. Pure; CSS pixels from the picture's top left. */
import type { ScreenPoint } from './lattice.ts'

/** The best place for a label's middle, and the label's size. */
export interface LabelWish extends ScreenPoint {
  readonly widthPx: number
  readonly heightPx: number
}

export interface Picture {
  readonly widthPx: number
  readonly heightPx: number
}

/** Height at the bottom of the picture that is left to the stage's tools. */
export const TOOLS_PX = 48

const BORDER_PX = 4
const GAP_PX = 2
/** How far a label may be moved, in rows of its own height. */
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

/**
 * The labels' middles, each as near to its best place as the picture and the labels before it allow. The most important
 * label comes first.
 */
export function placeLabels(wishes: readonly LabelWish[], picture: Picture): ScreenPoint[] {
  const placed: LabelWish[] = []
  for (const wish of wishes) {
    const best = inside(wish, picture)
    const tries = SHIFTS.map((rows) => inside({ ...best, y: best.y + rows * (best.heightPx + GAP_PX) }, picture))
    placed.push(tries.find((place) => !placed.some((other) => overlap(place, other))) ?? best)
  }
  return placed.map(({ x, y }) => ({ x, y }))
}
