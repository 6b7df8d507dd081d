const POLYNOMIAL = 0xedb88320

/** What a byte's value adds to a checksum when 0, 1, 2 or 3 other bytes follow it. */
const TABLES = Array.from({ length: 4 }, () => new Uint32Array(256))
const [T0, T1, T2, T3] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
  T0[byte] = value
}
for (let k = 1; k < TABLES.length; k++)
  for (let byte = 0; byte < 256; byte++) {
    const before = TABLES[k - 1]![byte]!
    TABLES[k]![byte] = (before >>> 8) ^ T0[before & 255]!
  }

/** The checksum of a zip's files (ISO 3309), four bytes at a time: "slicing by 4", Kounavis and Berry 2005. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1
  let at = 0
  for (const last = bytes.length - 4; at <= last; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    crc = T3[crc & 255]! ^ T2[(crc >>> 8) & 255]! ^ T1[(crc >>> 16) & 255]! ^ T0[crc >>> 24]!
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ T0[(crc ^ bytes[at]!) & 255]!
  return ~crc >>> 0
}
