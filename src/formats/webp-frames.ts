/**
 * An animated WebP as still ones, by the WebP Container Specification: for browsers that show animations but hand out no
 * frames. A frame's own chunks are a still picture already; only the header is missing.
 */
import { chunksOfWebp, extendedHeader, isPicture, riffChunks, uint24At, webpFile, type RiffChunk } from './riff.ts'

/** One frame, and where it lies on the canvas, in pixels. */
export interface WebpFrame {
  readonly still: Blob
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Its transparent parts, if any, let the frame before show. */
  readonly blends: boolean
  /** Its area is cleared before the next one. */
  readonly disposes: boolean
}

export interface WebpAnimation {
  readonly width: number
  readonly height: number
  readonly frames: readonly WebpFrame[]
}

const DISPOSES = 0x01
const REPLACES = 0x02
const FRAME_HEADER_BYTES = 16

function frameOf({ body }: RiffChunk): WebpFrame {
  const [width, height] = [uint24At(body, 6) + 1, uint24At(body, 9) + 1]
  const chunks = riffChunks(body, FRAME_HEADER_BYTES).filter(isPicture)
  // Only an alpha chunk of its own needs the longer header.
  const alpha = chunks.some(({ name }) => name === 'ALPH')
  const opaque = !alpha && chunks.some(({ name }) => name === 'VP8 ')
  const header = alpha ? [extendedHeader({ width, height, animated: false, alpha })] : []
  const flags = body[15] ?? 0
  return {
    still: new Blob([webpFile(...header, ...chunks.map(({ whole }) => whole))], { type: 'image/webp' }),
    left: uint24At(body, 0) * 2,
    top: uint24At(body, 3) * 2,
    width,
    height,
    blends: (flags & REPLACES) === 0 && !opaque,
    disposes: (flags & DISPOSES) !== 0,
  }
}

/** The frames of an animated WebP; null for any other bytes, a still one among them. */
export function webpFrames(bytes: ArrayBuffer): WebpAnimation | null {
  const chunks = chunksOfWebp(new Uint8Array(bytes)) ?? []
  const extended = chunks.find(({ name }) => name === 'VP8X')
  const frames = chunks.filter(({ name }) => name === 'ANMF').map(frameOf)
  return extended && frames.length > 0
    ? { width: uint24At(extended.body, 4) + 1, height: uint24At(extended.body, 7) + 1, frames }
    : null
}

const covers = (a: WebpFrame, b: WebpFrame): boolean =>
  !a.blends &&
  a.left <= b.left &&
  a.top <= b.top &&
  a.left + a.width >= b.left + b.width &&
  a.top + a.height >= b.top + b.height

/** The frames that contribute to what is seen at `index`, in order; one that a later frame covers completely need not be decoded. */
export const framesSeenAt = ({ frames }: WebpAnimation, index: number): readonly WebpFrame[] =>
  frames.slice(0, index + 1).filter((frame, at, until) => !until.slice(at + 1).some((later) => covers(later, frame)))

/** One frame as it is seen, over what remains of those before it. */
export async function drawWebpFrame(animation: WebpAnimation, index: number): Promise<OffscreenCanvas> {
  const seen = framesSeenAt(animation, index)
  const bitmaps = await Promise.all(seen.map(({ still }) => createImageBitmap(still)))
  const canvas = new OffscreenCanvas(animation.width, animation.height)
  const context = canvas.getContext('2d')
  for (const [i, { left, top, width, height, blends, disposes }] of seen.entries()) {
    const bitmap = bitmaps[i]
    if (!bitmap || !context) continue
    if (!blends) context.clearRect(left, top, width, height)
    context.drawImage(bitmap, left, top)
    bitmap.close()
    if (disposes && i < seen.length - 1) context.clearRect(left, top, width, height)
  }
  return canvas
}
