/** What a picture is, by its first bytes: an ending or a declared type is often wrong. */

const startsWith = (bytes: Uint8Array, ...values: readonly number[]): boolean =>
  values.every((value, at) => bytes[at] === value)

const letters = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

/** PNG 5.2, ITU T.81 B.1.1.3, RFC 9649 2.4, KTX 2.0 3.1, AVIF 4, GIF89a 17, and the bitmap header of Windows; null for anything else. */
export function pictureType(bytes: Uint8Array): string | null {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return 'image/png'
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (letters(bytes, 1, 6) === 'KTX 2') return 'image/ktx2'
  if (letters(bytes, 4, 12) === 'ftypavif') return 'image/avif'
  if (letters(bytes, 0, 4) === 'GIF8') return 'image/gif'
  if (letters(bytes, 0, 2) === 'BM') return 'image/bmp'
  return null
}
