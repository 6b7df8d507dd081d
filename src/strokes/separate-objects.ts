import type { PixelBox } from '../cutout/hint.ts'
import { COVERED } from './renew-outline.ts'

/** A part of the subject that touches no other. */
export interface SeparateObject {
  /** Its own for as long as no stroke changes it. */
  readonly id: number
  readonly box: PixelBox
  readonly areaPx: number
  readonly kept: boolean
}

/** An object with its pixels. */
export interface ObjectPixels {
  readonly object: SeparateObject
  /** Every pixel of it that is at least half covered. */
  readonly pixels: Int32Array
}

/** Smaller parts, against the largest, are no objects of their own. */
const LEAST_SHARE = 0.01
const LEAST_PX = 24
/** More are no help to choose from. */
const MOST = 12

/** The separate objects (8-neighbours) of an outline, the largest first. */
export function findObjects(alpha: Uint8Array, width: number, height: number): readonly ObjectPixels[] {
  const seen = new Uint8Array(alpha.length)
  const found: Int32Array[] = []
  const way = new Int32Array(alpha.length)
  for (let start = 0; start < alpha.length; start++) {
    if (alpha[start]! < COVERED || seen[start] === 1) continue
    seen[start] = 1
    way[0] = start
    let length = 1
    for (let next = 0; next < length; next++) {
      const p = way[next]!
      const [x, y] = [p % width, Math.floor(p / width)]
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
        for (let q = v * width + Math.max(0, x - 1), end = v * width + Math.min(width - 1, x + 1); q <= end; q++)
          if (alpha[q]! >= COVERED && seen[q] === 0) {
            seen[q] = 1
            way[length++] = q
          }
    }
    found.push(way.slice(0, length))
  }
  found.sort((a, b) => b.length - a.length)
  const least = Math.max(LEAST_PX, LEAST_SHARE * (found[0]?.length ?? 0))
  return found
    .slice(0, MOST)
    .filter((pixels, k) => k === 0 || pixels.length >= least)
    .map((pixels) => ({
      pixels,
      object: { id: pixels[0]!, box: boxOfPixels(pixels, width), areaPx: pixels.length, kept: true },
    }))
}

/** How far an object's soft rim goes beyond what is half covered. */
const RIM = 3

/** An object's pixels and those of its rim: less than half covered, and reached from it within a few pixels. */
export function withRim(pixels: Int32Array, alpha: Uint8Array, width: number): Int32Array {
  const own = new Uint8Array(alpha.length)
  for (const p of pixels) own[p] = 1
  const rims: number[] = []
  let last: ArrayLike<number> = pixels
  for (let ring = 0; ring < RIM; ring++) {
    const next: number[] = []
    for (let k = 0; k < last.length; k++) {
      const p = last[k]!
      const x = p % width
      for (const q of [x > 0 ? p - 1 : p, x < width - 1 ? p + 1 : p, p - width, p + width])
        if (q >= 0 && q < alpha.length && alpha[q]! > 0 && alpha[q]! < COVERED && own[q] === 0) {
          own[q] = 1
          next.push(q)
        }
    }
    rims.push(...next)
    last = next
  }
  const all = new Int32Array(pixels.length + rims.length)
  all.set(pixels)
  all.set(rims, pixels.length)
  return all
}

/** The box of pixels given one by one. */
export function boxOfPixels(pixels: Int32Array, width: number): PixelBox {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0]
  for (const p of pixels) {
    const [x, y] = [p % width, Math.floor(p / width)]
    left = Math.min(left, x)
    right = Math.max(right, x + 1)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y + 1)
  }
  return { left, top, right, bottom }
}
