import { WebIO, type Document } from '@gltf-transform/core'
import { ALL_EXTENSIONS, EXTMeshoptCompression, KHRDracoMeshCompression } from '@gltf-transform/extensions'
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer'

/** What a Draco decoder offers; its package is fetched only for the files that need it. */
export type DracoDecoder = unknown

/** Reads and writes GLB with every extension that glTF-Transform knows, so that what is not touched survives. */
export async function glbIo(draco?: DracoDecoder): Promise<WebIO> {
  await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready])
  const io = new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder })
  if (draco) io.registerDependencies({ 'draco3d.decoder': draco })
  return io
}

/** Baked vertices are written plain: what a compressor would round is what was just made exact. */
export function dropCompression(document: Document): void {
  for (const extension of document.getRoot().listExtensionsUsed()) {
    if (extension instanceof EXTMeshoptCompression || extension instanceof KHRDracoMeshCompression) extension.dispose()
  }
}
