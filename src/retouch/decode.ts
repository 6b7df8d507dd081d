import type { Size } from './view.ts'

/** Larger pictures tell an artist no more on the easel, and the engine works on no larger ones. */
const SHOWN_SIDE_PX = 1024

/** Longest side of the picture that is sent. */
const SENT_SIDE_PX = 2048

/** Mean difference of two renderings of the same picture: other decoders and scalers stay far below. */
const SAME_WITHIN = 16

function canvasOf({ width, height }: Size) {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives no canvas.')
  context.imageSmoothingQuality = 'high'
  return { canvas, context }
}

const scaledTo = ({ width, height }: Size, side: number): Size => {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** A file as the browser shows it, small. @throws where the browser knows no such file */
export async function previewOf(file: Blob): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(file)
  const size = scaledTo(bitmap, SHOWN_SIDE_PX)
  const { canvas, context } = canvasOf(size)
  context.drawImage(bitmap, 0, 0, size.width, size.height)
  bitmap.close()
  return canvas.transferToImageBitmap()
}

/** RGBA of a picture at its own size. */
export async function pixelsOf(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file)
  const { context } = canvasOf(bitmap)
  context.drawImage(bitmap, 0, 0)
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height)
  bitmap.close()
  return pixels
}

/** A picture in grey, as what falls away is shown. */
export async function greyOf({ data, width, height }: ImageData): Promise<ImageBitmap> {
  const grey = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at += 4) {
    // ITU-R BT.709: how bright each colour is to the eye.
    const luma = 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!
    grey[at] = grey[at + 1] = grey[at + 2] = luma
    grey[at + 3] = 255
  }
  return createImageBitmap(new ImageData(grey, width, height))
}

/** Mean difference of two pictures of the same size, 0…255. */
function differenceOf(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 4)
    sum += Math.abs(a[at]! - b[at]!) + Math.abs(a[at + 1]! - b[at + 1]!) + Math.abs(a[at + 2]! - b[at + 2]!)
  return sum / ((a.length / 4) * 3)
}

/**
 * The file at the size that is sent: its own alpha, and its colours with those that the alpha hides. Null where the browser cannot
 * open it, or shows another frame of it than was worked on.
 */
export async function largeOf(file: Blob, worked: ImageData): Promise<ImageData | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const size = scaledTo(bitmap, SENT_SIDE_PX)
  const isTurned = Math.abs(size.width / size.height / (worked.width / worked.height) - 1) > 0.02
  if (isTurned || size.width < worked.width) {
    bitmap.close()
    return null
  }
  const { context } = canvasOf(size)
  const draw = (image: ImageBitmap) => context.drawImage(image, 0, 0, size.width, size.height)
  const pixels = () => context.getImageData(0, 0, size.width, size.height)
  draw(bitmap)
  const own = pixels()
  // A canvas forgets what an alpha hides, so the picture that was worked on shines through there.
  draw(await createImageBitmap(worked))
  draw(bitmap)
  bitmap.close()
  const large = pixels()
  const small = canvasOf(worked)
  small.context.drawImage(await createImageBitmap(large), 0, 0, worked.width, worked.height)
  const seen = small.context.getImageData(0, 0, worked.width, worked.height)
  if (differenceOf(seen.data, worked.data) > SAME_WITHIN) return null
  for (let at = 3; at < large.data.length; at += 4) large.data[at] = own.data[at]!
  return large
}
