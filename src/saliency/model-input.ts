import sharp from 'sharp'
import type { Picture } from '../cutout/decode-picture.ts'
import type { ModelSpec } from './model-spec.ts'

/** A picture stretched to the size that a model takes: RGB, 3 bytes a pixel, whatever its alpha. */
export async function modelInput(
  { rgba, width, height }: Picture,
  size: Pick<ModelSpec, 'width' | 'height'>,
): Promise<Uint8Array> {
  const all = sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha()
  return all.resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer()
}
