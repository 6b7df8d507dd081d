/**
 * Joins still WebP pictures into a looping animation, by the WebP Container Specification (RIFF, VP8X, ANIM, ANMF).
 *
 * libwebp's own animation encoder was used first: to save bytes it leaves out blocks that look much like the frame before,
 * and after a few frames the backdrop is strewn with square remains of where the object was. Frames of their own are clean,
 * and, cropped to what moves, take a fifth less time for the same size of file.
 */

/** A still picture and where its top left corner lies on the canvas; both are even, as the format halves them. */
export interface WebpFrame {
  readonly still: Uint8Array
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const ANIMATED = 0x02
/** Replace what is there instead of blending with it; leave it there afterwards. */
const REPLACE = 0x02

const fourCc = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

function chunk(name: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.length + (body.length % 2))
  bytes.set([...name].map((letter) => letter.charCodeAt(0)))
  new DataView(bytes.buffer).setUint32(4, body.length, true)
  bytes.set(body, 8)
  return bytes
}

/** Little-endian numbers of three bytes each. */
const triples = (...values: number[]): number[] =>
  values.flatMap((value) => [value & 255, (value >> 8) & 255, value >> 16])

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** The lossy picture itself, as the chunk it is in the still file. */
function pictureIn(still: Uint8Array): Uint8Array {
  const view = new DataView(still.buffer, still.byteOffset, still.byteLength)
  for (let at = 12; at + 8 <= still.length;) {
    const length = 8 + view.getUint32(at + 4, true)
    if (fourCc(still, at) === 'VP8 ') return still.subarray(at, at + length + (length % 2))
    at += length + (length % 2)
  }
  throw new Error('A frame is no lossy WebP.')
}

/** An endless loop on a square canvas; every frame shows for `frameMs`. */
export function joinWebp(frames: readonly WebpFrame[], sizePx: number, frameMs: number): Uint8Array {
  const parts = frames.map(({ still, left, top, width, height }) =>
    chunk(
      'ANMF',
      joined([
        Uint8Array.from([...triples(left / 2, top / 2, width - 1, height - 1, frameMs), REPLACE]),
        pictureIn(still),
      ]),
    ),
  )
  const header = chunk('VP8X', Uint8Array.from([ANIMATED, 0, 0, 0, ...triples(sizePx - 1, sizePx - 1)]))
  // Background colour (which no frame leaves to be seen), and 0 for a loop without end.
  const animation = chunk('ANIM', Uint8Array.from([255, 255, 255, 255, 0, 0]))
  const webp = new TextEncoder().encode('WEBP')
  return chunk('RIFF', joined([webp, header, animation, ...parts]))
}
