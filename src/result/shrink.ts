import type { Texture } from '@gltf-transform/core'
import { EXTMeshoptCompression, EXTTextureWebP } from '@gltf-transform/extensions'
import { dedup, prune, quantize, reorder, weld } from '@gltf-transform/functions'
import { MeshoptEncoder } from 'meshoptimizer'
import { glbIo } from './glb-io.ts'

const MAX_TEXTURE_PX = 1024
const WEBP_QUALITY = 0.86

/** A picture at most `MAX_TEXTURE_PX` wide as WebP; left alone when that is no smaller, or it cannot be decoded here. */
async function shrinkTexture(texture: Texture): Promise<boolean> {
  const image = texture.getImage()
  if (!image || typeof OffscreenCanvas === 'undefined') return false
  const bitmap = await createImageBitmap(new Blob([image as Uint8Array<ArrayBuffer>], { type: texture.getMimeType() })).catch(() => null)
  if (!bitmap) return false
  const scale = Math.min(1, MAX_TEXTURE_PX / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: WEBP_QUALITY })
  if (blob.type !== 'image/webp' || blob.size >= image.byteLength) return false
  texture.setImage(new Uint8Array(await blob.arrayBuffer())).setMimeType('image/webp')
  return true
}

/**
 * The same mesh in fewer bytes: equal vertices welded, what is unused dropped, textures to 1024 px WebP, attributes quantised and
 * packed with meshopt. Positions keep 16 bits, a 65,000th of the longest side.
 */
export async function shrink(glb: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const io = await glbIo()
  const document = await io.readBinary(glb)
  const shrunk = await Promise.all(document.getRoot().listTextures().map(shrinkTexture))
  if (shrunk.includes(true)) document.createExtension(EXTTextureWebP).setRequired(true)
  await document.transform(dedup(), weld(), prune(), reorder({ encoder: MeshoptEncoder }), quantize({ quantizePosition: 16, quantizeNormal: 10, quantizeTexcoord: 14 }))
  document.createExtension(EXTMeshoptCompression).setRequired(true).setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.FILTER })
  return (await io.writeBinary(document)) as Uint8Array<ArrayBuffer>
}
