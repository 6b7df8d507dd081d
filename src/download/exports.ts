import { askWorker } from '../ui/ask-worker.ts'
import type { ExportFormat } from './export-formats.ts'
import type { Export } from './export-worker.ts'

export interface ExportKind {
  readonly name: string
  readonly ending: string
  readonly type: string
  /** What an artist should know before choosing it; null where that is for the artist to set. */
  readonly about: string | null
}

const OWN_FRAME_TEXT = 'Y up, metres'

/** What Plinth makes of any GLB itself, whatever else the upstream offers. */
export const EXPORTS: Readonly<Record<ExportFormat, ExportKind>> = {
  small: {
    name: 'GLB, compressed',
    ending: '.small.glb',
    type: 'model/gltf-binary',
    about: 'For Blender, Unity, Unreal and the web. Textures at most 1024 px, JPEG or PNG.',
  },
  meshopt: {
    name: 'GLB, meshopt',
    ending: '.meshopt.glb',
    type: 'model/gltf-binary',
    about: 'The smallest, for the web: three.js, Babylon.js, model-viewer. Not for Blender, Unity or Unreal.',
  },
  obj: { name: 'OBJ (zip)', ending: '.obj.zip', type: 'application/zip', about: OWN_FRAME_TEXT },
  usdz: { name: 'USDZ', ending: '.usdz', type: 'model/vnd.usdz+zip', about: OWN_FRAME_TEXT },
  stl: { name: 'STL', ending: '.stl', type: 'model/stl', about: null },
  ply: { name: 'PLY', ending: '.ply', type: 'application/octet-stream', about: null },
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
