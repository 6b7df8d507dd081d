import type { Document, Texture } from '@gltf-transform/core'
import { EXTTextureAVIF, EXTTextureWebP, KHRTextureBasisu } from '@gltf-transform/extensions'
import { pictureOf, type Picture, type Redrawer } from '../glb/picture.ts'
import { ExportError } from './export-error.ts'

/** What every reader of pictures takes. */
export const PLAIN_TYPES: readonly string[] = ['image/png', 'image/jpeg']

/**
 * A texture's picture in a type that a reader takes: byte for byte as it is where it has one already, else as PNG.
 * @throws {ExportError} for one that cannot be decoded
 */
export async function plainPicture(
  texture: Texture,
  redraw: Redrawer,
  types: readonly string[] = PLAIN_TYPES,
): Promise<Picture> {
  const picture = pictureOf(texture)
  if (types.includes(picture.mimeType)) return picture
  const drawn = await redraw(picture, { mimeType: 'image/png', longestPx: Infinity })
  if (!drawn) throw notPlain(texture)
  return drawn
}

/** Why a format cannot carry a texture. */
export const notPlain = (texture: Texture): ExportError =>
  new ExportError(
    `Its texture ${texture.getName() ? `“${texture.getName()}” ` : ''}cannot be opened, so this format cannot carry it. STL and PLY go without textures.`,
  )

/** Takes out the extensions for pictures of which a document has none any more. */
export function dropPictureExtensions(document: Document): void {
  const textures = document.getRoot().listTextures()
  const types = new Set(textures.map((texture) => texture.getMimeType()))
  for (const extension of document.getRoot().listExtensionsUsed()) {
    const unused =
      (extension instanceof EXTTextureWebP && !types.has('image/webp')) ||
      (extension instanceof EXTTextureAVIF && !types.has('image/avif')) ||
      (extension instanceof KHRTextureBasisu && !types.has('image/ktx2'))
    if (unused) extension.dispose()
  }
}
