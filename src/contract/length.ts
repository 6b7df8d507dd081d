/** Lengths as people set and read them. Everything inside is metres; a unit is only how a length is shown and typed. */

/** Metres of one. Inch and foot are exact by the international yard and pound agreement of 1959. */
const METRES_OF = { m: 1, cm: 0.01, mm: 0.001, in: 0.0254, ft: 0.3048 } as const

export type Unit = keyof typeof METRES_OF

export const UNITS: readonly { readonly unit: Unit; readonly name: string }[] = [
  { unit: 'm', name: 'metres' },
  { unit: 'cm', name: 'centimetres' },
  { unit: 'mm', name: 'millimetres' },
  { unit: 'in', name: 'inches' },
  { unit: 'ft', name: 'feet' },
]

export const isUnit = (text: unknown): text is Unit => UNITS.some(({ unit }) => unit === text)

export const unitName = (unit: Unit): string => UNITS.find((each) => each.unit === unit)?.name ?? unit

/** Doubles carry 15 digits; what the arithmetic adds behind the twelfth was typed by nobody. */
const tidy = (value: number): number => Number(value.toPrecision(12)) + 0

export const inUnit = (metres: number, unit: Unit): number => tidy(metres / METRES_OF[unit])

export const inMetres = (value: number, unit: Unit): number => tidy(value * METRES_OF[unit])

/** At most `digits` significant digits, without an exponent or trailing zeros: 0.0457, 12.5, 1000. */
export function brief(value: number, digits = 4): string {
  const rounded = Number(value.toPrecision(digits))
  const decimals = rounded === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))))
  return Number.isInteger(rounded) ? String(rounded + 0) : rounded.toFixed(Math.min(20, decimals)).replace(/\.?0+$/, '')
}

/** `4.2 cm`, for metres. */
export const sayLength = (metres: number, unit: Unit, digits = 4): string =>
  `${brief(inUnit(metres, unit), digits)} ${unit}`

/** `4.2 centimetres`: the same, to be heard. */
export const speakLength = (metres: number, unit: Unit): string => `${brief(inUnit(metres, unit))} ${unitName(unit)}`
