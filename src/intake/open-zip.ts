/**
 * Reads a zip archive by its central directory, file by file, so that nothing is unpacked that no mesh names. PKWARE APPNOTE 6.3.10, 4.3.
 * fflate, which comes with three.js, unpacks the whole archive before anyone can say how large it may become.
 */
import { isClutter } from './file-kind.ts'
import { tooLarge, type SourceFile } from './file-set.ts'
import { IntakeError } from './intake-error.ts'

const [LOCAL_FILE, DIRECTORY_ENTRY, END] = [0x04034b50, 0x02014b50, 0x06054b50]
const [STORED, DEFLATED] = [0, 8]
const [END_BYTES, ENTRY_BYTES, LOCAL_BYTES, LONGEST_COMMENT] = [22, 46, 30, 0xffff]
const UTF8_NAMES = 0x800
const ENCRYPTED = 1
const MAX_ENTRIES = 20_000

interface Entry {
  readonly path: string
  readonly method: number
  readonly encrypted: boolean
  readonly packedSize: number
  readonly size: number
  readonly at: number
}

function endRecord(view: DataView): number {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) if (view.getUint32(at, true) === END) return at
  return -1
}

/** A name in UTF-8 where it is, else letter by letter in Latin 1, which at least keeps the ASCII ones. */
function nameIn(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !isUtf8 }).decode(bytes)
  } catch {
    return String.fromCharCode(...bytes)
  }
}

/** A path with one kind of slash that begins inside the archive. */
const insideOnly = (path: string): string => path.replaceAll('\\', '/').replace(/^(?:\.{0,2}\/)+/, '')

function entriesIn(archive: Uint8Array, view: DataView, name: string): Entry[] {
  const damaged = () => new IntakeError(`${name} is damaged or not a zip archive. Pack it again.`)
  const end = endRecord(view)
  if (end < 0) throw damaged()
  const count = view.getUint16(end + 10, true)
  if (count > MAX_ENTRIES) throw new IntakeError(`${name} holds more than ${MAX_ENTRIES} files. Pack only the mesh.`)
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = count; left > 0; left--) {
    if (at + ENTRY_BYTES > archive.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw damaged()
    const [flags, nameLength] = [view.getUint16(at + 8, true), view.getUint16(at + 28, true)]
    entries.push({
      path: insideOnly(
        nameIn(archive.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength), (flags & UTF8_NAMES) !== 0),
      ),
      method: view.getUint16(at + 10, true),
      encrypted: (flags & ENCRYPTED) !== 0,
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Inflates no further than `limit`: what an archive says of a file's size need not be so. RFC 1951. */
async function inflate(packed: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > limit) {
      await reader.cancel()
      return null
    }
    parts.push(next.value)
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

/**
 * The files of an archive. Their paths only serve to find them among each other, so none leads anywhere else.
 * @throws {IntakeError}
 */
export function openZip(archive: Uint8Array<ArrayBuffer>, name: string): SourceFile[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const readEntry = async (entry: Entry, limit: number): Promise<Uint8Array<ArrayBuffer>> => {
    const { path, method, encrypted, packedSize, size, at } = entry
    if (encrypted) throw new IntakeError(`${name} is locked with a password. Unpack it first.`)
    if (size > limit) throw tooLarge(path, limit)
    const damaged = (cause?: unknown) =>
      new IntakeError(`${path} in ${name} is damaged. Pack it again.`, cause === undefined ? {} : { cause })
    if (at + LOCAL_BYTES > archive.length || view.getUint32(at, true) !== LOCAL_FILE) throw damaged()
    const start = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
    const packed = archive.slice(start, start + packedSize)
    // The directory's `size` is what the allowance was asked for.
    if (packed.length !== packedSize || (method === STORED && packedSize !== size)) throw damaged()
    if (method === STORED) return packed
    if (method !== DEFLATED)
      throw new IntakeError(`${path} in ${name} is packed in a way that cannot be unpacked here. Unpack it first.`)
    // One byte more would already contradict the archive's own directory.
    const unpacked = await inflate(packed, Math.min(size, limit)).catch((cause: unknown) => {
      throw damaged(cause)
    })
    if (!unpacked) throw new IntakeError(`${path} in ${name} is larger than the archive says. It is not opened.`)
    return unpacked
  }
  return entriesIn(archive, view, name)
    .filter(({ path }) => !path.endsWith('/') && !isClutter(path))
    .map((entry) => ({ path: entry.path, type: '', size: entry.size, read: (limit) => readEntry(entry, limit) }))
}
