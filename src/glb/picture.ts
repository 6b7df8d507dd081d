import type { Texture } from '@gltf-transform/core'

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp'

/** An encoded picture. */
export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mimeType: string
}

export interface RedrawOptions {
  readonly mimeType: PictureType
  /** What comes out has no side longer than this. */
  readonly longestPx: number
}

/**
 * Draws a picture anew in another type or size; null where it cannot be decoded. What has transparency never becomes a
 * JPEG, which cannot hold it, but a PNG. Injected: only a browser can.
 */
export type Redrawer = (picture: Picture, options: RedrawOptions) => Promise<Picture | null>

/** The bytes of a texture's picture as they stand in the file. */
export const pictureOf = (texture: Texture): Picture => ({
  bytes: Uint8Array.from(texture.getImage() ?? []),
  mimeType: texture.getMimeType(),
})

const startsWith = (bytes: Uint8Array, ...values: readonly number[]): boolean =>
  values.every((value, at) => bytes[at] === value)

const letters = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

/**
 * What a picture is, by its first bytes: an ending or a declared type is often wrong. PNG 5.2, ITU T.81 B.1.1.3, RFC 9649 2.4, KTX 2.0 3.1, AVIF 4, GIF89a 17, and the bitmap header of
 * Windows; null for anything else.
 */
export function pictureType(bytes: Uint8Array): string | null {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return 'image/png'
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (letters(bytes, 1, 7) === 'KTX 20') return 'image/ktx2'
  if (letters(bytes, 4, 12) === 'ftypavif') return 'image/avif'
  if (letters(bytes, 0, 4) === 'GIF8') return 'image/gif'
  if (letters(bytes, 0, 2) === 'BM') return 'image/bmp'
  return null
}

/** The bytes of a `data:` URI, RFC 2397, also in the letters that RFC 4648 §5 has for URLs; null where they cannot be read. */
export function dataOf(uri: string): Uint8Array<ArrayBuffer> | null {
  const [, head, body] = /^data:([^,]*),(.*)$/s.exec(uri) ?? []
  if (head === undefined || body === undefined) return null
  const text = body.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  try {
    const plain = /;base64$/i.test(head) ? atob(text.replaceAll('-', '+').replaceAll('_', '/')) : text
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
