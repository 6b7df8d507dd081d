import type { Texture } from '@gltf-transform/core'

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

/** The bytes of a texture's picture as they stand in the file. */
export const pictureOf = (texture: Texture): Picture => ({ bytes: Uint8Array.from(texture.getImage() ?? []), mimeType: texture.getMimeType() })

const EVERYWHERE: readonly string[] = ['image/png', 'image/jpeg']

/** A texture's picture as every reader takes it: JPEG and PNG to the byte as they are, anything else as PNG. */
export async function plainPicture(texture: Texture, redraw: Redrawer): Promise<Picture | null> {
  const picture = pictureOf(texture)
  return EVERYWHERE.includes(picture.mimeType) ? picture : redraw(picture, { mimeType: 'image/png', longestPx: Infinity })
}

export const pictureEnding = ({ mimeType }: Picture): string => (mimeType === 'image/jpeg' ? 'jpg' : mimeType.slice('image/'.length))
