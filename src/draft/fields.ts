import { inMetres, inUnit, isUnit, brief, unitName, type Unit } from '../contract/length.ts'
import { PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import type { Axis, Vec3 } from '../contract/vec3.ts'

export type FieldName =
  'Width' | 'Height' | 'Depth' | 'Pivot X' | 'Pivot Y' | 'Pivot Z' | 'Offset X' | 'Offset Y' | 'Offset Z'

/** A number the artist sets: a side of the box, the pivot in it from -0.5 to 0.5, or the same pivot as a length from the box's middle. */
export interface Field {
  readonly name: FieldName
  readonly of: 'size' | 'pivot' | 'offset'
  readonly axis: Axis
}

/** What lengths are typed in, and the box as it is drawn, which an offset is a part of. */
export interface Scale {
  readonly unit: Unit
  readonly sizeMetres: Vec3
}

export const SIZE_FIELDS: readonly Field[] = [
  { name: 'Width', of: 'size', axis: 0 },
  { name: 'Height', of: 'size', axis: 1 },
  { name: 'Depth', of: 'size', axis: 2 },
]
export const PIVOT_FIELDS: readonly Field[] = [
  { name: 'Pivot X', of: 'pivot', axis: 0 },
  { name: 'Pivot Y', of: 'pivot', axis: 1 },
  { name: 'Pivot Z', of: 'pivot', axis: 2 },
]
export const OFFSET_FIELDS: readonly Field[] = [
  { name: 'Offset X', of: 'offset', axis: 0 },
  { name: 'Offset Y', of: 'offset', axis: 1 },
  { name: 'Offset Z', of: 'offset', axis: 2 },
]
/** In the order of the page. */
export const FIELDS: readonly Field[] = [...SIZE_FIELDS, ...PIVOT_FIELDS, ...OFFSET_FIELDS]

export const fieldNamed = (name: FieldName): Field => {
  const found = FIELDS.find((field) => field.name === name)
  if (!found) throw new Error(`No field is called ${name}`)
  return found
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The number a text means, or null. Takes a decimal comma and a typographic minus, as keyboards give them. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.')
  if (!DECIMAL.test(plain)) return null
  const value = Number(plain)
  return Number.isFinite(value) ? value + 0 : null
}

/** A length in metres from a text, with a unit of its own (`12 cm`, `3ft`) or in `unit`. */
export function parseLength(text: string, unit: Unit): number | null {
  const [, number = text, own] = /^(.*?)\s*([a-z]+)$/i.exec(text.trim()) ?? []
  const given = own?.toLowerCase()
  if (given !== undefined && !isUnit(given)) return null
  const value = parseNumber(number)
  return value === null ? null : inMetres(value, given ?? unit)
}

const within = (value: number | null, { min, max }: { readonly min: number; readonly max: number }): number | null =>
  value !== null && value >= min && value <= max ? value : null

/**
 * The number a field would take from a text, or null when the text is half-typed or out of range: metres for a size, normalised for a pivot
 * and for an offset, which is the same point.
 */
export function readField(field: Field, text: string, { unit, sizeMetres }: Scale): number | null {
  if (field.of === 'size') return within(parseLength(text, unit), SIZE_LIMITS_METRES)
  if (field.of === 'pivot') return within(parseNumber(text), PIVOT_LIMITS)
  const metres = parseLength(text, unit)
  if (metres === null) return null
  const normalised = Number((metres / sizeMetres[field.axis]).toPrecision(12))
  return within(normalised, PIVOT_LIMITS)
}

/** Ends of what a field takes, in what it shows. */
export function fieldLimits(
  { of, axis }: Field,
  { unit, sizeMetres }: Scale,
): { readonly min: number; readonly max: number } {
  if (of === 'pivot') return PIVOT_LIMITS
  if (of === 'size') return { min: inUnit(SIZE_LIMITS_METRES.min, unit), max: inUnit(SIZE_LIMITS_METRES.max, unit) }
  return {
    min: inUnit(PIVOT_LIMITS.min * sizeMetres[axis], unit),
    max: inUnit(PIVOT_LIMITS.max * sizeMetres[axis], unit),
  }
}

/** `Pivot X takes a number from -0.5 to 0.5.` */
export function fieldProblem(field: Field, scale: Scale): string {
  const { min, max } = fieldLimits(field, scale)
  return `${field.name} takes a number${field.of === 'pivot' ? '' : ` of ${unitName(scale.unit)}`} from ${brief(min)} to ${brief(max)}.`
}
