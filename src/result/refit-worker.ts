import { refit, type RefitRequest } from './refit.ts'

export interface RefitOrder {
  readonly bytes: Uint8Array
  readonly request: RefitRequest
}

/** three.js brings the decoder along; it is fetched only for a file that needs it. */
async function dracoDecoder(): Promise<unknown> {
  const [{ default: create }, { default: url }] = await Promise.all([import('three/addons/libs/draco/gltf/draco_wasm_wrapper.js'), import('three/addons/libs/draco/gltf/draco_decoder.wasm?url')])
  return create({ wasmBinary: await (await fetch(url)).arrayBuffer() })
}

/** The extension's name stands in the file's JSON, which is text. */
const needsDraco = (bytes: Uint8Array): boolean => new TextDecoder().decode(bytes.subarray(0, Math.min(bytes.length, 20 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true)))).includes('KHR_draco_mesh_compression')

self.addEventListener('message', async ({ data: { bytes, request } }: MessageEvent<RefitOrder>) => {
  try {
    const refitted = await refit(bytes, request, needsDraco(bytes) ? await dracoDecoder() : undefined)
    self.postMessage({ done: refitted }, { transfer: [refitted.glb.buffer] })
  } catch (error) {
    self.postMessage({ reason: error instanceof Error ? error.message : String(error) })
  }
})
