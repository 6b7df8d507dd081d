/**
 * A zip archive. PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 *
 * fflate was used first: its deflate in JavaScript took half of the time that an artist waits for a mesh, and its `Zip`, which accepts
 * packed bytes, writes local headers without sizes, which USDZ does not allow.
 */
import { crc32 } from './crc32.ts'
import { joinBytes } from './join-bytes.ts'

export interface ZipFile {
  readonly name: string
  readonly data: Uint8Array
  /** False for what is packed already. */
  readonly deflate: boolean
}

/** Packs bytes as raw DEFLATE, RFC 1951. */
export type Deflate = (data: Uint8Array) => Promise<Uint8Array>

export interface ZipOptions {
  /** Every file's data start at a multiple of so many bytes; an extra field before them makes room. */
  readonly alignment?: number
  /** The platform's own by default. */
  readonly deflate?: Deflate
}

const [LOCAL_FILE, DIRECTORY_ENTRY, END] = [0x04034b50, 0x02014b50, 0x06054b50]
const [STORED, DEFLATED] = [0, 8]
const VERSION = 20
const UTF8_NAMES = 0x800
/** 2000-01-01 00:00 as MS-DOS has it, so that the same files give the same bytes. */
const [TIME, DATE] = [0, ((2000 - 1980) << 9) | (1 << 5) | 1]
const LOCAL_HEADER_BYTES = 30
const EXTRA_HEADER_BYTES = 4
/** An id that no reader claims; only the length of its field matters, which USDZ's specification names as the way to align. */
const PADDING_ID = 0x1986

/** Numbers of two or four bytes, lowest byte first. */
function fields(...numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.reduce((sum, [bytes]) => sum + bytes, 0)))
  let at = 0
  for (const [bytes, value] of numbers) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

/** An extra field after which the data are aligned; empty where there is nothing to align. */
function padding(dataStart: number, alignment: number): Uint8Array {
  if (alignment === 1) return new Uint8Array()
  const length = (alignment - ((dataStart + EXTRA_HEADER_BYTES) % alignment)) % alignment
  return joinBytes([fields([2, PADDING_ID], [2, length]), new Uint8Array(length)])
}

async function deflateOnPlatform(data: Uint8Array): Promise<Uint8Array> {
  const { readable, writable } = new CompressionStream('deflate-raw')
  const writer = writable.getWriter()
  const written = Promise.all([writer.write(data as Uint8Array<ArrayBuffer>), writer.close()])
  const packed = await new Response(readable).arrayBuffer()
  await written
  return new Uint8Array(packed)
}

/** The files as one archive, in their order. */
export async function zip(
  files: readonly ZipFile[],
  { alignment = 1, deflate = deflateOnPlatform }: ZipOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await Promise.all(files.map((file) => (file.deflate ? deflate(file.data) : file.data)))
  const [parts, directory]: [Uint8Array[], Uint8Array[]] = [[], []]
  let offset = 0
  for (const [k, file] of files.entries()) {
    const bytes = packed[k] ?? file.data
    const name = new TextEncoder().encode(file.name)
    const extra = padding(offset + LOCAL_HEADER_BYTES + name.length, alignment)
    // What a file's own header and its entry in the directory have in common, up to the length of the extra field.
    const common = fields(
      [2, VERSION],
      [2, UTF8_NAMES],
      [2, file.deflate ? DEFLATED : STORED],
      [2, TIME],
      [2, DATE],
      [4, crc32(file.data)],
      [4, bytes.length],
      [4, file.data.length],
      [2, name.length],
    )
    parts.push(fields([4, LOCAL_FILE]), common, fields([2, extra.length]), name, extra, bytes)
    // No extra field, comment, disk number or attributes; then where the file begins.
    const rest = fields([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset])
    directory.push(fields([4, DIRECTORY_ENTRY], [2, VERSION]), common, rest, name)
    offset += LOCAL_HEADER_BYTES + name.length + extra.length + bytes.length
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0)
  const end = fields(
    [4, END],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directoryBytes],
    [4, offset],
    [2, 0],
  )
  return joinBytes([...parts, ...directory, end])
}
