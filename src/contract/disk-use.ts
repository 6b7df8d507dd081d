import { z } from 'zod'
import { SESSION_CODE } from './create-request.ts'

const bytes = z.number().nonnegative()

/** `data` of GET /plinth/storage: what the local engine's folder takes, as a whole and by session, and what is free beside it. */
export const diskUseSchema = z.object({
  used_bytes: bytes,
  /** Null where the system does not tell. */
  free_bytes: bytes.nullable(),
  sessions: z.record(z.string().regex(SESSION_CODE), bytes),
})

export type DiskUse = z.output<typeof diskUseSchema>
