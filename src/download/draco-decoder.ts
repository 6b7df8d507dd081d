import type { DracoDecoder } from '../glb/glb-io.ts'
import { RefitError } from '../glb/refit-error.ts'

/** The extension is named in the file's JSON, its first chunk. */
function needsDraco(bytes: Uint8Array): boolean {
  if (bytes.length < 20) return false
  const json = bytes.subarray(20, 20 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true))
  return new TextDecoder().decode(json).includes('KHR_draco_mesh_compression')
}

/**
 * The decoder that a file needs, if any. It comes with three.js and is fetched only when it is needed.
 * @throws {RefitError} when it cannot be had
 */
export async function dracoFor(bytes: Uint8Array): Promise<DracoDecoder | undefined> {
  if (!needsDraco(bytes)) return undefined
  try {
    const [{ default: create }, { default: url }] = await Promise.all([
      import('three/addons/libs/draco/gltf/draco_wasm_wrapper.js'),
      import('three/addons/libs/draco/gltf/draco_decoder.wasm?url'),
    ])
    return await create({ wasmBinary: await (await fetch(url)).arrayBuffer() })
  } catch (cause) {
    throw new RefitError(
      'The decoder that this file needs could not be fetched. Check the connection, then try again.',
      { cause },
    )
  }
}
