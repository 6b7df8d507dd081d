import { MAX_PICTURE_PIXELS, MAX_SENT_BYTES, MIN_PICTURE_SIDE_PX } from '../contract/limits.ts'

/** A file cannot become a session; the message says why in an artist's words. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused'
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Width and height as the browser decodes them. Rejects when the file is not a picture. */
async function measure(file: Blob): Promise<PictureSize> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return { width: image.naturalWidth, height: image.naturalHeight }
  } finally {
    URL.revokeObjectURL(url)
  }
}

const be16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
const be32 = (bytes: Uint8Array, at: number): number => be16(bytes, at) * 65536 + be16(bytes, at + 2)

/** A PNG's size from its header (PNG, section 11.2.2), so that 60 megapixels are refused without being decoded. Null for what ends before that. */
export function pngSize(bytes: Uint8Array): PictureSize | null {
  const isPng = bytes.length >= 24 && be32(bytes, 0) === 0x89504e47 && be32(bytes, 12) === 0x49484452
  return isPng ? { width: be32(bytes, 16), height: be32(bytes, 20) } : null
}

/** By the byte order mark (TIFF 6.0, section 2). Few browsers open a TIFF; the engine does. */
const isTiff = (bytes: Uint8Array): boolean => be32(bytes, 0) === 0x49492a00 || be32(bytes, 0) === 0x4d4d002a

function refuseSize({ width, height }: PictureSize): void {
  if (Math.min(width, height) < MIN_PICTURE_SIDE_PX)
    throw new PictureRefused(
      `This picture is ${width} × ${height} pixels, too small to make a shape of. Each side needs ${MIN_PICTURE_SIDE_PX} pixels or more.`,
    )
  const megapixels = (width * height) / 1e6
  if (width * height > MAX_PICTURE_PIXELS)
    throw new PictureRefused(
      `This picture has ${megapixels.toFixed(0)} megapixels, too large to work on. Make it ${MAX_PICTURE_PIXELS / 1e6} megapixels or less.`,
    )
}

const NOT_A_PICTURE =
  'is not a picture that can be read. Choose a PNG, JPEG or WebP image, or a mesh as GLB, glTF, OBJ, STL, PLY or USDZ.'

/**
 * Refuses at once what the server is sure to refuse, and leaves the rest to it.
 * @throws PictureRefused
 */
export async function checkPictureFile(file: File): Promise<void> {
  const named = file.name || 'The pasted file'
  if (file.type && !file.type.startsWith('image/')) throw new PictureRefused(`${named} ${NOT_A_PICTURE}`)
  if (file.size > MAX_SENT_BYTES)
    throw new PictureRefused(
      `${named} is ${megabytes(file.size)}, too large to send. Use a file of ${megabytes(MAX_SENT_BYTES)} or less.`,
    )
  const head = new Uint8Array(await file.slice(0, 24).arrayBuffer())
  if (isTiff(head)) return
  const png = pngSize(head)
  if (png) refuseSize(png)
  refuseSize(
    png ??
      (await measure(file).catch(() => {
        throw new PictureRefused(`${named} ${NOT_A_PICTURE}`)
      })),
  )
  if (png) await measure(file).catch(() => Promise.reject(new PictureRefused(`${named} ${NOT_A_PICTURE}`)))
}

/** A file's name as artists know it, without the ending. */
export const pictureName = (file: File): string => file.name.replace(/\.[^.]{1,5}$/, '') || 'Pasted picture'
