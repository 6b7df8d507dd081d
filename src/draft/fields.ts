import { PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import type { Axis } from '../contract/vec3.ts'

export type FieldName = 'Width' | 'Height' | 'Depth' | 'Pivot X' | 'Pivot Y' | 'Pivot Z'

/** A number the artist sets, and what it may be. */
export interface Field {
  readonly name: FieldName
  readonly of: 'size' | 'pivot'
  readonly axis: Axis
  readonly min: number
  readonly max: number
  /** What it takes, as the tail of a sentence. */
  readonly takes: string
}

const size = (name: FieldName, axis: Axis): Field => {
  const { min, max } = SIZE_LIMITS_METRES
  return { name, of: 'size', axis, min, max, takes: `a number of metres from ${min} to ${max}` }
}

const pivot = (name: FieldName, axis: Axis): Field => {
  const { min, max } = PIVOT_LIMITS
  return { name, of: 'pivot', axis, min, max, takes: `a number from ${min} to ${max}` }
}

export const SIZE_FIELDS: readonly Field[] = [size('Width', 0), size('Height', 1), size('Depth', 2)]
export const PIVOT_FIELDS: readonly Field[] = [pivot('Pivot X', 0), pivot('Pivot Y', 1), pivot('Pivot Z', 2)]
export const FIELDS: readonly Field[] = [...SIZE_FIELDS, ...PIVOT_FIELDS]

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

/** The number a field would take from a text, or null when the text is half-typed or out of range. */
export function readField(field: Field, text: string): number | null {
  const value = parseNumber(text)
  return value !== null && value >= field.min && value <= field.max ? value : null
}

/** `Pivot X takes a number from -0.5 to 0.5.` */
export const fieldProblem = ({ name, takes }: Field): string => `${name} takes ${takes}.`
