/**
 * A PNG of 8-bit RGBA. PNG specification, third edition, sections 5.3, 9 and 11.2. A canvas writes PNGs too, but it keeps
 * colours multiplied by their alpha, so that what lies under a transparent pixel is lost.
 */
import { crc32 } from './crc32.ts'
import { joinBytes } from './join-bytes.ts'

/** Straight (not premultiplied) sRGB, 4 bytes a pixel, rows from the top. */
export interface Rgba {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array | Uint8ClampedArray
}

/** Packs bytes as a zlib stream, RFC 1950. */
export type Zlib = (data: Uint8Array) => Promise<Uint8Array>

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)
const [EIGHT_BITS, COLOUR_WITH_ALPHA] = [8, 6]
const BYTES = 4
const [SUB, UP, AVERAGE, PAETH] = [1, 2, 3, 4]

/** @param zlib the platform's own by default */
export async function writePng(
  { width, height, rgba }: Rgba,
  zlib: Zlib = zlibOnPlatform,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, EIGHT_BITS)
  header.setUint8(9, COLOUR_WITH_ALPHA)
  return joinBytes([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', await zlib(filtered(rgba, width, height))),
    chunk('IEND', new Uint8Array()),
  ])
}

async function zlibOnPlatform(data: Uint8Array): Promise<Uint8Array> {
  const packing = new Blob([data as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(packing).arrayBuffer())
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  for (let k = 0; k < 4; k++) bytes[4 + k] = name.charCodeAt(k)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}

/** Every row by the filter whose bytes, taken as signed, sum up least (section 12.7). */
function filtered(rgba: Rgba['rgba'], width: number, height: number): Uint8Array {
  const length = BYTES * width
  const out = new Uint8Array(height * (length + 1))
  const none = new Uint8Array(length)
  const tries = Array.from({ length: 5 }, () => new Uint8Array(length))
  for (let y = 0; y < height; y++) {
    const row = rgba.subarray(y * length, (y + 1) * length)
    const above = y > 0 ? rgba.subarray((y - 1) * length, y * length) : none
    let best = 0
    let least = Infinity
    for (let filter = 0; filter < tries.length; filter++) {
      const sum = filterRow(filter, row, above, tries[filter]!)
      if (sum >= least) continue
      best = filter
      least = sum
    }
    out[y * (length + 1)] = best
    out.set(tries[best]!, y * (length + 1) + 1)
  }
  return out
}

/** A loop for each filter: asking for every byte which it is takes longer than all else. */
function filterRow(filter: number, row: Rgba['rgba'], above: Rgba['rgba'], out: Uint8Array): number {
  if (filter === SUB) {
    for (let k = 0; k < row.length; k++) out[k] = row[k]! - (k >= BYTES ? row[k - BYTES]! : 0)
  } else if (filter === UP) {
    for (let k = 0; k < row.length; k++) out[k] = row[k]! - above[k]!
  } else if (filter === AVERAGE) {
    for (let k = 0; k < row.length; k++) out[k] = row[k]! - (((k >= BYTES ? row[k - BYTES]! : 0) + above[k]!) >> 1)
  } else if (filter === PAETH) {
    for (let k = 0; k < BYTES; k++) out[k] = row[k]! - above[k]!
    for (let k = BYTES; k < row.length; k++) out[k] = row[k]! - paeth(row[k - BYTES]!, above[k]!, above[k - BYTES]!)
  } else out.set(row)
  let sum = 0
  for (let k = 0; k < out.length; k++) sum += out[k]! < 128 ? out[k]! : 256 - out[k]!
  return sum
}

/** Of left, above and left above, the one nearest to left + above - left above (section 9.4). */
function paeth(left: number, up: number, corner: number): number {
  const byLeft = Math.abs(up - corner)
  const byUp = Math.abs(left - corner)
  const byCorner = Math.abs(left + up - 2 * corner)
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}
