/** One byte a pixel, at another size of at least half the sides; between the middles of pixels values are mixed. */
export function stretched(
  values: Uint8Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8Array {
  const columns = placesOf(width, toWidth)
  const rows = placesOf(height, toHeight)
  const out = new Uint8Array(toWidth * toHeight)
  for (let y = 0; y < toHeight; y++) {
    const [above, below] = [rows.first[y]! * width, Math.min(height - 1, rows.first[y]! + 1) * width]
    mixRow(values, width, above, below, rows.share[y]!, columns, out, y * toWidth)
  }
  return out
}

interface Places {
  readonly first: Int32Array
  /** How much of the one after the first. */
  readonly share: Float32Array
}

function placesOf(from: number, to: number): Places {
  const [first, share] = [new Int32Array(to), new Float32Array(to)]
  for (let k = 0; k < to; k++) {
    const at = Math.max(0, Math.min(from - 1, ((k + 0.5) * from) / to - 0.5))
    first[k] = Math.floor(at)
    share[k] = at - first[k]!
  }
  return { first, share }
}

function mixRow(
  values: Uint8Array,
  width: number,
  above: number,
  below: number,
  down: number,
  { first, share }: Places,
  out: Uint8Array,
  start: number,
): void {
  for (let x = 0; x < first.length; x++) {
    const left = first[x]!
    const right = Math.min(width - 1, left + 1)
    const top = values[above + left]! + (values[above + right]! - values[above + left]!) * share[x]!
    const bottom = values[below + left]! + (values[below + right]! - values[below + left]!) * share[x]!
    out[start + x] = Math.round(top + (bottom - top) * down)
  }
}
