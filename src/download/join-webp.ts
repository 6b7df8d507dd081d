/**
 * Joins still WebP pictures of one size into an animation that loops for ever.
 * Source: WebP container specification, "Extended File Format" and "Animation".
 */
export interface Frame {
  readonly webp: Uint8Array
  readonly durationMs: number
}

const [ALPHA, ANIMATION] = [0x10, 0x02]
/** The frame replaces the last one instead of lying over it: what is transparent stays transparent. */
const NO_BLENDING = 0x02

const text = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** The chunks that hold the picture itself; a colour profile or a comment is the whole file's matter. */
function pictureChunks(webp: Uint8Array): Uint8Array {
  if (text(webp, 0) !== 'RIFF' || text(webp, 8) !== 'WEBP') throw new TypeError('This is no WebP picture.')
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength)
  const kept: Uint8Array[] = []
  for (let at = 12; at + 8 <= webp.length;) {
    const end = at + 8 + view.getUint32(at + 4, true)
    // Chunks are padded to an even length.
    const next = end + (end % 2)
    if (['ALPH', 'VP8 ', 'VP8L'].includes(text(webp, at))) kept.push(webp.subarray(at, next))
    at = next
  }
  return joined(kept)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const int24 = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255]
const int32 = (value: number): number[] => [...int24(value), value >>> 24]

const chunk = (name: string, body: Uint8Array): Uint8Array =>
  joined([
    Uint8Array.of(...Array.from(name, (letter) => letter.charCodeAt(0)), ...int32(body.length)),
    body,
    new Uint8Array(body.length % 2),
  ])

/** @throws {TypeError} when a frame is no WebP, as where a browser cannot write it and hands out PNG instead */
export function joinWebp(frames: readonly Frame[], widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const size = [...int24(widthPx - 1), ...int24(heightPx - 1)]
  const header = chunk('VP8X', Uint8Array.of(ALPHA | ANIMATION, 0, 0, 0, ...size))
  const animation = chunk('ANIM', new Uint8Array(6))
  const pictures = frames.map(({ webp, durationMs }) =>
    chunk(
      'ANMF',
      joined([
        Uint8Array.of(...int24(0), ...int24(0), ...size, ...int24(durationMs), NO_BLENDING),
        pictureChunks(webp),
      ]),
    ),
  )
  const body = joined([
    Uint8Array.from(Array.from('WEBP', (letter) => letter.charCodeAt(0))),
    header,
    animation,
    ...pictures,
  ])
  return Uint8Array.from(chunk('RIFF', body))
}
