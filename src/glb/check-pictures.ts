/** How large a GLB's pictures would be once decoded, read from their first bytes. */
import { MAX_PICTURE_PIXELS } from '../contract/limits.ts'
import type { GlbParts } from './glb-document.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

type Sides = readonly [width: number, height: number]

const ascii = (view: DataView, at: number, length: number): string =>
  at + length <= view.byteLength
    ? String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length))
    : ''

/** PNG, section 11.2.2. */
const pngSides = (view: DataView): Sides | null =>
  view.byteLength >= 24 && view.getUint32(0) === 0x89504e47 && ascii(view, 12, 4) === 'IHDR'
    ? [view.getUint32(16), view.getUint32(20)]
    : null

/** The first frame header, ITU T.81 B.2.2: markers 0xC0 to 0xCF but those of tables and arithmetic. */
function jpegSides(view: DataView): Sides | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [view.getUint16(at + 7), view.getUint16(at + 5)]
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

/** RFC 9649: the canvas of VP8X, else the one frame's own sides. */
function webpSides(view: DataView): Sides | null {
  if (view.byteLength < 30 || ascii(view, 0, 4) !== 'RIFF' || ascii(view, 8, 4) !== 'WEBP') return null
  const threeBytes = (at: number) => (view.getUint16(at, true) | (view.getUint8(at + 2) << 16)) + 1
  switch (ascii(view, 12, 4)) {
    case 'VP8X':
      return [threeBytes(24), threeBytes(27)]
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
    }
    default:
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
  }
}

/** KTX 2.0, section 3.3: the layers of a cube or an array are counted into the height. */
function ktx2Sides(view: DataView): Sides | null {
  if (view.byteLength < 48 || ascii(view, 1, 6) !== 'KTX 20') return null
  const [width, height, depth, layers, faces] = [20, 24, 28, 32, 36].map((at) =>
    Math.max(1, view.getUint32(at, true)),
  ) as [number, number, number, number, number]
  return [width, height * depth * layers * faces]
}

/** Width and height of a PNG, JPEG, WebP or KTX2, pixels; null for anything else, which a decoder refuses by itself. */
export function pictureSides(bytes: Uint8Array): Sides | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return pngSides(view) ?? jpegSides(view) ?? webpSides(view) ?? ktx2Sides(view)
}

/** Bytes of a `data:` URI; none where it is not base64. */
export function bytesOfUri(uri: string): Uint8Array {
  try {
    return Uint8Array.from(atob(uri.slice(uri.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

/** @throws {UnsafeGlbError} for a picture of more pixels than are decoded here */
export function checkPictures({ document: { images = [], bufferViews = [] }, binary }: GlbParts): void {
  for (const [index, { uri, bufferView }] of images.entries()) {
    const view = bufferViews[bufferView ?? -1]
    const bytes =
      uri !== undefined
        ? bytesOfUri(uri)
        : view && binary
          ? binary.subarray(view.byteOffset ?? 0, (view.byteOffset ?? 0) + view.byteLength)
          : null
    const sides = bytes && pictureSides(bytes)
    if (sides && sides[0] * sides[1] > MAX_PICTURE_PIXELS) {
      throw new UnsafeGlbError(
        `Picture ${index} of the mesh file has ${sides[0]} × ${sides[1]} pixels, too many to open here. The download works.`,
      )
    }
  }
}
