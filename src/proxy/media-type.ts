/** A type of file that may be served. Never HTML, SVG or XML: a browser would run the scripts in them. */
export interface MediaType {
  readonly type: string
  readonly extension: string
  readonly kind: 'picture' | 'mesh'
}

/** How many bytes the rules below look at. */
export const SNIFFED_BYTES = 4096

const ascii = (bytes: Uint8Array, from: number, text: string): boolean =>
  bytes.length >= from + text.length && [...text].every((char, i) => bytes[from + i] === char.charCodeAt(0))

const starts = (bytes: Uint8Array, ...head: number[]): boolean =>
  bytes.length >= head.length && head.every((byte, i) => bytes[i] === byte)

const picture = (type: string, extension: string): MediaType => ({ type, extension, kind: 'picture' })
const mesh = (type: string, extension: string): MediaType => ({ type, extension, kind: 'mesh' })

const OBJ_LINE = /^(?:v|vn|vt|f|o|g|s|mtllib|usemtl)[ \t]/m

/** Formats that are text are known by their lines, and only when no character could be markup or binary. */
function textMesh(bytes: Uint8Array): MediaType | null {
  const text = new TextDecoder('latin1').decode(bytes)
  // oxlint-disable-next-line no-control-regex -- control bytes are what tells binary from text
  if (/[\x00-\x08\x0e-\x1f<>]/.test(text)) return null
  if (/^; FBX \d/.test(text)) return mesh('application/octet-stream', 'fbx')
  if (/^solid\b[^\n]*\n\s*(?:facet|endsolid)\b/.test(text)) return mesh('model/stl', 'stl')
  return OBJ_LINE.test(text) ? mesh('model/obj', 'obj') : null
}

/** Binary STL has no magic number: its length follows from the triangle count at byte 80. */
function binaryStl(bytes: Uint8Array, length: number | null): boolean {
  if (bytes.length < 84 || length === null) return false
  return 84 + 50 * new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(80, true) === length
}

/**
 * The major and the compatible brands of a file type box (ISO/IEC 14496-12, section 4.3); an AVIF's major brand may
 * be `mif1`.
 */
function brands(bytes: Uint8Array): string[] {
  const end = Math.min(bytes.length, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0))
  const at = [8, ...Array.from({ length: Math.max(0, Math.floor((end - 16) / 4)) }, (_, k) => 16 + 4 * k)]
  return at.map((from) => String.fromCharCode(...bytes.subarray(from, from + 4)))
}

/**
 * The type of a file by its first bytes, or null for one that must not be served. `name` is the asset's, and decides
 * where the bytes leave a choice (a zip may be a USDZ); `length` is that of the whole file in bytes, or null when
 * unknown.
 */
export function mediaTypeOf(bytes: Uint8Array, name: string, length: number | null): MediaType | null {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return picture('image/png', 'png')
  if (starts(bytes, 0xff, 0xd8, 0xff)) return picture('image/jpeg', 'jpg')
  if (ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'WEBP')) return picture('image/webp', 'webp')
  if (starts(bytes, 0x49, 0x49, 0x2a, 0x00) || starts(bytes, 0x4d, 0x4d, 0x00, 0x2a))
    return picture('image/tiff', 'tiff')
  if (ascii(bytes, 0, 'GIF87a') || ascii(bytes, 0, 'GIF89a')) return picture('image/gif', 'gif')
  if (ascii(bytes, 4, 'ftyp') && brands(bytes).some((brand) => brand === 'avif' || brand === 'avis'))
    return picture('image/avif', 'avif')
  if (ascii(bytes, 4, 'ftyp')) return picture('video/mp4', 'mp4')
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return picture('video/webm', 'webm')
  if (ascii(bytes, 0, 'glTF')) return mesh('model/gltf-binary', 'glb')
  if (ascii(bytes, 0, 'Kaydara FBX Binary')) return mesh('application/octet-stream', 'fbx')
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    return name.endsWith('_usdz') ? mesh('model/vnd.usdz+zip', 'usdz') : mesh('application/zip', 'zip')
  }
  if (name.endsWith('_stl') && binaryStl(bytes, length)) return mesh('model/stl', 'stl')
  return textMesh(bytes)
}
