import { askWorker } from './ask-worker.ts'
import type { Refitted, RefitRequest } from './refit.ts'
import { RefitError } from './refit-error.ts'

const bake = (bytes: Uint8Array, request: RefitRequest): Promise<Refitted> =>
  askWorker<Refitted>(new Worker(new URL('./refit-worker.ts', import.meta.url), { type: 'module' }), { bytes, request }).catch((error: unknown) => {
    throw new RefitError(error instanceof Error ? error.message : String(error))
  })

interface Baked {
  readonly key: string
  readonly refitted: Promise<Refitted>
}

/** The last one of each file, for as long as the file itself is held. */
const last = new WeakMap<Uint8Array, Baked>()

/**
 * Refits in a worker of its own, so that the page stays free; `bytes` stay the caller's. Every file that is taken away of one size and origin
 * comes of one baking: what is asked again is handed out again.
 * @throws {RefitError} with the reason in words for the artist
 */
export function refitInWorker(bytes: Uint8Array, request: RefitRequest): Promise<Refitted> {
  const key = JSON.stringify(request)
  const known = last.get(bytes)
  if (known?.key === key) return known.refitted
  const baked: Baked = { key, refitted: bake(bytes, request) }
  last.set(bytes, baked)
  // What failed is tried again when it is asked for again.
  baked.refitted.catch(() => last.get(bytes) === baked && last.delete(bytes))
  return baked.refitted
}
