/* The colours of the subject as the artist has shown it, and of all that is outside of the outline. */
import { eachMarked, type BrushMark } from './brush-mark.ts'
import { densityOf, mixOf, type ColourMix } from './colour-mix.ts'
import { PIN } from './pins.ts'
import { COVERED } from './renew-outline.ts'

export interface Shown {
  readonly subject: ColourMix
  readonly outside: ColourMix
}

const [SUBJECT_CLUSTERS, OUTSIDE_CLUSTERS] = [8, 20]
/** Colours are read from about so many pixels. */
const [SUBJECT_SAMPLES, OUTSIDE_SAMPLES] = [2000, 8000]
/** Fewer pixels show nothing. */
const LEAST_SHOWN = 20
/** The density that stands for "unlike anything". */
const FAINT = 0.001

/** Null where the artist has not shown the subject. */
export function shownSubject(rgb: Uint8Array, pins: Uint8Array, alpha: Uint8Array): Shown | null {
  const found: number[] = []
  for (let p = 0; p < pins.length; p++) if (pins[p] === PIN.subject) found.push(p)
  if (found.length < LEAST_SHOWN) return null
  const around: number[] = []
  const step = Math.floor(alpha.length / OUTSIDE_SAMPLES) | 1
  for (let p = 0; p < alpha.length; p += step) if (alpha[p]! < COVERED) around.push(p)
  return {
    subject: mixAt(rgb, found, SUBJECT_SAMPLES, SUBJECT_CLUSTERS),
    outside: mixAt(rgb, around, OUTSIDE_SAMPLES, OUTSIDE_CLUSTERS),
  }
}

function mixAt(rgb: Uint8Array, pixels: readonly number[], most: number, clusters: number): ColourMix {
  const step = Math.max(1, Math.ceil(pixels.length / most))
  const few = pixels.filter((_, k) => k % step === 0)
  const colours = new Float32Array(3 * few.length)
  for (const [k, p] of few.entries()) colours.set(rgb.subarray(3 * p, 3 * p + 3), 3 * k)
  return mixOf(colours, new Float32Array(few.length).fill(1), clusters)
}

/** How much more a colour is like the subject (above 0) than like what is outside. */
export const likeness = ({ subject, outside }: Shown, rgb: ArrayLike<number>, at: number): number =>
  Math.log((densityOf(subject, rgb, at) + FAINT) / (densityOf(outside, rgb, at) + FAINT))

/** A stroke's share of what is kept, from which on it is no mere correction. */
const LEAST_PART = 0.025
/** Where so much of it is drawn over what is clearly like the subject, colours cannot tell what it means. */
const [MOST_LIKE, CLEARLY] = [0.8, 1]

/** Whether a stroke to erase means all that is unlike the subject, and not only what lies around it. */
export function meansAll(
  shown: Shown,
  rgb: Uint8Array,
  alpha: Uint8Array,
  mark: BrushMark,
  core: number,
  width: number,
): boolean {
  let [covered, drawn, like] = [0, 0, 0]
  eachMarked(mark, width, (p, distance) => {
    covered++
    if (distance > core) return
    drawn++
    if (likeness(shown, rgb, 3 * p) > CLEARLY) like++
  })
  let kept = 0
  for (let p = 0; p < alpha.length; p++) if (alpha[p]! >= COVERED) kept++
  return covered >= LEAST_PART * kept && like <= MOST_LIKE * drawn
}
