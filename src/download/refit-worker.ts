import { dracoFor } from './draco-decoder.ts'
import { reasonText } from './reason-text.ts'
import { refit } from '../glb/refit.ts'
import type { RefitRequest } from '../glb/refit-request.ts'

/** First the file, then any number of requests. */
export type RefitOrder = { readonly bytes: Uint8Array } | { readonly request: RefitRequest }

let file: Uint8Array = new Uint8Array()

self.addEventListener('message', async ({ data }: MessageEvent<RefitOrder>) => {
  if ('bytes' in data) {
    file = data.bytes
    return
  }
  try {
    const refitted = await refit(file, data.request, await dracoFor(file))
    self.postMessage({ done: refitted }, { transfer: [refitted.glb.buffer] })
  } catch (error) {
    self.postMessage({ reason: reasonText(error) })
  }
})
