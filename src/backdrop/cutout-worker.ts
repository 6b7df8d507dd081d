import { cutOutFrame } from './spin-cutout.ts'

self.addEventListener('message', ({ data: frame }: MessageEvent<ImageBitmap>) => {
  try {
    const cutout = cutOutFrame(frame)
    self.postMessage({ done: cutout }, { transfer: [cutout.data.buffer] })
  } catch (error) {
    self.postMessage({ reason: String(error) })
  }
})
