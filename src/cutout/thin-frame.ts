/*
 * A thin line round a picture, or along some of its sides: the border of a screenshot, a scan's edge, a printed frame.
 * Lines are found by the medians of the rows that run along a side, since a line changes them all at once and over a
 * few rows only, which neither a subject nor a floor does. A Hough transform was not chosen: a frame is parallel to the
 * picture's sides, and near them.
 */
import type { Picture } from './decode-picture.ts'

/** How deep from its side a line is looked for, and how thick one is at most, as shares of the longest side. */
const DEPTH_SHARE = 0.07
const THICK_SHARE = 0.0125
const LEAST_THICK = 5
/** By so many code values a line differs from what lies on either side of it. */
const LEAST_CONTRAST = 8
/** A line is there at this share of its length, and reaches that near to the ends of its side, as a share of it. */
const LEAST_PRESENT = 0.6
const END_SHARE = 0.16
/** From this share on, nothing stands in front of the line, and what is outside of it is outside the picture. */
const UNBROKEN = 0.97
/**
 * How far JPEG's ringing goes beside a line, pixels: a block of its halved chroma. Its least in code values; its most
 * for a weak line, in code values, and for any other as a share of the line's contrast.
 */
const RINGING = 16
const RINGING_LEAST = 2.5
const RINGING_WEAK = 12
const RINGING_MOST = 0.35

/** Pixels of a side: `depth` from the side inwards, `along` it from the left or the top. */
interface Side {
  readonly length: number
  readonly depth: number
  at(along: number, depth: number): number
}

interface Line {
  readonly side: Side
  /** First and last row of the line, counted from the side. */
  readonly from: number
  readonly to: number
  /** Where along the side it begins and ends. */
  readonly first: number
  readonly last: number
  /** Per place along the side, 1 where it is seen; and at which share of its length it is. */
  readonly seen: Uint8Array
  readonly present: number
}

/** Width × height entries, 1 where a frame is; null when there is none. */
export function findFrame(picture: Picture): Uint8Array | null {
  const found = sidesOf(picture).map((side) => findLines(picture, side))
  const lines = found.map((list, k) => list.filter((line) => isFrame(line, k, found)))
  if (lines.every((list) => list.length === 0)) return null
  const hidden = new Uint8Array(picture.width * picture.height)
  for (const line of lines.flat()) hide(line, hidden)
  for (let k = 0; k < 4; k += 2) for (const end of ENDS) hideCorner(lines, k, end, hidden)
  return hidden
}

/** Top, left, bottom, right: each beside the two that it meets. */
function sidesOf({ width, height }: Picture): Side[] {
  const depth = Math.round(DEPTH_SHARE * Math.max(width, height)) + LEAST_THICK
  const [across, down] = [
    { length: width, depth: Math.min(depth, height >> 2) },
    { length: height, depth: Math.min(depth, width >> 2) },
  ]
  return [
    { ...across, at: (along, d) => d * width + along },
    { ...down, at: (along, d) => along * width + d },
    { ...across, at: (along, d) => (height - 1 - d) * width + along },
    { ...down, at: (along, d) => along * width + width - 1 - d },
  ]
}

const ENDS = ['first', 'last'] as const
type End = (typeof ENDS)[number]

/** The side that side `k` meets at one of its ends, and the end at which that one meets it. */
const meetingSide = (k: number, end: End): number => (k % 2 === 0 ? 1 : 0) + (end === 'last' ? 2 : 0)
const meetingEnd = (k: number): End => (k < 2 ? 'first' : 'last')

const gapAt = ({ first, last, side }: Line, end: End): number => (end === 'first' ? first : side.length - 1 - last)

/** A line across the whole picture, or one of several that meet. */
function isFrame(line: Line, k: number, found: readonly (readonly Line[])[]): boolean {
  if (line.present < LEAST_PRESENT) return false
  const ends = ENDS.map((end) => gapAt(line, end))
  if (ends.every((gap) => gap <= 1)) return true
  const meets = (end: End): boolean =>
    found[meetingSide(k, end)]!.some(
      (other) => other.present >= LEAST_PRESENT && gapAt(other, meetingEnd(k)) <= END_SHARE * other.side.length,
    )
  return ends.every((gap) => gap <= END_SHARE * line.side.length) && ENDS.some(meets)
}

/** Per row from the side inwards, the median of each channel; the ends are left out, as other sides' lines are there. */
function rowMedians({ rgba }: Picture, { length, depth, at }: Side): Float64Array[] {
  const [start, step] = [Math.round(0.08 * length), Math.max(1, length >> 7)]
  const rows: Float64Array[] = []
  for (let d = 0; d < depth; d++) {
    const median = new Float64Array(4)
    for (let c = 0; c < 4; c++) {
      const values: number[] = []
      for (let along = start; along < length - start; along += step) values.push(rgba[4 * at(along, d) + c]!)
      median[c] = values.toSorted((a, b) => a - b)[values.length >> 1]!
    }
    rows.push(median)
  }
  return rows
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...[0, 1, 2, 3].map((c) => Math.abs(a[c]! - b[c]!)))

