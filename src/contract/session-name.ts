/*
 * Names of sessions. CSM's API has none; the local engine keeps them with the session, so that every browser and the
 * next start know them.
 */
import * as z from 'zod/mini'
import { expected } from './problems.ts'

export const MAX_NAME_LENGTH = 120

/** Characters that no line of text shows: controls, and those that turn its direction round. */
// oxlint-disable-next-line no-control-regex -- these are what must not get into a name
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** One line without characters that are not seen, cut to the length that a name may have; possibly empty. */
export const tidyName = (text: string): string =>
  [...text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim()].slice(0, MAX_NAME_LENGTH).join('').trim()

const nameSchema = z
  .string(expected('a name of text'))
  .check(
    z.refine(
      (name) => [...name].length <= MAX_NAME_LENGTH,
      expected(`a name of at most ${MAX_NAME_LENGTH} characters`),
    ),
  )

/** Body of PUT /plinth/sessions/<code>/name, which answers as a get of the session does. An empty name takes it away. */
export const nameRequestSchema = z.strictObject(
  { name: z.pipe(nameSchema, z.transform(tidyName)) },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a JSON object' : undefined) },
)
