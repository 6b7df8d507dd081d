import * as z from 'zod/mini'
import { expected } from './problems.ts'

/**
 * [INTENT-1] Header in which the page names what the artist wanted with a POST: the same id however often it is sent, by
 * the page, by the browser (Chromium repeats a POST whose connection was dropped) or by anything on the way. Plinth's
 * own: the proxy keeps what the intent came to and never forwards it twice, and the upstream does not see it.
 */
export const INTENT_HEADER = 'x-plinth-intent'

/** [INTENT-2] How long what an intent came to is kept. */
export const INTENT_KEPT_MS = 24 * 60 * 60_000

/**
 * [INTENT-4] Header with a digest of what is wanted of which state of a session. Tabs that cannot know of each other (no storage,
 * `localhost` beside 127.0.0.1) give one click in each an intent of its own, but the same wish.
 */
export const WISH_HEADER = 'x-plinth-wish'

/** [INTENT-5] For how long after an intent another one with the same wish is taken for it. */
export const SAME_WISH_MS = 5000

export const intentIdSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{16,64}$/, expected('an intent of 16 to 64 letters, digits, _ and -')))

/** [INTENT-3] What the proxy says about an intent when it is asked. */
export const intentRecordSchema = z.discriminatedUnion('is', [
  /** It has not reached the proxy, or so long ago that it is forgotten. */
  z.object({ is: z.literal('never seen') }),
  /** It is arriving, or has been forwarded and the upstream's answer is waited for. */
  z.object({ is: z.literal('under way') }),
  /** It was forwarded before the proxy was restarted, and the answer is lost. */
  z.object({ is: z.literal('not known') }),
  /** What the POST was answered with, then or when somebody would have listened. */
  z.object({ is: z.literal('answered'), status: z.int().check(z.minimum(200), z.maximum(599)), body: z.unknown() }),
])

export type IntentRecord = z.output<typeof intentRecordSchema>
