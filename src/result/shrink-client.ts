import { askWorker } from './ask-worker.ts'

/** Makes a GLB small off the page's thread. */
export const shrinkInWorker = (glb: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  askWorker(new Worker(new URL('./shrink-worker.ts', import.meta.url), { type: 'module' }), glb)
