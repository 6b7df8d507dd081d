import { IMAGE_ASSET } from '../contract/assets.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'

/** The picture is scaled down to this longest side before its outline is read. */
const MAX_SIDE_PX = 256
/** Alpha from which a pixel is subject, 0–255. */
const OPAQUE_ALPHA = 128

/** A channel further than this from the border's median colour, 0–255, is subject. */
const BACKGROUND_SPREAD = 20
/** A border with less background than this is not plain. */
const PLAIN_SHARE = 0.95

type IsSubject = (pixel: number) => boolean

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** What stands out from a border of one colour; null when the border is not plain. */
function standsOut(rgba: Uint8ClampedArray, width: number, height: number): IsSubject | null {
  const border = [...Array(width * height).keys()].filter((pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    return x === 0 || y === 0 || x === width - 1 || y === height - 1
  })
  const colour = [0, 1, 2].map((channel) => median(border.map((pixel) => rgba[pixel * 4 + channel] ?? 0)))
  const isSubject: IsSubject = (pixel) =>
    colour.some((value, channel) => Math.abs((rgba[pixel * 4 + channel] ?? 0) - value) > BACKGROUND_SPREAD)
  return border.filter((pixel) => !isSubject(pixel)).length >= PLAIN_SHARE * border.length ? isSubject : null
}

/** How many pixels the places span. Not by spreading them into `Math.max`: there may be more than a call takes arguments. */
const span = (places: readonly number[]): number =>
  places.reduce((most, place) => Math.max(most, place), 0) -
  places.reduce((least, place) => Math.min(least, place), Infinity) +
  1

/**
 * Width and height in pixels of the subject: what is opaque, or in a wholly opaque picture what stands out from a plain border. Null when
 * neither tells.
 */
export function outlineOf(rgba: Uint8ClampedArray, width: number, height: number): [number, number] | null {
  const isOpaque: IsSubject = (pixel) => (rgba[pixel * 4 + 3] ?? 0) >= OPAQUE_ALPHA
  const pixels = [...Array(width * height).keys()]
  const isSubject = pixels.every(isOpaque) ? standsOut(rgba, width, height) : isOpaque
  const subject = isSubject ? pixels.filter(isSubject) : []
  if (subject.length === 0) return null
  return [span(subject.map((pixel) => pixel % width)), span(subject.map((pixel) => Math.floor(pixel / width)))]
}

/** The outline of a picture, scaled down so that reading it is quick. */
async function readOutline(picture: Blob): Promise<[number, number] | null> {
  const bitmap = await createImageBitmap(picture)
  const scale = Math.min(1, MAX_SIDE_PX / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  ]
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context?.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return context ? outlineOf(context.getImageData(0, 0, width, height).data, width, height) : null
}

/**
 * The width and height of a session's subject in any unit, good enough for a first box; the engine cuts out with more care. Null when the
 * picture does not tell, or cannot be fetched or decoded.
 */
export async function fetchOutline(code: string, signal?: AbortSignal): Promise<[number, number] | null> {
  try {
    const response = await fetch(apiUrl(assetPath(code, IMAGE_ASSET)), signal ? { signal } : {})
    return response.ok ? await readOutline(await response.blob()) : null
  } catch {
    return null
  }
}
