import { askWorker } from './ask-worker.ts'
import type { Refitted, RefitRequest } from './refit.ts'
import { RefitError } from './refit-error.ts'

/**
 * Refits in a worker of its own, so that the page stays free; `bytes` stay the caller's.
 * @throws {RefitError} with the reason in words for the artist
 */
export const refitInWorker = (bytes: Uint8Array, request: RefitRequest): Promise<Refitted> =>
  askWorker<Refitted>(new Worker(new URL('./refit-worker.ts', import.meta.url), { type: 'module' }), { bytes, request }).catch((error: unknown) => {
    throw new RefitError(error instanceof Error ? error.message : String(error))
  })
