import { askWorker } from '../ui/ask-worker.ts'
import type { IntakeOrder } from './intake-worker.ts'
import type { ReadMesh } from './read-mesh.ts'

/**
 * Reads a mesh in a worker of its own, which is ended when the artist goes on to something else, or when a file keeps it too long.
 * @throws {Error} with the reason in words for the artist
 */
export function readInWorker(order: IntakeOrder, signal: AbortSignal): Promise<ReadMesh> {
  const worker = new Worker(new URL('./intake-worker.ts', import.meta.url), { type: 'module' })
  return askWorker<ReadMesh>(worker, order, { signal })
}
