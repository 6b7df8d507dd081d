/*
 * Intents as files `<dataDir>/intents/<id>.json`, so that a request is not sent twice over a restart either. They are
 * readable by the server's own account only: an answer may hold links to an artist's work.
 */
import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { INTENT_KEPT_MS, intentIdSchema } from '../contract/intent.ts'
import { newId } from '../contract/new-id.ts'
import { systemCodeOf } from '../engine/storage-error.ts'
import { writeIntoPlace } from '../engine/write-into-place.ts'
import type { IntentShelf, KeptIntent } from '../proxy/intents.ts'

const endSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('answered'), status: z.number(), body: z.string(), retryAfter: z.string().nullable() }),
  z.object({ is: z.literal('failed'), kind: z.string(), status: z.number(), message: z.string() }),
])

const keptSchema = z.object({
  id: intentIdSchema,
  asked: z.string(),
  atMs: z.number(),
  end: endSchema.nullable(),
}) satisfies z.ZodType<KeptIntent>

const SWEEP_EVERY_MS = 60 * 60_000

/** A shelf in the data folder; intents older than 24 hours are deleted, now and every hour in which something is put. */
export function openIntentFiles(dataDir: string, now: () => Date): IntentShelf {
  const root = join(dataDir, 'intents')
  const placeOf = (id: string): string => join(root, `${intentIdSchema.parse(id)}.json`)
  const isOld = (atMs: number): boolean => now().getTime() - atMs > INTENT_KEPT_MS
  let sweptAtMs = -Infinity

  async function sweep(): Promise<void> {
    if (now().getTime() - sweptAtMs < SWEEP_EVERY_MS) return
    sweptAtMs = now().getTime()
    for (const name of await readdir(root).catch(() => [])) {
      const place = join(root, name)
      const about = await stat(place).catch(() => null)
      if (about && isOld(about.mtimeMs)) await rm(place, { force: true }).catch(() => {})
    }
  }

  void sweep()
  return {
    async get(id) {
      const text = await readFile(placeOf(id), 'utf8').catch((cause: unknown) => {
        if (['ENOENT', 'ENOTDIR'].includes(systemCodeOf(cause))) return null
        throw cause
      })
      if (text === null) return null
      const kept = keptSchema.parse(JSON.parse(text))
      return isOld(kept.atMs) ? null : kept
    },
    async put(kept) {
      await writeIntoPlace(placeOf(kept.id), JSON.stringify(kept), newId())
      void sweep()
    },
  }
}
