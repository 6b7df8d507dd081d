import { askWorker } from '../ui/ask-worker.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import type { Refitted } from '../glb/refit.ts'
import { RefitError } from '../glb/refit-error.ts'
import type { RefitOrder } from './refit-worker.ts'

/** A worker that has a file and waits for requests. */
interface Ready {
  readonly bytes: Uint8Array
  readonly worker: Worker
}

let ready: Ready | null = null

function start(bytes: Uint8Array): Ready {
  const worker = new Worker(new URL('./refit-worker.ts', import.meta.url), { type: 'module' })
  worker.postMessage({ bytes } satisfies RefitOrder)
  return { bytes, worker }
}

/** Hands a worker a copy of the file, so that a refit can begin at once. It has one file at most. */
export function prepareRefit(bytes: Uint8Array): void {
  if (ready?.bytes === bytes) return
  ready?.worker.terminate()
  ready = null
  try {
    ready = start(bytes)
  } catch {
    // Nothing is lost yet: the refit itself will say that no worker can be started.
  }
}

async function bake(bytes: Uint8Array, request: RefitRequest): Promise<Refitted> {
  const own = ready?.bytes === bytes ? ready : start(bytes)
  // Nobody else may use it until it has answered.
  if (own === ready) ready = null
  const refitted = await askWorker<Refitted>(own.worker, { request } satisfies RefitOrder, { keep: true }).catch(
    (error: unknown) => {
      throw new RefitError(error instanceof Error ? error.message : String(error))
    },
  )
  if (ready) own.worker.terminate()
  else ready = own
  return refitted
}

interface Baked {
  readonly key: string
  readonly refitted: Promise<Refitted>
}

/** The last one of each file, for as long as the file itself is in memory. */
const last = new WeakMap<Uint8Array, Baked>()

/**
 * Refits in a worker, so that the page stays responsive. A repeated request gets the same result, so every file saved with one size and
 * origin comes from one baking.
 * @throws {RefitError} with the reason in words for the artist
 */
export function refitInWorker(bytes: Uint8Array, request: RefitRequest): Promise<Refitted> {
  const key = JSON.stringify(request)
  const known = last.get(bytes)
  if (known?.key === key) return known.refitted
  const baked: Baked = { key, refitted: bake(bytes, request) }
  last.set(bytes, baked)
  // A failure is not kept: the next request tries again.
  baked.refitted.catch(() => last.get(bytes) === baked && last.delete(bytes))
  return baked.refitted
}
