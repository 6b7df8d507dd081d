import { writePng, type Rgba, type Zlib } from '../formats/png.ts'
import { stretched } from './stretch.ts'

export interface CutOutFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
  /** How much smaller its sides are than those of what was given; 1 where it fitted as it was. */
  readonly scale: number
}

/** Less than half of the sides is never needed: what 2048 pixels at most come to fits at 1024. */
const LEAST_SCALE = 0.5
/** How far below the limit the next attempt aims, as packing is not quite even. */
const AIM = 0.96

/** A cut-out as a PNG of at most `maxBytes`, scaled down as far as that takes. */
export async function cutOutPng(cut: Rgba, maxBytes: number, zlib?: Zlib): Promise<CutOutFile> {
  for (let scale = 1; ;) {
    const picture = scale === 1 ? cut : scaled(cut, scale)
    const bytes = await writePng(picture, zlib)
    if (bytes.length <= maxBytes || scale === LEAST_SCALE)
      return { bytes, width: picture.width, height: picture.height, scale }
    scale = Math.max(LEAST_SCALE, scale * Math.min(AIM, AIM * Math.sqrt(maxBytes / bytes.length)))
  }
}

/** Each channel by itself: the colours are whole under transparent pixels too. */
function scaled({ width, height, rgba }: Rgba, scale: number): Rgba {
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const small = new Uint8Array(4 * w * h)
  for (let c = 0; c < 4; c++) {
    const channel = new Uint8Array(width * height)
    for (let p = 0; p < channel.length; p++) channel[p] = rgba[4 * p + c]!
    for (const [p, value] of stretched(channel, width, height, w, h).entries()) small[4 * p + c] = value
  }
  return { width: w, height: h, rgba: small }
}
