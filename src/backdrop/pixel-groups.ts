/** Pixels that hang together over their sides. */
export interface PixelGroup {
  readonly pixels: readonly number[]
  readonly touchesEdge: boolean
}

/** The pixels for which `holds`, in groups. */
export function pixelGroups(width: number, height: number, holds: (p: number) => boolean): PixelGroup[] {
  const seen = new Uint8Array(width * height)
  const groups: PixelGroup[] = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !holds(start)) continue
    const pixels = [start]
    let touchesEdge = false
    seen[start] = 1
    for (const p of pixels) {
      const [x, y] = [p % width, Math.floor(p / width)]
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) touchesEdge = true
      for (const next of [x > 0 ? p - 1 : p, x < width - 1 ? p + 1 : p, p - width, p + width]) {
        if (next < 0 || next >= seen.length || seen[next] || !holds(next)) continue
        seen[next] = 1
        pixels.push(next)
      }
    }
    groups.push({ pixels, touchesEdge })
  }
  return groups
}

/** Steps from a pixel to its eight neighbours and itself. */
export const neighbourSteps = (width: number): number[] => [
  -width - 1,
  -width,
  -width + 1,
  -1,
  0,
  1,
  width - 1,
  width,
  width + 1,
]
