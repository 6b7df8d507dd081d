import { firstFrame } from './first-frame.ts'
import type { SpinCutout } from '../backdrop/spin-cutout.ts'
import { askWorker } from '../ui/ask-worker.ts'

/**
 * A spin's first frame without its backdrop.
 * @throws when the picture or video cannot be decoded, or on abort
 */
export async function cutOutSpin(blob: Blob, signal: AbortSignal): Promise<SpinCutout> {
  const frame = await firstFrame(blob, signal)
  const worker = new Worker(new URL('../backdrop/cutout-worker.ts', import.meta.url), { type: 'module' })
  return askWorker<SpinCutout>(worker, frame, { signal, transfer: [frame] })
}
