import { PropertyType, type Document, type Texture } from '@gltf-transform/core'
import { EXTMeshoptCompression, EXTTextureWebP } from '@gltf-transform/extensions'
import { dedup, prune, quantize, reorder, weld } from '@gltf-transform/functions'
import { MeshoptEncoder } from 'meshoptimizer'
import { dropCompression } from './glb-io.ts'
import { pictureOf, type Redrawer } from './picture.ts'

const LONGEST_PX = 1024

/** Makes a texture WebP of at most `LONGEST_PX`; leaves it alone where that is no smaller, or cannot be decoded. */
async function shrinkTexture(texture: Texture, redraw: Redrawer): Promise<void> {
  const picture = pictureOf(texture)
  // KTX2 stays compressed on the graphics card too, which WebP does not.
  if (picture.mimeType === 'image/ktx2') return
  const drawn = await redraw(picture, { mimeType: 'image/webp', longestPx: LONGEST_PX })
  if (drawn && drawn.bytes.length < picture.bytes.length) texture.setImage(drawn.bytes).setMimeType(drawn.mimeType)
}

/**
 * The same mesh in fewer bytes: equal vertices welded, unused things dropped, textures at most 1024 px as WebP,
 * attributes quantised and packed with meshopt. Positions and bone weights keep 16 bits: a 65,000th of the longest
 * side.
 * @param numbered for a file in which an unknown extension may refer to things by index: nothing but accessors is
 * dropped
 */
export async function shrink(document: Document, redraw: Redrawer, numbered: boolean): Promise<void> {
  // Else a file that came in Draco would be written in Draco again, and there is no encoder for that here.
  dropCompression(document)
  for (const texture of document.getRoot().listTextures()) await shrinkTexture(texture, redraw)
  if (
    document
      .getRoot()
      .listTextures()
      .some((texture) => texture.getMimeType() === 'image/webp')
  )
    document.createExtension(EXTTextureWebP).setRequired(true)
  await MeshoptEncoder.ready
  const only = numbered ? { propertyTypes: [PropertyType.ACCESSOR] } : {}
  await document.transform(
    dedup(only),
    weld(),
    prune({ ...only, keepAttributes: numbered }),
    reorder({ encoder: MeshoptEncoder }),
    quantize({
      quantizePosition: 16,
      quantizeNormal: 10,
      quantizeTexcoord: 14,
      quantizeWeight: 16,
      cleanup: !numbered,
    }),
  )
  document
    .createExtension(EXTMeshoptCompression)
    .setRequired(true)
    .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.FILTER })
}
