import * as z from 'zod/mini'
import { SESSION_CODE } from './session-code.ts'

const bytes = z.number().check(z.nonnegative())

/** `data` of GET /plinth/storage: what the local engine's folder takes, as a whole and by session, and what is free beside it. */
export const diskUseSchema = z.object({
  used_bytes: bytes,
  /** Null where the system does not tell. */
  free_bytes: z.nullable(bytes),
  sessions: z.record(z.string().check(z.regex(SESSION_CODE)), bytes),
})

export type DiskUse = z.output<typeof diskUseSchema>
