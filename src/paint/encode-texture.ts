/*
 * JPEG at quality 88 with full chroma: thin coloured lines lose their colour at 4:2:0. PNG was not chosen, as a 2048 px atlas of a
 * photo would be several megabytes alone, nor WebP or KTX2, which not every tool that opens OBJ or USDZ can read.
 */
import sharp from 'sharp'
import type { Texture } from './model.ts'

/** Several formats embed the same texture; it is encoded once. */
const encoded = new WeakMap<Texture, Promise<Uint8Array<ArrayBuffer>>>()

/** A texture as JPEG: every tool reads it, and at this quality a 2048 px atlas stays well under 1 MB. */
export function encodeTexture(texture: Texture): Promise<Uint8Array<ArrayBuffer>> {
  const known = encoded.get(texture)
  if (known) return known
  const { width, height, rgb } = texture
  const jpeg = sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer()
    .then((bytes) => Uint8Array.from(bytes))
  encoded.set(texture, jpeg)
  return jpeg
}
