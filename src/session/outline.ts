import { IMAGE_ASSET } from '../contract/assets.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'

const LOOKED_AT_PX = 256
const SOLID_ALPHA = 128

/** Colours this near to the border's are background, and a border that strays further is no plain one. */
const NEAR = 20
const PLAIN_SHARE = 0.95

type Solid = (pixel: number) => boolean

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** What stands out from a border of one colour; null when the border is not plain. */
function standsOut(rgba: Uint8ClampedArray, width: number, height: number): Solid | null {
  const border = [...Array(width * height).keys()].filter((pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    return x === 0 || y === 0 || x === width - 1 || y === height - 1
  })
  const colour = [0, 1, 2].map((channel) => median(border.map((pixel) => rgba[pixel * 4 + channel] ?? 0)))
  const solid: Solid = (pixel) =>
    colour.some((value, channel) => Math.abs((rgba[pixel * 4 + channel] ?? 0) - value) > NEAR)
  return border.filter((pixel) => !solid(pixel)).length >= PLAIN_SHARE * border.length ? solid : null
}

/** By reduction, for there may be more places than a call takes arguments. */
const extent = (places: readonly number[]): number =>
  places.reduce((most, place) => Math.max(most, place), 0) -
  places.reduce((least, place) => Math.min(least, place), Infinity) +
  1

/** Width and height of the subject in pixels: what is not transparent, or else stands out from a plain border. Null when neither tells. */
export function outlineOf(rgba: Uint8ClampedArray, width: number, height: number): [number, number] | null {
  const opaque: Solid = (pixel) => (rgba[pixel * 4 + 3] ?? 0) >= SOLID_ALPHA
  const pixels = [...Array(width * height).keys()]
  const solid = pixels.every(opaque) ? standsOut(rgba, width, height) : opaque
  const subject = solid ? pixels.filter(solid) : []
  if (subject.length === 0) return null
  return [extent(subject.map((pixel) => pixel % width)), extent(subject.map((pixel) => Math.floor(pixel / width)))]
}

/**
 * The subject's outline as far as its picture tells, near enough to draw a box that is not made yet; the engine cuts out with more care.
 * Null when the picture does not tell, or cannot be had.
 */
export async function fetchOutline(code: string, signal?: AbortSignal): Promise<[number, number] | null> {
  try {
    const response = await fetch(apiUrl(assetPath(code, IMAGE_ASSET)), signal ? { signal } : {})
    if (!response.ok) return null
    const bitmap = await createImageBitmap(await response.blob())
    const scale = Math.min(1, LOOKED_AT_PX / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [
      Math.max(1, Math.round(bitmap.width * scale)),
      Math.max(1, Math.round(bitmap.height * scale)),
    ]
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    return context ? outlineOf(context.getImageData(0, 0, width, height).data, width, height) : null
  } catch {
    return null
  }
}
