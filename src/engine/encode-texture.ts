import sharp from 'sharp'
import type { Texture } from './model.ts'

/** A texture as JPEG: every tool reads it, and at this quality a 2048 px atlas stays well under 1 MB. */
export async function encodeTexture({ width, height, rgb }: Texture): Promise<Uint8Array> {
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } }).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer()
  return new Uint8Array(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
}
