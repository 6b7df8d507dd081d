/** The chunks that a WebP file is made of. WebP Container Specification, "RIFF File Format". */
import { joinBytes } from './join-bytes.ts'

const HEADER_BYTES = 8
const encoder = new TextEncoder()

export interface RiffChunk {
  /** Four letters; short names end in spaces. */
  readonly name: string
  /** From its name to its padding. */
  readonly whole: Uint8Array
  readonly body: Uint8Array
}

export const fourLetters = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** Chunks that follow one another from `start` on; one that is cut short ends them. */
export function riffChunks(bytes: Uint8Array, start: number): RiffChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: RiffChunk[] = []
  for (let at = start; at + HEADER_BYTES <= bytes.length;) {
    const [bodyStart, length] = [at + HEADER_BYTES, view.getUint32(at + 4, true)]
    const bodyEnd = bodyStart + length
    if (bodyEnd > bytes.length) break
    const next = bodyEnd + (length % 2)
    chunks.push({
      name: fourLetters(bytes, at),
      whole: bytes.subarray(at, next),
      body: bytes.subarray(bodyStart, bodyEnd),
    })
    at = next
  }
  return chunks
}

/** A chunk of some parts, padded to an even length. */
export function riffChunk(name: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const header = new Uint8Array(HEADER_BYTES)
  encoder.encodeInto(name, header)
  new DataView(header.buffer).setUint32(4, length, true)
  return joinBytes([header, ...parts, new Uint8Array(length % 2)])
}

/** A whole WebP file. */
export const webpFile = (...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  riffChunk('RIFF', encoder.encode('WEBP'), ...chunks)

/** The chunks of a WebP file; null for bytes that are none. */
export const chunksOfWebp = (bytes: Uint8Array): RiffChunk[] | null =>
  fourLetters(bytes, 0) === 'RIFF' && fourLetters(bytes, 8) === 'WEBP' ? riffChunks(bytes, 12) : null

/** Chunks that hold a picture itself; a colour profile or a comment is about the whole file. */
const PICTURE_CHUNKS = new Set(['ALPH', 'VP8 ', 'VP8L'])
export const isPicture = ({ name }: RiffChunk): boolean => PICTURE_CHUNKS.has(name)

const [ANIMATED, HAS_ALPHA] = [0x02, 0x10]

/** The header of a WebP that is animated or has alpha; the canvas in pixels. */
export const extendedHeader = (canvas: {
  readonly width: number
  readonly height: number
  readonly animated: boolean
  readonly alpha: boolean
}): Uint8Array<ArrayBuffer> =>
  riffChunk(
    'VP8X',
    Uint8Array.of(
      (canvas.animated ? ANIMATED : 0) | (canvas.alpha ? HAS_ALPHA : 0),
      ...uint24(0, canvas.width - 1, canvas.height - 1),
    ),
  )

/** Whole numbers of three bytes each, lowest first. */
export const uint24 = (...values: readonly number[]): number[] =>
  values.flatMap((value) => [value & 255, (value >> 8) & 255, (value >> 16) & 255])

export const uint24At = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
