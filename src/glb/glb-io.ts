import { Logger, VertexLayout, WebIO, type Document, type GLTF } from '@gltf-transform/core'
import { ALL_EXTENSIONS, EXTMeshoptCompression, KHRDracoMeshCompression } from '@gltf-transform/extensions'
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer'
import { needsText } from './known-extensions.ts'
import { mendGlb } from './mend-glb.ts'
import { preflightGlb } from './preflight-glb.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

/** The draco3d package's decoder module, which is fetched only for files that need it. */
export type DracoDecoder = unknown

/** Reads and writes GLB with every extension that glTF-Transform knows, so that what is not changed survives. */
export async function glbIo(draco?: DracoDecoder): Promise<WebIO> {
  await MeshoptDecoder.ready
  const io = new WebIO()
    .setLogger(new Logger(Logger.Verbosity.ERROR))
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder })
  // Interleaving would mix arrays that are to stay as they are.
  io.setVertexLayout(VertexLayout.SEPARATE)
  if (draco) io.registerDependencies({ 'draco3d.decoder': draco })
  return io
}

/** Baked vertices are written uncompressed: a compressor would round what was just made exact. */
export function dropCompression(document: Document): void {
  for (const extension of document.getRoot().listExtensionsUsed()) {
    if (extension instanceof EXTMeshoptCompression || extension instanceof KHRDracoMeshCompression) extension.dispose()
  }
}

const [RATIFIED, KNOWN_AS] = ['KHR_meshopt_compression', 'EXT_meshopt_compression'] as const

const renamed = (names: readonly string[] | undefined) => names?.map((name) => (name === RATIFIED ? KNOWN_AS : name))

/**
 * Renames KHR_meshopt_compression to the name that glTF-Transform knows: the ratified extension has the same fields,
 * and the decoder reads the newer streams that it adds.
 */
function asKnownMeshopt(json: GLTF.IGLTF): void {
  if (!json.extensionsUsed?.includes(RATIFIED)) return
  json.extensionsUsed = renamed(json.extensionsUsed) ?? []
  if (json.extensionsRequired) json.extensionsRequired = renamed(json.extensionsRequired) ?? []
  for (const { extensions } of [...(json.buffers ?? []), ...(json.bufferViews ?? [])]) {
    if (!extensions?.[RATIFIED]) continue
    extensions[KNOWN_AS] = extensions[RATIFIED]
    delete extensions[RATIFIED]
  }
}

function reasonOf(cause: unknown): string {
  const [, extension] = /Missing required extension, "(.*)"/.exec(cause instanceof Error ? cause.message : '') ?? []
  return extension
    ? needsText(extension)
    : 'The mesh file is damaged: its data do not match its description. Download it again, or generate again.'
}

export interface OpenedGlb {
  readonly io: WebIO
  readonly document: Document
  /** The file's JSON, for what the document cannot hold. */
  readonly source: GLTF.IGLTF
}

/**
 * @throws {UnsafeGlbError} for a file that is refused, or whose data do not match its JSON
 */
export async function openDocument(source: Uint8Array, draco?: DracoDecoder): Promise<OpenedGlb> {
  const { bytes } = mendGlb(source as Uint8Array<ArrayBuffer>)
  preflightGlb(bytes)
  const io = await glbIo(draco)
  try {
    const read = await io.binaryToJSON(bytes)
    asKnownMeshopt(read.json)
    return { io, document: await io.readJSON(read), source: read.json }
  } catch (cause) {
    throw new UnsafeGlbError(reasonOf(cause), { cause })
  }
}
