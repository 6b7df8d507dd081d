import { dracoFor } from './draco-decoder.ts'
import { ENGINE_PRESETS } from './engine-presets.ts'
import { ExportError } from './export-error.ts'
import { exportMesh, type ExportOrder } from './export-mesh.ts'
import { prepareForEngine } from './prepare-for-engine.ts'
import { reasonText } from './reason-text.ts'
import { redrawPicture } from '../viewer/redraw-picture.ts'

/** A format, or a GLB for an engine. */
export type Export = ExportOrder | { readonly engine: string; readonly glb: Uint8Array; readonly name: string }

async function written(order: Export): Promise<Uint8Array<ArrayBuffer>> {
  const tools = { redraw: redrawPicture, draco: await dracoFor(order.glb) }
  if ('format' in order) return exportMesh(order, tools)
  const preset = ENGINE_PRESETS.find(({ engine }) => engine === order.engine)
  if (!preset) throw new ExportError(`There is no engine ${order.engine}.`)
  return prepareForEngine(preset, order.glb, order.name, tools)
}

self.addEventListener('message', async ({ data }: MessageEvent<Export>) => {
  try {
    const bytes = await written(data)
    self.postMessage({ done: bytes }, { transfer: [bytes.buffer] })
  } catch (error) {
    self.postMessage({ reason: reasonText(error) })
  }
})
