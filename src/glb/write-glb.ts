import { Format, type Document, type GLTF, type WebIO } from '@gltf-transform/core'
import { unpartition } from '@gltf-transform/functions'
import { BINARY_CHUNK, CHUNK_HEADER_BYTES, HEADER_BYTES, JSON_CHUNK, MAGIC, VERSION } from './glb-document.ts'
import { PlainVertices } from './plain-vertices.ts'
import { carryUnknown } from './unknown-extensions.ts'

const SPACE = 0x20

const padded = (length: number): number => (length + 3) & ~3

/** The container, each byte copied only once. glTF 2.0 §4.4. */
function packed(text: string, binary: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(text)
  const jsonEnd = HEADER_BYTES + CHUNK_HEADER_BYTES + padded(json.length)
  const bytes = new Uint8Array(binary ? jsonEnd + CHUNK_HEADER_BYTES + padded(binary.length) : jsonEnd)
  const view = new DataView(bytes.buffer)
  const put = (at: number, ...values: number[]) =>
    values.forEach((value, index) => view.setUint32(at + index * 4, value, true))
  put(0, MAGIC, VERSION, bytes.length, padded(json.length), JSON_CHUNK)
  bytes.fill(SPACE, HEADER_BYTES + CHUNK_HEADER_BYTES, jsonEnd)
  bytes.set(json, HEADER_BYTES + CHUNK_HEADER_BYTES)
  if (binary) {
    put(jsonEnd, padded(binary.length), BINARY_CHUNK)
    bytes.set(binary, jsonEnd + CHUNK_HEADER_BYTES)
  }
  return bytes
}

/**
 * Writes a document as GLB, in one buffer, in half the time of `writeBinary`.
 * @param source JSON of the file that the document was read from
 */
export async function writeGlb(io: WebIO, document: Document, source: GLTF.IGLTF): Promise<Uint8Array<ArrayBuffer>> {
  await document.transform(unpartition())
  const plain = document.createExtension(PlainVertices)
  const { json, resources } = await io
    .registerExtensions([PlainVertices])
    .writeJSON(document, { format: Format.GLB })
    .finally(() => plain.dispose())
  const used = json.extensionsUsed?.filter((name) => name !== PlainVertices.EXTENSION_NAME) ?? []
  if (used.length > 0) json.extensionsUsed = used
  else delete json.extensionsUsed
  carryUnknown(source, json)
  return packed(JSON.stringify(json), Object.values(resources)[0])
}
