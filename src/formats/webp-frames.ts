/**
 * An animated WebP as still ones, by the WebP Container Specification: for browsers that show animations but hand out no
 * frames. A frame's own chunks are a still picture already; it lacks the header.
 */

/** One frame, and where it lies on the canvas, in pixels. */
export interface WebpFrame {
  readonly still: Blob
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Its transparent parts, if it can have any, leave what was there. */
  readonly blends: boolean
  /** Its place is empty again before the next one. */
  readonly disposes: boolean
}

export interface WebpAnimation {
  readonly width: number
  readonly height: number
  readonly frames: readonly WebpFrame[]
}

const DISPOSES = 0x01
const REPLACES = 0x02
const HAS_ALPHA = 0x10
const FRAME_HEADER_BYTES = 16

const triple = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)

const name = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))

interface Chunk {
  readonly name: string
  /** From its name to its padding. */
  readonly whole: DataView
  readonly body: DataView
}

/** What lies in a row within `view`; a chunk that is cut short ends it. */
function chunksIn(view: DataView, from: number): Chunk[] {
  const found: Chunk[] = []
  for (let at = from; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true)
    if (at + 8 + length > view.byteLength) break
    const padded = Math.min(view.byteLength - at, 8 + length + (length % 2))
    found.push({
      name: name(view, at),
      whole: new DataView(view.buffer, view.byteOffset + at, padded),
      body: new DataView(view.buffer, view.byteOffset + at + 8, length),
    })
    at += padded
  }
  return found
}

function header(
  bodyBytes: number,
  alpha: { readonly width: number; readonly height: number } | null,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(alpha ? 30 : 12)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('RIFF    WEBP'))
  view.setUint32(4, bytes.length - 8 + bodyBytes, true)
  if (!alpha) return bytes
  bytes.set(new TextEncoder().encode('VP8X'), 12)
  view.setUint32(16, 10, true)
  view.setUint32(20, HAS_ALPHA, true)
  view.setUint32(24, alpha.width - 1, true)
  // Three bytes each; the second overwrites what the first had no use for.
  view.setUint16(27, (alpha.height - 1) & 0xffff, true)
  view.setUint8(29, (alpha.height - 1) >> 16)
  return bytes
}

function frameOf({ body }: Chunk): WebpFrame {
  const [width, height] = [triple(body, 6) + 1, triple(body, 9) + 1]
  const parts = chunksIn(body, FRAME_HEADER_BYTES).filter((each) => ['ALPH', 'VP8 ', 'VP8L'].includes(each.name))
  const bytes = parts.reduce((sum, { whole }) => sum + whole.byteLength, 0)
  // Only an alpha chunk of its own needs the longer header.
  const alpha = parts.some((each) => each.name === 'ALPH') ? { width, height } : null
  const opaque = !alpha && parts.some((each) => each.name === 'VP8 ')
  const flags = body.getUint8(15)
  return {
    still: new Blob([header(bytes, alpha), ...parts.map(({ whole }) => whole as DataView<ArrayBuffer>)], {
      type: 'image/webp',
    }),
    left: triple(body, 0) * 2,
    top: triple(body, 3) * 2,
    width,
    height,
    blends: (flags & REPLACES) === 0 && !opaque,
    disposes: (flags & DISPOSES) !== 0,
  }
}

/** The frames of an animated WebP; null for any other bytes, a still one among them. */
export function webpFrames(bytes: ArrayBuffer): WebpAnimation | null {
  const view = new DataView(bytes)
  if (bytes.byteLength < 12 || name(view, 0) !== 'RIFF' || name(view, 8) !== 'WEBP') return null
  const chunks = chunksIn(view, 12)
  const extended = chunks.find((each) => each.name === 'VP8X')
  const frames = chunks.filter((each) => each.name === 'ANMF').map(frameOf)
  return extended && frames.length > 0
    ? { width: triple(extended.body, 4) + 1, height: triple(extended.body, 7) + 1, frames }
    : null
}

const covers = (a: WebpFrame, b: WebpFrame): boolean =>
  !a.blends &&
  a.left <= b.left &&
  a.top <= b.top &&
  a.left + a.width >= b.left + b.width &&
  a.top + a.height >= b.top + b.height

/** The frames that are still seen at one of them, in their order; what a later one wholly replaces need not be decoded. */
export const framesSeenAt = ({ frames }: WebpAnimation, index: number): readonly WebpFrame[] =>
  frames.slice(0, index + 1).filter((frame, at, until) => !until.slice(at + 1).some((later) => covers(later, frame)))

/** One frame as it is seen, on what is left of those before it. */
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
