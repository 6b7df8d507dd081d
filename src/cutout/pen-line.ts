/*
 * Whether an area's wall is a line as a pen draws it: dark, of one colour, and of one width all around. Measured by the
 * rings of pixels around the area that have the wall's colour: they are about equally long up to the line's width, and
 * gone soon after it, while the wall of an object goes on here and ends there. A skeleton of the wall (Blum 1967) would
 * give its width at every place; to tell the two apart, the rings are enough.
 */
import { SUBJECT } from './background-label.ts'
import { medianOf } from './background-model.ts'
import type { Picture } from './decode-picture.ts'
import { aroundRuns } from './fill-region.ts'
import { flood, PixelQueue } from './flood.ts'

/** Colours are mixed at the outline; on this ring they are the wall's own. */
const CLEAN = 3
/** A colour is the line's up to this difference in every channel, code values: what a JPEG adds. */
const SAME = 40
/** Another colour differs by more, so many pixels behind the line's end: an object's shading does not change so fast. */
const OTHER = 80
const BEHIND = 2
/** No channel of a dark line is above `dark`, and its backdrop is lighter by `contrast`; a light line is nearly white. */
const INK = { dark: 150, light: 200, contrast: 100 } as const
/**
 * Rings up to half the width have this share of the first one's pixels, those beyond twice the width at most the other.
 */
const FULL = 0.75
const ENDED = 0.15
/** Rings by 4-neighbours make a line that runs slantingly wider: by so much on average over all directions. */
const SLANT = 1.2

type Rgb = readonly [number, number, number]

export interface PenLine {
  /** Pixels. */
  readonly width: number
  /** Whether the figure goes on behind the line, in another colour; else the backdrop is there. */
  readonly inner: boolean
}

/**
 * The line around an area; null where its wall is none.
 * @param runs of the area
 * @param widest what could still count as a line, pixels
 */
export function penLine(picture: Picture, label: Uint8Array, runs: Int32Array, widest: number): PenLine | null {
  const most = Math.ceil(2 * (SLANT * widest + 1))
  const line = wallColour(picture, around(picture, label, runs, CLEAN, () => 0).rings[CLEAN - 1] ?? [])
  if (!line || !isInk(line, colourAt(picture, runs[0]!))) return null
  const difference = (p: number): number => differs(colourAt(picture, p), line)
  const { rings, figure, backdrop } = around(picture, label, runs, most, difference)
  const ends = endOfEven(rings.map(({ length }) => length))
  return ends === null ? null : { width: ends / SLANT, inner: figure > 2 * backdrop }
}

/**
 * The line's pixels around an area, ring after ring, those before the clean one whatever their colour; and how often
 * the figure in another colour is behind them, and the backdrop.
 */
function around(
  { width, height }: Picture,
  label: Uint8Array,
  runs: Int32Array,
  most: number,
  difference: (p: number) => number,
): { readonly rings: number[][]; readonly figure: number; readonly backdrop: number } {
  const depths = new Map<number, number>()
  const queue = new PixelQueue()
  const rings: number[][] = []
  let [figure, backdrop] = [0, 0]
  const enter = (p: number, depth: number, step: number): boolean => {
    if (depth > most || depths.has(p)) return false
    if (label[p] !== SUBJECT || (depth >= CLEAN && difference(p) > SAME)) {
      const behind = p + BEHIND * step
      // Beside the first ring lies the area itself.
      if (depth > 2 && (label[p] !== SUBJECT || label[behind] !== SUBJECT)) backdrop++
      else if (depth > 2 && difference(behind) > OTHER) figure++
      return false
    }
    depths.set(p, depth)
    ;(rings[depth - 1] ??= []).push(p)
    return true
  }
  aroundRuns(runs, width, label.length, (p, step) => {
    if (enter(p, 1, step)) queue.add(p)
  })
  flood(queue, width, height, (p, from) => enter(p, (depths.get(from) ?? most) + 1, p - from))
  return { rings, figure, backdrop }
}

function wallColour(picture: Picture, ring: readonly number[]): Rgb | null {
  if (ring.length === 0) return null
  const median = (channel: 0 | 1 | 2): number => medianOf(Float64Array.from(ring, (p) => colourAt(picture, p)[channel]))
  return [median(0), median(1), median(2)]
}

const colourAt = ({ rgba }: Picture, p: number): Rgb => [rgba[4 * p]!, rgba[4 * p + 1]!, rgba[4 * p + 2]!]

const differs = (a: Rgb, b: Rgb): number =>
  Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]))

function isInk(line: Rgb, backdrop: Rgb): boolean {
  const [darkest, lightest] = [Math.min(...line), Math.max(...line)]
  const isDark = lightest <= INK.dark && Math.min(...backdrop) >= lightest + INK.contrast / 2
  return (isDark || darkest >= INK.light) && Math.abs(lumaOf(line) - lumaOf(backdrop)) >= INK.contrast
}

const lumaOf = ([r, g, b]: Rgb): number => 0.299 * r + 0.587 * g + 0.114 * b

/** How many rings the line is wide; null where it is not even. */
function endOfEven(rings: readonly number[]): number | null {
  const [first = 0] = rings
  const ends = rings.findIndex((length) => length < 0.5 * first)
  const width = ends < 0 ? rings.length : ends
  const isEven =
    rings.slice(0, Math.ceil(width / 2)).every((length) => length >= FULL * first) &&
    rings.slice(2 * width).every((length) => length <= ENDED * first)
  return isEven ? width : null
}
