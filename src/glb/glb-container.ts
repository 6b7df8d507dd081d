/** The binary container, glTF 2.0 §4.4: a header and chunks, each of which begins with its length and kind. */
import { UnsafeGlbError } from './unsafe-glb-error.ts'

/** Words of the container, little-endian. */
const [MAGIC, VERSION, JSON_CHUNK, BINARY_CHUNK] = [0x46546c67, 2, 0x4e4f534a, 0x004e4942] as const
/** The file's own header, and that of each chunk. */
const [HEADER_BYTES, CHUNK_HEADER_BYTES] = [12, 8] as const
const PREFACE_BYTES = HEADER_BYTES + CHUNK_HEADER_BYTES
const SPACE = 0x20

const padded = (length: number): number => (length + 3) & ~3

export interface Chunks {
  /** JSON. */
  readonly text: Uint8Array
  readonly binary: Uint8Array | null
}

const cutOff = (): UnsafeGlbError =>
  new UnsafeGlbError('The mesh file is cut off or damaged. Download it again, or generate again.')

function wordsOf(bytes: Uint8Array): (at: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = (at: number) => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0)
  if (bytes.length < PREFACE_BYTES) throw new UnsafeGlbError('The mesh file is empty or cut off.')
  if (read(0) !== MAGIC) throw new UnsafeGlbError('The file is not a GLB: it does not begin like one.')
  if (read(4) !== VERSION) throw new UnsafeGlbError('The mesh file is of a glTF version before 2.')
  if (read(16) !== JSON_CHUNK) throw cutOff()
  return read
}

/** @throws {UnsafeGlbError} for bytes that are no GLB, or whose lengths contradict one another */
export function chunksOf(bytes: Uint8Array): Chunks {
  const read = wordsOf(bytes)
  const [length, end] = [read(8), PREFACE_BYTES + read(12)]
  if (length > bytes.length || end > length) throw cutOff()
  const text = bytes.subarray(PREFACE_BYTES, end)
  const start = end + CHUNK_HEADER_BYTES
  if (start > length || read(end + 4) !== BINARY_CHUNK) return { text, binary: null }
  if (start + read(end) > length) throw cutOff()
  return { text, binary: bytes.subarray(start, start + read(end)) }
}

/**
 * The same from a container whose lengths are a little wrong, as several exporters write it: chunks that are no multiple
 * of four bytes, are filled up with zeros or without being counted so, a binary chunk that counts more than follows, a wrong length
 * of the file, other bytes after the last chunk. `sound` for one with nothing of that.
 * @throws {UnsafeGlbError} for bytes that are no GLB, or whose JSON is cut off
 */
export function looseChunksOf(bytes: Uint8Array): Chunks & { readonly sound: boolean } {
  const read = wordsOf(bytes)
  const end = PREFACE_BYTES + read(12)
  if (end > bytes.length) throw cutOff()
  let textEnd = end
  while (bytes[textEnd - 1] === 0) textEnd--
  const text = bytes.subarray(PREFACE_BYTES, textEnd)
  const isWhole = end % 4 === 0 && textEnd === end && read(8) === bytes.length
  const next = [end, padded(end)].find((at) => read(at + 4) === BINARY_CHUNK)
  if (next === undefined) return { text, binary: null, sound: isWhole && end === bytes.length }
  const [start, length] = [next + CHUNK_HEADER_BYTES, read(next)]
  const binary = bytes.subarray(start, Math.min(start + length, bytes.length))
  return { text, binary, sound: isWhole && length % 4 === 0 && start + length === bytes.length }
}

/** Packs a GLB, each byte copied only once. */
export function packGlb(text: string, binary: Uint8Array | null | undefined): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(text)
  const jsonEnd = PREFACE_BYTES + padded(json.length)
  const bytes = new Uint8Array(binary ? jsonEnd + CHUNK_HEADER_BYTES + padded(binary.length) : jsonEnd)
  const view = new DataView(bytes.buffer)
  const put = (at: number, ...values: number[]) =>
    values.forEach((value, index) => view.setUint32(at + index * 4, value, true))
  put(0, MAGIC, VERSION, bytes.length, padded(json.length), JSON_CHUNK)
  bytes.fill(SPACE, PREFACE_BYTES, jsonEnd)
  bytes.set(json, PREFACE_BYTES)
  if (binary) {
    put(jsonEnd, padded(binary.length), BINARY_CHUNK)
    bytes.set(binary, jsonEnd + CHUNK_HEADER_BYTES)
  }
  return bytes
}
