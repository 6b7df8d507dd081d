import { shrink } from './shrink.ts'

self.addEventListener('message', async ({ data }: MessageEvent<Uint8Array>) => {
  try {
    const glb = await shrink(data)
    self.postMessage({ done: glb }, { transfer: [glb.buffer] })
  } catch (error) {
    self.postMessage({ reason: error instanceof Error ? error.message : String(error) })
  }
})
