/*
 * Decoding with sharp (libvips). The header is read first: the format is known by its magic bytes, never by a name or a
 * content type, and a picture of too many pixels is refused before one is decoded. libvips could open SVG and PDF too;
 * they are programs rather than pictures, so they never reach it.
 */
import { MAX_PICTURE_PIXELS, MIN_PICTURE_SIDE_PX } from '../contract/limits.ts'
import { MOST_FRAMES_SEEN, SEEN_SIDE_PX, showsSomething } from '../contract/shown-frame.ts'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { PictureError } from './picture-error.ts'

/** Straight (not premultiplied) sRGB, 4 bytes a pixel, rows from the top. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

export interface DecodeOptions {
  /** Longest side, pixels; larger pictures are scaled down to it. */
  readonly maxSide?: number
}

/** Longest side at which pictures are worked on, pixels, unless a finer mesh is requested. */
export const WORKING_SIDE = 1024

/**
 * Decodes a PNG, JPEG, WebP, AVIF, GIF or TIFF into upright 8-bit sRGB; of an animation, the first frame that shows
 * something.
 * @throws {PictureError} with a sentence for the artist
 */
export async function decodePicture(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  const { maxSide = WORKING_SIDE } = options
  const header = await checkPicture(bytes)
  try {
    const { data, info } = await open(bytes, await shownFrame(bytes, header))
      .autoOrient()
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, rgba: data }
  } catch (cause) {
    throw corrupt(cause)
  }
}

function open(bytes: Uint8Array, page: number): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PICTURE_PIXELS, page, pages: 1 })
}

/** Pixels that are decoded at most to find a frame. */
const MOST_PIXELS_SEEN = 4 * MAX_PICTURE_PIXELS

/** [FRAME-1]; 0 for a still picture, and for an animation of which no frame shows anything. */
async function shownFrame(bytes: Uint8Array, { format, pages = 1, width, height }: Metadata): Promise<number> {
  if (pages === 1 || (format !== 'gif' && format !== 'webp')) return 0
  const most = Math.min(pages, MOST_FRAMES_SEEN)
  for (let page = 0, seen = 0; page < most; page++) {
    seen += (page + 1) * width * height
    if (seen > MOST_PIXELS_SEEN) return 0
    const size = { width: SEEN_SIDE_PX, height: SEEN_SIDE_PX, fit: 'inside', withoutEnlargement: true } as const
    const small = open(bytes, page).resize(size).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' })
    if (showsSomething(await small.toBuffer())) return page
  }
  return 0
}

/**
 * Reads only the header, and refuses what could never be decoded.
 * @throws {PictureError} with a sentence for the artist
 */
export async function checkPicture(bytes: Uint8Array): Promise<Metadata> {
  refuseForeign(bytes)
  // With limitInputPixels the header of a large picture would look corrupt.
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw corrupt(cause)
    })
  const { width, height } = header
  if (width * height > MAX_PICTURE_PIXELS) {
    const megapixels = Math.ceil((width * height) / 1e6)
    throw new PictureError(
      'too_large',
      `This picture has ${width} × ${height} pixels, ${megapixels} megapixels; the limit is ${MAX_PICTURE_PIXELS / 1e6}. Scale it down and try again.`,
    )
  }
  if (Math.min(width, height) < MIN_PICTURE_SIDE_PX) {
    throw new PictureError(
      'too_small',
      `This picture is only ${width} × ${height} pixels; each side needs at least ${MIN_PICTURE_SIDE_PX}, and 512 or more look good. Use a larger one.`,
    )
  }
  const left = Math.floor((Math.min(width, height) * WORKING_SIDE) / Math.max(width, height))
  if (left < MIN_PICTURE_SIDE_PX) {
    throw new PictureError(
      'too_small',
      `This picture of ${width} × ${height} pixels is too long and narrow: scaled to ${WORKING_SIDE} pixels, its shorter side has only ${left}. Crop it to its subject.`,
    )
  }
  return header
}

function corrupt(cause: unknown): PictureError {
  return new PictureError(
    'corrupt',
    'This picture is damaged or incomplete and cannot be read to its end. Export or download it again, then retry.',
    { cause },
  )
}

function refuseForeign(bytes: Uint8Array): void {
  if (isAccepted(bytes)) return
  throw new PictureError(
    'not_an_image',
    'This file is not a picture that can be read here. Use a PNG, JPEG, WebP, AVIF, GIF or TIFF.',
  )
}

function isAccepted(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n') || head.startsWith('\xff\xd8\xff') || /^GIF8[79]a/.test(head)) return true
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return true
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) return true
  return head.startsWith('ftyp', 4) && /avi[fs]/.test(head.slice(8))
}
