import { inMetres, inUnit, isUnit, brief, unitName, type Unit } from '../contract/length.ts'
import { PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import type { Axis, Vec3 } from '../contract/vec3.ts'

export type FieldName =
  'Width' | 'Height' | 'Depth' | 'Pivot X' | 'Pivot Y' | 'Pivot Z' | 'X from centre' | 'Y from centre' | 'Z from centre'

/**
 * A number that the artist sets: a side of the box, a coordinate of the pivot from -0.5 to 0.5 of the box, or the same coordinate as a length
 * from the box's centre.
 */
export interface Field {
  readonly name: FieldName
  readonly quantity: 'size' | 'pivot' | 'offset'
  readonly axis: Axis
}

/** What it takes to read lengths: the unit they are typed in, and the drawn box, to which offsets are relative. */
export interface Scale {
  readonly unit: Unit
  readonly sizeMetres: Vec3
}

export const SIZE_FIELDS: readonly Field[] = [
  { name: 'Width', quantity: 'size', axis: 0 },
  { name: 'Height', quantity: 'size', axis: 1 },
  { name: 'Depth', quantity: 'size', axis: 2 },
]
export const PIVOT_FIELDS: readonly Field[] = [
  { name: 'Pivot X', quantity: 'pivot', axis: 0 },
  { name: 'Pivot Y', quantity: 'pivot', axis: 1 },
  { name: 'Pivot Z', quantity: 'pivot', axis: 2 },
]
export const OFFSET_FIELDS: readonly Field[] = [
  { name: 'X from centre', quantity: 'offset', axis: 0 },
  { name: 'Y from centre', quantity: 'offset', axis: 1 },
  { name: 'Z from centre', quantity: 'offset', axis: 2 },
]
/** In the order of the page. */
export const FIELDS: readonly Field[] = [...SIZE_FIELDS, ...PIVOT_FIELDS, ...OFFSET_FIELDS]

export const fieldNamed = (name: FieldName): Field => {
  const found = FIELDS.find((field) => field.name === name)
  if (!found) throw new Error(`No field is called ${name}`)
  return found
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The number that a text means, or null. Accepts a decimal comma and a typographic minus. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.')
  if (!DECIMAL.test(plain)) return null
  const value = Number(plain)
  return Number.isFinite(value) ? value + 0 : null
}

/** The length in metres that a text means, with its own unit (`12 cm`, `3ft`) or else in `unit`. Null if it means none. */
function parseLength(text: string, unit: Unit): number | null {
  const [, number = text, suffix] = /^(.*?)\s*([a-z]+)$/i.exec(text.trim()) ?? []
  const ownUnit = suffix?.toLowerCase()
  if (ownUnit !== undefined && !isUnit(ownUnit)) return null
  const value = parseNumber(number)
  return value === null ? null : inMetres(value, ownUnit ?? unit)
}

const within = (value: number | null, { min, max }: { readonly min: number; readonly max: number }): number | null =>
  value !== null && value >= min && value <= max ? value : null

/**
 * The number that a field reads from a text: metres for a size, -0.5 to 0.5 for a pivot, and the same for an offset. Null when the text is
 * half-typed or out of range.
 */
export function readField(field: Field, text: string, { unit, sizeMetres }: Scale): number | null {
  if (field.quantity === 'size') return within(parseLength(text, unit), SIZE_LIMITS_METRES)
  if (field.quantity === 'pivot') return within(parseNumber(text), PIVOT_LIMITS)
  const metres = parseLength(text, unit)
  if (metres === null) return null
  const normalised = Number((metres / sizeMetres[field.axis]).toPrecision(12))
  return within(normalised, PIVOT_LIMITS)
}

/** The range of a field, in the unit that it shows. */
export function fieldLimits(
  { quantity, axis }: Field,
  { unit, sizeMetres }: Scale,
): { readonly min: number; readonly max: number } {
  if (quantity === 'pivot') return PIVOT_LIMITS
  if (quantity === 'size')
    return { min: inUnit(SIZE_LIMITS_METRES.min, unit), max: inUnit(SIZE_LIMITS_METRES.max, unit) }
  return {
    min: inUnit(PIVOT_LIMITS.min * sizeMetres[axis], unit),
    max: inUnit(PIVOT_LIMITS.max * sizeMetres[axis], unit),
  }
}

/** What a field accepts: `Pivot X takes a number from -0.5 to 0.5.` */
export function fieldProblem(field: Field, scale: Scale): string {
  const { min, max } = fieldLimits(field, scale)
  return `${field.name} takes a number${field.quantity === 'pivot' ? '' : ` of ${unitName(scale.unit)}`} from ${brief(min)} to ${brief(max)}.`
}
