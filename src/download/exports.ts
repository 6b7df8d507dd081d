import { askWorker } from '../viewer/ask-worker.ts'
import type { ExportFormat } from './export-mesh.ts'
import type { Export } from './export-worker.ts'

/** What Plinth makes of any GLB itself, whatever else the upstream offers. */
export const EXPORTS: Readonly<
  Record<ExportFormat, { readonly name: string; readonly ending: string; readonly type: string }>
> = {
  obj: { name: 'OBJ (zip)', ending: 'obj.zip', type: 'application/zip' },
  stl: { name: 'STL', ending: 'stl', type: 'model/stl' },
  ply: { name: 'PLY', ending: 'ply', type: 'application/octet-stream' },
  usdz: { name: 'USDZ', ending: 'usdz', type: 'model/vnd.usdz+zip' },
  small: { name: 'GLB, small', ending: 'small.glb', type: 'model/gltf-binary' },
}

/**
 * Writes a file in a worker of its own, so that the page stays responsive.
 * @throws {Error} with the reason in words for the artist
 */
export async function exportInWorker(order: Export): Promise<Blob> {
  const worker = new Worker(new URL('./export-worker.ts', import.meta.url), { type: 'module' })
  const bytes = await askWorker<Uint8Array<ArrayBuffer>>(worker, order)
  return new Blob([bytes], { type: 'format' in order ? EXPORTS[order.format].type : 'model/gltf-binary' })
}
