import { brief, inUnit, sayLength, type Unit } from '../contract/length.ts'
import { vec3, type Vec3 } from '../contract/vec3.ts'

/** Longest side of what artists make, from a bead to a block of houses. Beyond these, a file's unit was most likely mistaken. */
const PLAUSIBLE_METRES = { min: 0.005, max: 50 } as const

export interface SizeOffer {
  readonly factor: number
  /** `÷ 1000 → 1.25 × 0.8 × 0.02 m`. */
  readonly text: string
}

export interface SizeDoubt {
  readonly what: string
  readonly offers: readonly SizeOffer[]
}

/** `1.25 × 0.8 × 0.02 m`. */
export const saySizes = (sizeMetres: Vec3, unit: Unit): string =>
  `${sizeMetres.map((metres) => brief(inUnit(metres, unit))).join(' × ')} ${unit}`

export const isPlausible = (sizeMetres: Vec3): boolean => {
  const longest = Math.max(...sizeMetres)
  return longest >= PLAUSIBLE_METRES.min && longest <= PLAUSIBLE_METRES.max
}

/** What a mesh would measure had its file been made in another unit than it was read in; null while its size is plausible. */
export function sizeDoubt(sizeMetres: Vec3, unit: Unit): SizeDoubt | null {
  if (isPlausible(sizeMetres)) return null
  const longest = Math.max(...sizeMetres)
  const tooLarge = longest > PLAUSIBLE_METRES.max
  const [sign, cause] = tooLarge
    ? ['÷', 'Millimetres or centimetres may have been taken for metres.']
    : ['×', 'Metres may have been taken for millimetres or centimetres.']
  const offers = [1000, 100].map((times) => {
    const factor = tooLarge ? 1 / times : times
    const result = vec3((axis) => sizeMetres[axis] * factor)
    return { factor, text: `${sign} ${times} → ${saySizes(result, unit)}` }
  })
  return { what: `Its longest side is ${sayLength(longest, unit)}. ${cause}`, offers }
}
