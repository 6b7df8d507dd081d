import { brief } from './length.ts'
import { isAbout, type Natural } from './natural.ts'
import { AXES, type Axis, type Vec3 } from './vec3.ts'

/** One side that is out of proportion to the others. */
export interface StretchedSide {
  readonly axis: Axis
  /** Above 1 for a side that is too long, below 1 for one that is too short. */
  readonly factor: number
}

interface Scale {
  readonly axis: Axis
  readonly log: number
}

/** What the natural sides were scaled by, the smallest first; only of sides that are known and not flat. */
function scalesOf(size: Vec3, { sides }: Natural): Scale[] {
  const scales = AXES.flatMap((axis): Scale[] => {
    const natural = sides[axis]
    return natural && size[axis] > 0 ? [{ axis, log: Math.log(size[axis] / natural) }] : []
  })
  return scales.toSorted((a, b) => a.log - b.log)
}

/** So near to the mean of the two others, in logarithms, is a side that follows them; sides have four digits. */
const MEAN = 1e-3

/**
 * [STRETCH-1] A size is stretched where two of its sides, each divided by the natural one, differ by more than is known
 * of these. [STRETCH-2] The side that is out of proportion is named by its distance from the middle one of the three;
 * of two known sides, and where the middle one follows the two others [FIT-2], it is the longer one. The farthest comes
 * first. Empty where nothing is stretched.
 */
export function stretchOf(size: Vec3, natural: Natural | null): StretchedSide[] {
  const scales = natural ? scalesOf(size, natural) : []
  const [least, middle, most = middle] = scales
  const noticed = Math.log1p(natural?.within ?? 0)
  if (!least || !middle || !most || most.log - least.log <= noticed) return []
  const follows = Math.abs(least.log + most.log - 2 * middle.log) < MEAN
  if (scales.length === 2 || follows) return [{ axis: most.axis, factor: Math.exp(most.log - least.log) }]
  const reference = middle.log
  const off = ({ log }: Scale) => log - reference
  return scales
    .toSorted((a, b) => Math.abs(off(b)) - Math.abs(off(a)))
    .filter((scale, rank) => rank === 0 || Math.abs(off(scale)) > noticed)
    .map((scale) => ({ axis: scale.axis, factor: Math.exp(off(scale)) }))
}

const WORDS = [
  ['wide', 'narrow'],
  ['tall', 'low'],
  ['deep', 'shallow'],
] as const

/** Below this factor, a percentage says more. */
const IN_PERCENT = 1.1

function sideText({ axis, factor }: StretchedSide): string {
  const times = Math.max(factor, 1 / factor)
  const word = WORDS[axis][factor > 1 ? 0 : 1]
  return times < IN_PERCENT ? `${brief(100 * (times - 1), 2)} % too ${word}` : `${brief(times, 2)} × too ${word}`
}

/** `Stretched: 5.4 × too deep`; null where nothing is known to be stretched. */
export function stretchText(size: Vec3, natural: Natural | null): string | null {
  const stretched = stretchOf(size, natural)
  if (!natural || stretched.length === 0) return null
  return `Stretched: ${isAbout(natural) ? 'about ' : ''}${stretched.map(sideText).join(', ')}`
}
