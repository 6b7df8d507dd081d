import type { Texture } from '@gltf-transform/core'
import { ExportError } from './export-error.ts'

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp'

/** An encoded picture. */
export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mimeType: string
}

export interface Redraw {
  readonly mimeType: PictureType
  /** The longer side of what comes out at most. */
  readonly longestPx: number
}

/** Draws a picture anew in another type or size; null where it cannot be decoded. Injected: only a browser can. */
export type Redrawer = (picture: Picture, wish: Redraw) => Promise<Picture | null>

/** What every reader of pictures takes. */
export const PLAIN_TYPES: readonly string[] = ['image/png', 'image/jpeg']

/** The bytes of a texture's picture as they stand in the file. */
export const pictureOf = (texture: Texture): Picture => ({
  bytes: Uint8Array.from(texture.getImage() ?? []),
  mimeType: texture.getMimeType(),
})

/**
 * A texture's picture in a type that a reader takes: to the byte as it is where it has one already, else as PNG.
 * @throws {ExportError} for one that cannot be decoded
 */
export async function plainPicture(
  texture: Texture,
  redraw: Redrawer,
  taken: readonly string[] = PLAIN_TYPES,
): Promise<Picture> {
  const picture = pictureOf(texture)
  if (taken.includes(picture.mimeType)) return picture
  const drawn = await redraw(picture, { mimeType: 'image/png', longestPx: Infinity })
  if (!drawn)
    throw new ExportError(
      `Its texture ${texture.getName() ? `“${texture.getName()}” ` : ''}cannot be opened, so this format cannot carry it. STL and PLY go without textures.`,
    )
  return drawn
}

export const pictureEnding = ({ mimeType }: Picture): string =>
  mimeType === 'image/jpeg' ? 'jpg' : mimeType.slice('image/'.length)
