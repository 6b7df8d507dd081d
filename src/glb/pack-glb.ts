import { BINARY_CHUNK, CHUNK_HEADER_BYTES, HEADER_BYTES, JSON_CHUNK, MAGIC, VERSION } from './glb-document.ts'

const SPACE = 0x20

const padded = (length: number): number => (length + 3) & ~3

/** The GLB container around JSON and its binary chunk, each byte copied only once. glTF 2.0 §4.4. */
export function packGlb(text: string, binary: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
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
