const FNV_PRIME = 0x01000193

/** One pass over the bytes from a start of its own: FNV-1a with a final mix (MurmurHash3's fmix32), 32 bits. */
function hash(bytes: Uint8Array, start: number): number {
  let h = start
  for (const byte of bytes) h = Math.imul(h ^ byte, FNV_PRIME)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * A short name of a file's content, the same for the same bytes: 64 bits and the length. `crypto.subtle` would be missing
 * over plain HTTP. It tells pictures, and meshes, apart that nobody made to look alike to it.
 */
export const contentDigest = (bytes: Uint8Array): string =>
  [hash(bytes, 0x811c9dc5), hash(bytes, 0x9747b28c)].map((part) => part.toString(16).padStart(8, '0')).join('') +
  `-${bytes.length}`
