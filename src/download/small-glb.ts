/** A small GLB for all importers: no compression, pictures as PNG or JPEG, and each vertex where it was baked. */
import type { Document, Texture } from '@gltf-transform/core'
import { getTextureColorSpace } from '@gltf-transform/functions'
import { pictureOf, type Redrawer } from '../glb/picture.ts'
import { LONGEST_PX, thin } from '../glb/shrink.ts'
import { dropPictureExtensions, notPlain, PLAIN_TYPES } from './plain-picture.ts'

/** A JPEG blurs what is no colour: normals would dent, and the channels of roughness and metal would mix. */
async function drawSmall(texture: Texture, redraw: Redrawer): Promise<void> {
  const picture = pictureOf(texture)
  const readable = PLAIN_TYPES.includes(picture.mimeType)
  const isColour = getTextureColorSpace(texture) === 'srgb'
  if (readable && !isColour && Math.max(...(texture.getSize() ?? [Infinity])) <= LONGEST_PX) return
  const drawn = await redraw(picture, { mimeType: isColour ? 'image/jpeg' : 'image/png', longestPx: LONGEST_PX })
  if (!drawn && !readable) throw notPlain(texture)
  if (drawn && (!readable || drawn.bytes.length < picture.bytes.length))
    texture.setImage(drawn.bytes).setMimeType(drawn.mimeType)
}

/**
 * Thins out a document in place.
 * @param numbered as of `thin`
 * @throws {ExportError} for a texture of another type that cannot be decoded
 */
export async function makeSmall(document: Document, redraw: Redrawer, numbered: boolean): Promise<void> {
  for (const texture of document.getRoot().listTextures()) await drawSmall(texture, redraw)
  dropPictureExtensions(document)
  await thin(document, numbered)
}
