import type { Picture, RedrawOptions } from '../glb/picture.ts'

const QUALITY = 0.9

/** Texels as the file has them: glTF ignores colour profiles, and alpha is not premultiplied. */
const AS_IT_IS = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const

/** Browsers read every type but KTX2, whose decoder is fetched only when it is needed. */
async function bitmapOf({ bytes, mimeType }: Picture): Promise<ImageBitmap> {
  if (mimeType !== 'image/ktx2') return createImageBitmap(new Blob([bytes], { type: mimeType }), AS_IT_IS)
  const { ktx2Pixels } = await import('./ktx2-pixels.ts')
  return createImageBitmap(await ktx2Pixels(bytes), AS_IT_IS)
}

/** Whether anything shows through. */
function isClear(pen: OffscreenCanvasRenderingContext2D): boolean {
  const { data } = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height)
  for (let at = 3; at < data.length; at += 4) if (data[at]! < 255) return true
  return false
}

/** Draws a picture anew on a canvas, as the page and its workers can; null for one that cannot be decoded. */
export async function redrawPicture(picture: Picture, { mimeType, longestPx }: RedrawOptions): Promise<Picture | null> {
  const bitmap = await bitmapOf(picture).catch(() => null)
  if (!bitmap) return null
  const scale = Math.min(1, longestPx / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  )
  const pen = canvas.getContext('2d')
  if (pen) pen.imageSmoothingQuality = 'high'
  pen?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const type = mimeType === 'image/jpeg' && pen && isClear(pen) ? 'image/png' : mimeType
  const drawn = await canvas.convertToBlob({ type, quality: QUALITY })
  // Browsers that cannot write a type give PNG instead.
  return { bytes: new Uint8Array(await drawn.arrayBuffer()), mimeType: drawn.type }
}
