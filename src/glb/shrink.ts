import { PropertyType, type Document, type Texture, type Transform } from '@gltf-transform/core'
import { EXTMeshoptCompression, EXTTextureWebP, KHRMeshQuantization } from '@gltf-transform/extensions'
import { dedup, dequantize, prune, quantize, reorder, weld } from '@gltf-transform/functions'
import { MeshoptEncoder } from 'meshoptimizer'
import { dropCompression } from './glb-io.ts'
import { pictureOf, type Redrawer } from './picture.ts'

export const LONGEST_PX = 1024

/** Makes a texture WebP of at most `LONGEST_PX`; leaves it alone where that is no smaller, or cannot be decoded. */
async function shrinkTexture(texture: Texture, redraw: Redrawer): Promise<void> {
  const picture = pictureOf(texture)
  // KTX2 stays compressed on the graphics card too, which WebP does not.
  if (picture.mimeType === 'image/ktx2') return
  const drawn = await redraw(picture, { mimeType: 'image/webp', longestPx: LONGEST_PX })
  if (drawn && drawn.bytes.length < picture.bytes.length) texture.setImage(drawn.bytes).setMimeType(drawn.mimeType)
}

/** Equal things are joined and unused ones dropped; where things have `numbered` references, only accessors are. */
function tidying(numbered: boolean): Transform[] {
  const only = numbered ? { propertyTypes: [PropertyType.ACCESSOR] } : {}
  return [dedup(only), weld(), prune({ ...only, keepAttributes: numbered })]
}

const DIRECTIONS = ['NORMAL', 'TANGENT'] as const

/** glTF-Transform looks at positions alone, which are not quantised here. */
const declareQuantised: Transform = (document) => {
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
  const needed = primitives.some((primitive) =>
    DIRECTIONS.some((name) => {
      const array = primitive.getAttribute(name)?.getArray()
      return array && !(array instanceof Float32Array)
    }),
  )
  if (needed) document.createExtension(KHRMeshQuantization).setRequired(true)
}

/**
 * Equal vertices welded, unused things dropped, directions in 8 bits, which is half a degree, and UVs in 16. Positions
 * are floats and stay as they are, those of a quantised file too: quantised ones stand in a node's scale and offset, and
 * importers take that node's place for the pivot.
 * @param numbered for a file in which an unknown extension may refer to things by index: nothing but accessors is
 * dropped
 */
export async function thin(document: Document, numbered: boolean): Promise<void> {
  dropCompression(document)
  await document.transform(dequantize({ pattern: /^(?:POSITION|NORMAL|TANGENT|TEXCOORD_\d+)$/ }), ...tidying(numbered))
  // glTF-Transform cannot quantise what lies between two restarts.
  if (document.hasExtension('KHR_mesh_primitive_restart')) return
  await document.transform(
    quantize({
      pattern: /^(?:NORMAL|TANGENT|TEXCOORD_\d+)$/,
      // A target's changes of a normal are no directions, and may be longer than 1.
      patternTargets: /^$/,
      quantizeNormal: 8,
      quantizeTexcoord: 16,
      normalizeWeights: false,
      cleanup: false,
    }),
    prune({ propertyTypes: [PropertyType.ACCESSOR], keepAttributes: true }),
    declareQuantised,
  )
}

/**
 * The same mesh in the fewest bytes: textures at most 1024 px as WebP, attributes quantised and packed with meshopt.
 * Positions and bone weights keep 16 bits: a 65,000th of the longest side.
 * @param numbered as of `thin`
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
  await document.transform(
    ...tidying(numbered),
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