function findLines(picture: Picture, side: Side): Line[] {
  const rows = rowMedians(picture, side)
  const thick = Math.max(LEAST_THICK, Math.round(THICK_SHARE * Math.max(picture.width, picture.height)))
  const lines: Line[] = []
  for (let from = 0; from < rows.length - thick - 2;) {
    const to = endOfLine(rows, from, thick)
    if (to >= from) lines.push(measureLine(picture, side, rows, from, to))
    from = Math.max(from, to) + 1
  }
  return lines
}

/** Last row of a line that begins at row `from`; -1 when none does. */
function endOfLine(rows: readonly Float64Array[], from: number, thick: number): number {
  const outer = rows[from - 1]
  if (outer && apart(outer, rows[from]!) < LEAST_CONTRAST / 2) return -1
  for (let to = from; to < from + thick; to++) {
    const inner = rows[to + 1]!
    const contrast = apart(inner, darkest(rows, from, to, inner))
    if (contrast < LEAST_CONTRAST || apart(inner, rows[to + 2]!) > contrast / 4) continue
    if (!outer || apart(outer, inner) < contrast / 2) return to
  }
  return -1
}

/** Of the rows of a line, the one that differs most from `beside`. */
function darkest(rows: readonly Float64Array[], from: number, to: number, beside: Float64Array): Float64Array {
  let most = rows[from]!
  for (let d = from + 1; d <= to; d++) if (apart(rows[d]!, beside) > apart(most, beside)) most = rows[d]!
  return most
}

function measureLine({ rgba }: Picture, side: Side, rows: readonly Float64Array[], from: number, to: number): Line {
  const inner = rows[to + 1]!
  const colour = darkest(rows, from, to, inner)
  const near = apart(colour, inner) / 2
  const seen = Uint8Array.from({ length: side.length }, (_, along) => {
    for (let d = from; d <= to; d++) {
      const at = 4 * side.at(along, d)
      if (apart(rgba.subarray(at, at + 4), colour) <= near) return 1
    }
    return 0
  })
  const [first, last] = [seen.indexOf(1), seen.lastIndexOf(1)]
  const present = seen.reduce((sum, value) => sum + value, 0) / (last - first + 1)
  const contrast = apart(colour, inner)
  return {
    side,
    from: endOfRinging(rows, from, -1, contrast),
    to: endOfRinging(rows, to, 1, contrast),
    first,
    last,
    present,
    seen,
  }
}

/**
 * The last row from `row` on, stepping by `step`, in which a line of that contrast still rings. What is strong further
 * on is something else.
 */
function endOfRinging(rows: readonly Float64Array[], row: number, step: 1 | -1, contrast: number): number {
  const within = (d: number): number => Math.max(0, Math.min(rows.length - 1, d))
  const calm = rows[within(row + step * (RINGING + 2))]!
  let end = row
  for (let d = row + step; d === within(d) && Math.abs(d - row) <= RINGING; d += step) {
    const off = apart(rows[d]!, calm)
    if (Math.abs(d - row) > RINGING / 2 && off > Math.max(RINGING_WEAK, contrast * RINGING_MOST)) return row
    if (off >= RINGING_LEAST) end = d
  }
  return end
}

/** All from the side to an unbroken line, else the line alone where it is seen. */
function hide({ side, from, to, present, seen }: Line, hidden: Uint8Array): void {
  const whole = present >= UNBROKEN
  for (let along = 0; along < side.length; along++)
    if (whole || seen[along] === 1) for (let d = whole ? 0 : from; d <= to; d++) hidden[side.at(along, d)] = 1
}

/** Where two lines that meet both end early, their corner is rounded. */
function hideCorner(lines: readonly (readonly Line[])[], k: number, end: End, hidden: Uint8Array): void {
  const [line, other] = [lines[k]!.at(-1), lines[meetingSide(k, end)]!.at(-1)]
  if (!line || !other) return
  const [gap, otherGap] = [gapAt(line, end), gapAt(other, meetingEnd(k))]
  if (gap <= other.to + 1 && otherGap <= line.to + 1) return
  // An arc is still in the line's rows half of its way.
  for (let i = 0; i <= 2 * gap - other.from; i++)
    for (let d = 0; d <= 2 * otherGap - line.from; d++)
      hidden[line.side.at(end === 'first' ? i : line.side.length - 1 - i, d)] = 1
}
