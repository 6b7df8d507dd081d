import * as z from 'zod/mini'
import { otherwise } from './otherwise.ts'

/** Every answer of the API, errors included. `data` is anything; `statusCode` repeats the HTTP status. */
export interface Envelope<T = unknown> {
  readonly error: string
  readonly message: string
  readonly statusCode: number
  readonly data: T
}

/** Only `data` matters to a reader; the rest may be missing or of another type. */
const looseEnvelopeSchema = z.looseObject({
  // Some write an object, or `true`, which name an error as well.
  error: z.pipe(
    z.optional(z.unknown()),
    z.transform((error) => (typeof error === 'string' ? error : error ? 'unknown' : '')),
  ),
  message: otherwise(z.string(), ''),
  statusCode: otherwise(z.number(), 0),
  data: z.optional(z.unknown()),
})

/** Reads any JSON value as an envelope, or null when it is not an object. */
export function readEnvelope(json: unknown): Envelope | null {
  const parsed = looseEnvelopeSchema.safeParse(json)
  if (!parsed.success) return null
  const { error, message, statusCode, data } = parsed.data
  return { error, message, statusCode, data }
}

export const envelope = <T>(statusCode: number, message: string, data: T, error = ''): Envelope<T> => ({
  error,
  message,
  statusCode,
  data,
})
