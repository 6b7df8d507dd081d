/** What lies nearest at each sample of a raster, rows from the top. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** Number of the triangle, or -1 where there is none. */
  readonly triangle: Int32Array
  /** The nearness given with the vertices, between them linear over the raster; -Infinity where there is no triangle. */
  readonly nearness: Float32Array
}

/**
 * Draws triangles, whichever way they face, into a raster of samples (Pineda 1988). It is a hot loop, so nothing is allocated in it.
 * @param points x and y in samples and nearness, three numbers a vertex; the larger nearness hides the smaller.
 * For perspective it is 1 / depth, which is linear over the picture, where depth is not.
 */
export function rasterise(points: Float32Array, indices: Uint32Array, width: number, height: number): Raster {
  const triangle = new Int32Array(width * height).fill(-1)
  const nearness = new Float32Array(width * height).fill(-Infinity)
  for (let t = 0; 3 * t < indices.length; t++) {
    const a = 3 * indices[3 * t]!
    const b = 3 * indices[3 * t + 1]!
    const c = 3 * indices[3 * t + 2]!
    const ax = points[a]!
    const ay = points[a + 1]!
    const bx = points[b]!
    const by = points[b + 1]!
    const cx = points[c]!
    const cy = points[c + 1]!
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if (area === 0) continue
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5))
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5))
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5))
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
    const na = points[a + 2]! / area
    const nb = points[b + 2]! / area
    const nc = points[c + 2]! / area
    const sign = area > 0 ? 1 : -1
    for (let y = top; y <= bottom; y++) {
      const py = y + 0.5
      for (let x = left; x <= right; x++) {
        const px = x + 0.5
        const wa = (bx - px) * (cy - py) - (by - py) * (cx - px)
        const wb = (cx - px) * (ay - py) - (cy - py) * (ax - px)
        const wc = area - wa - wb
        if (wa * sign < 0 || wb * sign < 0 || wc * sign < 0) continue
        const near = wa * na + wb * nb + wc * nc
        const at = y * width + x
        if (near <= nearness[at]!) continue
        nearness[at] = near
        triangle[at] = t
      }
    }
  }
  return { width, height, triangle, nearness }
}
