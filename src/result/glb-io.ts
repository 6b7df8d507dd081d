import { Logger, VertexLayout, WebIO, type Document } from '@gltf-transform/core'
import { ALL_EXTENSIONS, EXTMeshoptCompression, KHRDracoMeshCompression } from '@gltf-transform/extensions'
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer'
import { preflightGlb, UnsafeGlbError } from './preflight-glb.ts'

/** What a Draco decoder offers; its package is fetched only for the files that need it. */
export type DracoDecoder = unknown

/** Reads and writes GLB with every extension that glTF-Transform knows, so that what is not touched survives. */
export async function glbIo(draco?: DracoDecoder): Promise<WebIO> {
  await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready])
  const io = new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder })
  // Interleaving would tear apart arrays that are to stay as they are.
  io.setVertexLayout(VertexLayout.SEPARATE)
  if (draco) io.registerDependencies({ 'draco3d.decoder': draco })
  return io
}

/** Baked vertices are written plain: what a compressor would round is what was just made exact. */
export function dropCompression(document: Document): void {
  for (const extension of document.getRoot().listExtensionsUsed()) {
    if (extension instanceof EXTMeshoptCompression || extension instanceof KHRDracoMeshCompression) extension.dispose()
  }
}

function reasonOf(cause: unknown): string {
  const [, extension] = /Missing required extension, "(.*)"/.exec(cause instanceof Error ? cause.message : '') ?? []
  return extension
    ? `The mesh file needs ${extension}, which is not known here, so it can only be downloaded as it is.`
    : 'The mesh file is damaged: its data are not what its description says. Download it again, or generate again.'
}

/**
 * A file as a document to work on.
 * @throws {UnsafeGlbError} for one that is refused, or does not hold what it says
 */
export async function openDocument(bytes: Uint8Array, draco?: DracoDecoder): Promise<{ readonly io: WebIO; readonly document: Document }> {
  preflightGlb(bytes)
  const io = await glbIo(draco)
  const document = await io.readBinary(bytes).catch((cause: unknown) => {
    throw new UnsafeGlbError(reasonOf(cause), { cause })
  })
  document.setLogger(new Logger(Logger.Verbosity.ERROR))
  return { io, document }
}
