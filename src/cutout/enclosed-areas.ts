/*
 * Areas of background colour that the figure encloses: openings, or the figure's own paint. Where the artist has not
 * said which, the first evidence decides, for each area by itself:
 *
 * 1. It holds a part of the figure that touches nothing else, as an eye holds its pupil: nothing floats in a hole, so
 *    it is paint. So is whatever lies within it, unless that is the one hole of a ring drawn in outline.
 * 2. Its wall is a line as a pen draws it (`penLine`), thin against the area or with more figure behind it: it is
 *    paint.
 * 3. The picture is of a few flat colours and another area is paint: the figure is painted in the backdrop's colour
 *    elsewhere, so this is paint too.
 * 4. What is left is open if `findBackground` saw the backdrop in it, else the figure's own.
 *
 * Not chosen: shape, as a lens is as round as a ring; and parity, by which every second line inwards would open an area
 * and with it the whites of eyes that stand on a white face.
 */
import type { EnclosedChoice, EnclosedOutcome } from '../contract/enclosed-areas.ts'
import { BACKGROUND, SUBJECT } from './background-label.ts'
import type { Picture } from './decode-picture.ts'
import { fillRuns } from './fill-region.ts'
import { findEnclosed, type EnclosedArea } from './find-enclosed.ts'
import { penLine } from './pen-line.ts'

/** An area smaller than this share of the picture is not worth a question: it is open unless all others are filled. */
export const LEAST_SHARE = 0.0004
/** A part that floats in an area is of pixels at least this far from the background; a scrap of a pale wall is not. */
const PLAIN = 10
/** It counts from this share of the figure on, or from that of the area: less is dust. */
const FLOATING_SHARE = 0.0025
const FLOATING_SHARE_OF_AREA = 0.08
/** A ring drawn in outline has one hole, of at least this share of what its outer line encloses. */
const DRAWN_RING_HOLE = 0.15
/**
 * A line is at most this wide, as a share of the diameter of a disc as large as the area: with the backdrop behind it,
 * where a wider one is a ring's body, and with the figure behind it.
 */
const OUTLINE_SHARE = 0.08
const INNER_LINE_SHARE = 0.3

/**
 * Decides in place which enclosed areas of an opaque picture are BACKGROUND.
 * @param doubtful areas that may be openings and that `findBackground` left to the subject
 * @returns what `auto` makes of them, whatever was chosen; null where there are none
 */
export function settleEnclosed(
  picture: Picture,
  distance: Float32Array,
  label: Uint8Array,
  doubtful: readonly Int32Array[],
  choice: EnclosedChoice,
): EnclosedOutcome | null {
  const all = findEnclosed(label, picture.width, picture.height)
  const areas = all.filter(({ pixels }) => pixels >= LEAST_SHARE * label.length)
  const closed = doubtful.filter((pixels) => pixels.every((p) => label[p] === SUBJECT))
  const painted = paintedAmong(areas, picture, distance, label)
  const found = outcomeOf(painted.size + closed.length, areas.length + closed.length)
  if (choice === 'open') for (const pixels of closed) for (const p of pixels) label[p] = BACKGROUND
  const filled =
    choice === 'filled' || (choice === 'auto' && found === 'filled') ? all : choice === 'auto' ? painted : []
  for (const { runs } of filled) fillRuns(label, runs, SUBJECT)
  return found
}

/** The outcome when so many of all are the figure's; null where there are none. */
export function outcomeOf(filled: number, all: number): EnclosedOutcome | null {
  if (all === 0) return null
  return filled === all ? 'filled' : filled === 0 ? 'open' : 'mixed'
}

function paintedAmong(
  areas: readonly EnclosedArea[],
  picture: Picture,
  distance: Float32Array,
  label: Uint8Array,
): Set<EnclosedArea> {
  const figure = label.reduce((count, what) => count + (what === SUBJECT ? 1 : 0), 0)
  const painted = new Set(areas.filter((area) => holdsParts(area, distance, figure)))
  for (const area of areas) if (isWithin(area, painted)) painted.add(area)
  for (const area of areas) if (!painted.has(area) && isInLine(area, picture, label)) painted.add(area)
  if (painted.size === 0 || painted.size === areas.length || !isFlat(picture, label)) return painted
  return new Set(areas.filter((area) => painted.has(area) || !isDrawnRing(area)))
}

function holdsParts({ parts, pixels }: EnclosedArea, distance: Float32Array, figure: number): boolean {
  const least = Math.min(FLOATING_SHARE * figure, FLOATING_SHARE_OF_AREA * pixels)
  return parts.some((part) => plainIn(part, distance) >= least)
}

function plainIn(runs: Int32Array, distance: Float32Array): number {
  let plain = 0
  for (let k = 0; k < runs.length; k += 2)
    for (let p = runs[k]!; p <= runs[k + 1]!; p++) if (distance[p]! >= PLAIN) plain++
  return plain
}

const isWithin = (area: EnclosedArea, painted: ReadonlySet<EnclosedArea>): boolean =>
  area.within !== null && !isDrawnRing(area) && (painted.has(area.within) || isWithin(area.within, painted))

/** Whether it is the hole of a ring of which only the lines are drawn. */
const isDrawnRing = ({ within, pixels, parts }: EnclosedArea): boolean =>
  within !== null && parts.length === 0 && within.parts.length === 1 && pixels > DRAWN_RING_HOLE * within.pixels

function isInLine(area: EnclosedArea, picture: Picture, label: Uint8Array): boolean {
  if (isDrawnRing(area)) return false
  const diameter = Math.sqrt((4 * area.pixels) / Math.PI)
  const line = penLine(picture, label, area.runs, INNER_LINE_SHARE * diameter)
  return line !== null && line.width <= (line.inner ? INNER_LINE_SHARE : OUTLINE_SHARE) * diameter
}

/** Bits of a channel's value that tell two colours of a drawing apart. */
const COLOUR_BITS = 4
const MOST_COLOURS = 10
const COLOURED_SHARE = 0.9

/** Whether a few colours make up nearly all of the figure, as in a drawing. */
function isFlat({ rgba }: Picture, label: Uint8Array): boolean {
  const counts = new Uint32Array(1 << (3 * COLOUR_BITS))
  const coarse = (value: number): number => value >> (8 - COLOUR_BITS)
  let figure = 0
  for (let p = 0; p < label.length; p++) {
    if (label[p] !== SUBJECT) continue
    figure++
    const [r, g, b] = [coarse(rgba[4 * p]!), coarse(rgba[4 * p + 1]!), coarse(rgba[4 * p + 2]!)]
    counts[(((r << COLOUR_BITS) + g) << COLOUR_BITS) + b]!++
  }
  const most = counts.toSorted().subarray(-MOST_COLOURS)
  return most.reduce((sum, count) => sum + count, 0) >= COLOURED_SHARE * figure
}
