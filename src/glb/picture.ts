import type { Texture } from '@gltf-transform/core'

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp'

/** An encoded picture. */
export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mimeType: string
}

export interface RedrawOptions {
  readonly mimeType: PictureType
  /** What comes out has no side longer than this. */
  readonly longestPx: number
}

/**
 * Draws a picture anew in another type or size; null where it cannot be decoded. What has transparency never becomes a
 * JPEG, which cannot hold it, but a PNG. Injected: only a browser can.
 */
export type Redrawer = (picture: Picture, options: RedrawOptions) => Promise<Picture | null>

/** The bytes of a texture's picture as they stand in the file. */
export const pictureOf = (texture: Texture): Picture => ({
  bytes: Uint8Array.from(texture.getImage() ?? []),
  mimeType: texture.getMimeType(),
})
