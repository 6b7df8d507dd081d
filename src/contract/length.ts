/**
 * Lengths as people type and read them: the code itself knows only metres. Inch and foot are exact by the
 * international yard and pound agreement of 1959.
 */
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

export const unitName = (unit: Unit): string => UNITS.find((entry) => entry.unit === unit)?.name ?? unit

/** Rounds to twelve digits: a double carries 15, and what arithmetic adds behind the twelfth nobody typed. */
const tidy = (value: number): number => Number(value.toPrecision(12)) + 0

export const inUnit = (metres: number, unit: Unit): number => tidy(metres / METRES_OF[unit])

export const inMetres = (value: number, unit: Unit): number => tidy(value * METRES_OF[unit])

/** At most `digits` significant digits, without an exponent or trailing zeros: 0.0457, 12.5, 1000. */
export function brief(value: number, digits = 4): string {
  const rounded = Number(value.toPrecision(digits))
  const decimals = rounded === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))))
  return Number.isInteger(rounded) ? String(rounded + 0) : rounded.toFixed(Math.min(20, decimals)).replace(/\.?0+$/, '')
}

/** `4.2 cm`, from metres. */
export const sayLength = (metres: number, unit: Unit, digits = 4): string =>
  `${brief(inUnit(metres, unit), digits)} ${unit}`

const decimalsIn = (text: string): number => text.split('.')[1]?.length ?? 0

/** `0.40 × 0.28 × 0.16 m`, from metres: three digits that count of each side, as a file's name has them, on a line with each other. */
export function saySize(sizeMetres: readonly number[], unit: Unit): string {
  const sides = sizeMetres.map((metres) => Number(inUnit(metres, unit).toPrecision(3)))
  const decimals = Math.max(...sides.map((side) => decimalsIn(brief(side, 3))))
  // A nought behind the third digit would say more than is known.
  const known = (side: number) => (side === 0 ? decimals : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(side)))))
  return `${sides.map((side) => side.toFixed(Math.min(decimals, known(side)))).join(' × ')} ${unit}`
}

/** `4.2 centimetres`, for a screen reader. */
export const speakLength = (metres: number, unit: Unit): string => `${brief(inUnit(metres, unit))} ${unitName(unit)}`
