import { dracoFor } from './draco-decoder.ts'
import { reasonText } from './reason-text.ts'
import { refit, type RefitRequest } from './refit.ts'

export interface RefitOrder {
  readonly bytes: Uint8Array
  readonly request: RefitRequest
}

self.addEventListener('message', async ({ data: { bytes, request } }: MessageEvent<RefitOrder>) => {
  try {
    const refitted = await refit(bytes, request, await dracoFor(bytes))
    self.postMessage({ done: refitted }, { transfer: [refitted.glb.buffer] })
  } catch (error) {
    self.postMessage({ reason: reasonText(error) })
  }
})
