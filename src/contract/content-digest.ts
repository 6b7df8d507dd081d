const FNV_PRIME = 0x01000193

const STARTS = [0x811c9dc5, 0x9747b28c] as const

/** FNV-1a, 32 bits, over more bytes. */
function hash(bytes: Uint8Array, from: number): number {
  let h = from
  for (let at = 0; at < bytes.length; at++) h = Math.imul(h ^ bytes[at]!, FNV_PRIME)
  return h
}

/** A final mix (MurmurHash3's fmix32). */
function mixed(hashed: number): number {
  let h = hashed
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * A short name of a file's content, the same for the same bytes: 64 bits and the length. `crypto.subtle` would be missing
 * over plain HTTP. It tells pictures, and meshes, apart that nobody made to look alike to it.
 */
export const contentDigest = (bytes: Uint8Array): string =>
  nameOf(
    STARTS.map((start) => hash(bytes, start)),
    bytes.length,
  )

const nameOf = (hashes: readonly number[], length: number): string =>
  `${hashes.map((h) => mixed(h).toString(16).padStart(8, '0')).join('')}-${length}`

/** So much takes a slow machine a few milliseconds. */
const SLICE_BYTES = 1 << 18

/** `contentDigest` of a file, slice by slice: nothing else has to wait while a large one is read. Rejects when it cannot be read. */
export async function digestOf(file: Blob): Promise<string> {
  let hashes: readonly number[] = STARTS
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    const bytes = new Uint8Array(await file.slice(at, at + SLICE_BYTES).arrayBuffer())
    hashes = hashes.map((h) => hash(bytes, h))
  }
  return nameOf(hashes, file.size)
}
