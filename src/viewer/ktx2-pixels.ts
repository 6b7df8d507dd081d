import { CompressedTexture, type WebGLRenderer } from 'three'
import { Ktx2Reader } from './ktx2-reader.ts'

/** Stands in for a graphics card without compressed formats, for which the transcoder returns plain pixels. */
const NO_CARD = { extensions: { has: () => false, get: () => null } } as unknown as WebGLRenderer

/**
 * The largest image of a KTX2 texture as pixels, top row first.
 * @throws the transcoder's own error for a texture that it cannot read
 * @throws {Error} when the texture comes out in a graphics card's own format
 */
export async function ktx2Pixels(bytes: Uint8Array): Promise<ImageData> {
  const reader = new Ktx2Reader().setWorkerLimit(1).detectSupport(NO_CARD)
  try {
    const texture = await new Promise<CompressedTexture>((resolve, reject) =>
      reader.parse(Uint8Array.from(bytes).buffer, resolve, reject),
    )
    const [image] = texture.mipmaps ?? []
    if (!image || image.data.length !== image.width * image.height * 4)
      throw new Error('The texture holds no plain pixels.')
    return new ImageData(Uint8ClampedArray.from(image.data as Uint8Array), image.width, image.height)
  } finally {
    reader.dispose()
  }
}
