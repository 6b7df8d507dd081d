import type { Document, Texture } from '@gltf-transform/core'
import { EXTMeshoptCompression, EXTTextureWebP } from '@gltf-transform/extensions'
import { dedup, prune, quantize, reorder, weld } from '@gltf-transform/functions'
import { MeshoptEncoder } from 'meshoptimizer'
import { pictureOf, type Redrawer } from './picture.ts'

const LONGEST_PX = 1024

/** As WebP of at most `LONGEST_PX`; left alone when that is no smaller, or where it cannot be decoded. */
async function shrinkTexture(texture: Texture, redraw: Redrawer): Promise<void> {
  const picture = pictureOf(texture)
  // A KTX2 stays small on the graphics card as well, which no WebP does.
  if (picture.mimeType === 'image/ktx2') return
  const drawn = await redraw(picture, { mimeType: 'image/webp', longestPx: LONGEST_PX })
  if (drawn && drawn.bytes.length < picture.bytes.length) texture.setImage(drawn.bytes).setMimeType(drawn.mimeType)
}

/**
 * The same mesh in fewer bytes: equal vertices welded, what is unused dropped, textures to 1024 px WebP, attributes quantised and
 * packed with meshopt. Positions and the weights of bones keep 16 bits: a 65,000th of the longest side.
 */
export async function shrink(document: Document, redraw: Redrawer): Promise<void> {
  for (const texture of document.getRoot().listTextures()) await shrinkTexture(texture, redraw)
  if (document.getRoot().listTextures().some((texture) => texture.getMimeType() === 'image/webp')) document.createExtension(EXTTextureWebP).setRequired(true)
  await MeshoptEncoder.ready
  await document.transform(dedup(), weld(), prune(), reorder({ encoder: MeshoptEncoder }), quantize({ quantizePosition: 16, quantizeNormal: 10, quantizeTexcoord: 14, quantizeWeight: 16 }))
  document.createExtension(EXTMeshoptCompression).setRequired(true).setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.FILTER })
}
