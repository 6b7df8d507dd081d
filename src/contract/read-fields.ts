import * as z from 'zod/mini'
import { parseWith } from './problems.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema of a body. */
export type FieldsSchema = z.ZodMiniObject

export interface ReadFields<T> {
  readonly known: T
  /** What the schema has no word for, as it came. */
  readonly unknown: Readonly<Record<string, unknown>>
}

/**
 * Reads a body as a client of any year may send it.
 * [CREATE-2] A field that the schema does not know, or knows no longer, is set aside and refuses nothing.
 * [CREATE-3] `null` is a Python client's way to leave an optional field out.
 * @throws {InvalidInput} for a known field whose value is wrong
 */
export function readFields<S extends FieldsSchema>(schema: S, input: unknown): ReadFields<z.output<S>> {
  if (!isObject(input)) return { known: parseWith(schema, input), unknown: {} }
  const fields = Object.entries(input)
  const fieldOf = (name: string) => (Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined)
  const isLeftOut = ([name, value]: [string, unknown]) => value === null && fieldOf(name) instanceof z.ZodMiniOptional
  const known = fields.filter((field) => fieldOf(field[0]) && !isLeftOut(field))
  return {
    known: parseWith(schema, Object.fromEntries(known)),
    unknown: Object.fromEntries(fields.filter(([name]) => !fieldOf(name))),
  }
}

/**
 * The same for whoever passes a body on: the known fields are right, and those that only the upstream knows, or nobody any
 * more, go along as they came.
 * @throws {InvalidInput} for a known field whose value is wrong
 */
export function checkedFields(schema: FieldsSchema, input: unknown): Record<string, unknown> {
  const { known, unknown } = readFields(schema, input)
  return { ...known, ...unknown }
}

const SHOWN_NAMES = 12
const SHOWN_LENGTH = 40

/** Names of fields for a line of the log: `a, b and 3 more`. Never their values, which may be anybody's. */
export function namesOf(fields: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(fields)
  const shown = names.slice(0, SHOWN_NAMES).map((name) => {
    const plain = name.replace(/[\p{C}\p{Z}]/gu, '?')
    return plain.length > SHOWN_LENGTH ? `${plain.slice(0, SHOWN_LENGTH)}…` : plain
  })
  return `${shown.join(', ')}${names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : ''}`
}
