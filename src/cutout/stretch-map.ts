import type { SaliencyMap } from './saliency-map.ts'

/** A map's values at another size, bilinear. */
export function stretchMap(
  { width, height, values }: SaliencyMap,
  toWidth: number,
  toHeight: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(toWidth * toHeight)
  const columns = placesOf(toWidth, width)
  const rows = placesOf(toHeight, height)
  for (let y = 0; y < toHeight; y++)
    stretchRow(values, rows.first[y]! * width, rows.next[y]! * width, rows.share[y]!, columns, out, y * toWidth)
  return out
}

function stretchRow(
  values: Float32Array,
  upper: number,
  lower: number,
  down: number,
  { first, next, share }: Places,
  out: Float32Array,
  start: number,
): void {
  for (let x = 0; x < first.length; x++) {
    const a = first[x]!,
      b = next[x]!,
      along = share[x]!
    const top = values[upper + a]! + (values[upper + b]! - values[upper + a]!) * along
    const bottom = values[lower + a]! + (values[lower + b]! - values[lower + a]!) * along
    out[start + x] = top + (bottom - top) * down
  }
}

/** Between which two of the old places each of the new ones lies, and how near to the second. */
interface Places {
  readonly first: Int32Array
  readonly next: Int32Array
  readonly share: Float32Array
}

function placesOf(count: number, from: number): Places {
  const exact = Float32Array.from({ length: count }, (_, k) =>
    Math.max(0, Math.min(from - 1, ((k + 0.5) * from) / count - 0.5)),
  )
  const first = Int32Array.from(exact)
  return { first, next: first.map((k) => Math.min(from - 1, k + 1)), share: exact.map((at, k) => at - first[k]!) }
}
