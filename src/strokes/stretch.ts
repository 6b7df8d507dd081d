import { stretchMap } from '../cutout/stretch-map.ts'

/** One byte a pixel, at another size of at least half the sides; between the middles of pixels values are mixed. */
export function stretched(
  values: Uint8Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8Array {
  const map = { width, height, values: Float32Array.from(values) }
  return Uint8Array.from(stretchMap(map, toWidth, toHeight), Math.round)
}
