/**
 * A z-buffered triangle rasteriser in typed arrays: half-space edge functions (Pineda 1988), solved for each row's span,
 * find which triangle each sample sees, and what is seen is shaded afterwards, once a pixel and triangle (a visibility
 * buffer, Burns & Hunt 2013). Shading every sample as it was drawn took three times as long: textures were sampled at four
 * times the pixels, and again where another triangle covered them later. WebGL is not to be had in a thread without a browser.
 */

/** Per sample: which triangle is seen, and how near it is as 1/depth (0 for none). */
export interface Canvas {
  readonly size: number
  /** The triangle's number + 1, 0 for none; above that, from bit 24, the island of the surface it belongs to. */
  readonly seen: Int32Array
  readonly nearness: Float32Array
}

export const ISLAND_SHIFT = 24
export const TRIANGLE_BITS = (1 << ISLAND_SHIFT) - 1

export const createCanvas = (size: number): Canvas => ({
  size,
  seen: new Int32Array(size * size),
  nearness: new Float32Array(size * size),
})

/** Vertices as the camera sees them. */
export interface Projected {
  /** x right, y down in samples, and 1/depth; three a vertex. */
  readonly screen: Float32Array
  /** Diffuse light and highlight, two a vertex. */
  readonly light: Float32Array
}

/** What does not change from frame to frame. */
export interface Drawn {
  readonly indices: Uint32Array
  /** Texture coordinates in texels, two a vertex. */
  readonly texels: Float32Array
  /** Per triangle, 0…127: neighbours of different islands meet in an edge of colour or shape. */
  readonly islands: Uint8Array
}

/**
 * What a triangle looks like, as affine functions of the place on screen: its first corner's x and y, then value, slope
 * along x and slope along y of 1/depth, u/depth, v/depth (u and v in texels), diffuse light and highlight; last its mip level.
 */
export const LOOK = 18

/** Draws front-facing triangles (counter-clockwise seen from the camera, y up) over what is there, and notes their looks. */
export function rasterise(
  canvas: Canvas,
  { screen, light }: Projected,
  { indices, texels, islands }: Drawn,
  looks: Float32Array,
): void {
  const { size, seen, nearness } = canvas
  for (let t = 0, look = 0; t < indices.length; t += 3, look += LOOK) {
    const a = indices[t]!,
      b = indices[t + 1]!,
      c = indices[t + 2]!
    const ax = screen[3 * a]!,
      ay = screen[3 * a + 1]!
    const bx = screen[3 * b]! - ax,
      by = screen[3 * b + 1]! - ay
    const cx = screen[3 * c]! - ax,
      cy = screen[3 * c + 1]! - ay
    // y runs down, so that a front face turns clockwise here and this is negative.
    const area = bx * cy - by * cx
    if (area >= 0) continue
    const left = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx) - 0.5)),
      right = Math.min(size - 1, Math.floor(ax + Math.max(0, bx, cx) - 0.5))
    const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5)),
      bottom = Math.min(size - 1, Math.floor(ay + Math.max(0, by, cy) - 0.5))
    if (left > right || top > bottom) continue
    const inverse = 1 / area
    // Weights of b and c at a place (x, y) from the first corner: b = x·cy − y·cx, c = y·bx − x·by, over the area.
    const bAlong = cy * inverse,
      bDown = -cx * inverse,
      cAlong = -by * inverse,
      cDown = bx * inverse
    const aAlong = -bAlong - cAlong
    const bSpan = -1 / bAlong,
      cSpan = -1 / cAlong,
      aSpan = -1 / aAlong
    const aw = screen[3 * a + 2]!,
      bw = screen[3 * b + 2]! - aw,
      cw = screen[3 * c + 2]! - aw
    const wAlong = bw * bAlong + cw * cAlong,
      wDown = bw * bDown + cw * cDown
    const id = (t / 3 + 1) | (islands[t / 3]! << ISLAND_SHIFT)
    const dx = left + 0.5 - ax
    let drawn = false
    for (let y = top; y <= bottom; y++) {
      const dy = y + 0.5 - ay
      const wb = dx * bAlong + dy * bDown,
        wc = dx * cAlong + dy * cDown,
        wa = 1 - wb - wc
      // Each weight is positive on one side of where it crosses zero along the row; the span is where all three are.
      let from = 0,
        to = right - left
      if (bAlong > 0) from = Math.max(from, Math.ceil(wb * bSpan))
      else if (bAlong < 0) to = Math.min(to, Math.floor(wb * bSpan))
      else if (wb < 0) continue
      if (cAlong > 0) from = Math.max(from, Math.ceil(wc * cSpan))
      else if (cAlong < 0) to = Math.min(to, Math.floor(wc * cSpan))
      else if (wc < 0) continue
      if (aAlong > 0) from = Math.max(from, Math.ceil(wa * aSpan))
      else if (aAlong < 0) to = Math.min(to, Math.floor(wa * aSpan))
      else if (wa < 0) continue
      let w = aw + (dx + from) * wAlong + dy * wDown
      const row = y * size + left
      for (let at = row + from, end = row + to; at <= end; at++, w += wAlong) {
        if (w <= nearness[at]!) continue
        nearness[at] = w
        seen[at] = id
        drawn = true
      }
    }
    if (!drawn) continue
    looks[look] = ax
    looks[look + 1] = ay
    looks[look + 2] = aw
    looks[look + 3] = wAlong
    looks[look + 4] = wDown
    const bNear = screen[3 * b + 2]!,
      cNear = screen[3 * c + 2]!
    for (let k = 0, at = look + 5; k < 2; k++, at += 3) {
      const ak = texels[2 * a + k]! * aw,
        bk = texels[2 * b + k]! * bNear - ak,
        ck = texels[2 * c + k]! * cNear - ak
      looks[at] = ak
      looks[at + 1] = bk * bAlong + ck * cAlong
      looks[at + 2] = bk * bDown + ck * cDown
    }
    for (let k = 0, at = look + 11; k < 2; k++, at += 3) {
      const ak = light[2 * a + k]!,
        bk = light[2 * b + k]! - ak,
        ck = light[2 * c + k]! - ak
      looks[at] = ak
      looks[at + 1] = bk * bAlong + ck * cAlong
      looks[at + 2] = bk * bDown + ck * cDown
    }
    looks[look + 17] = mipLevel(texels, a, b, c, bAlong, bDown, cAlong, cDown)
  }
}

/**
 * How many times the texture is to be halved for a triangle: log₂ of the texels a pixel of four samples spans, between the
 * geometric mean of both directions, which keeps what is seen edge-on from blurring, and the denser direction, which keeps
 * it from shimmering; rounded down, half a level sharper than the strict rule. The lens is so long that depth does not change it.
 */
function mipLevel(
  texels: Float32Array,
  a: number,
  b: number,
  c: number,
  bAlong: number,
  bDown: number,
  cAlong: number,
  cDown: number,
): number {
  const au = texels[2 * a]!,
    av = texels[2 * a + 1]!
  const bu = texels[2 * b]! - au,
    bv = texels[2 * b + 1]! - av
  const cu = texels[2 * c]! - au,
    cv = texels[2 * c + 1]! - av
  const ux = bu * bAlong + cu * cAlong,
    uy = bu * bDown + cu * cDown
  const vx = bv * bAlong + cv * cAlong,
    vy = bv * bDown + cv * cDown
  const along = ux * ux + vx * vx,
    down = uy * uy + vy * vy
  const mean = ux * vy - uy * vx
  // Densest² × mean² is the fourth power of what is sought, so that a quarter of its position of the highest bit is the level.
  const fourth = 16 * (along > down ? along : down) * (mean < 0 ? -mean : mean)
  return fourth < 1 ? 0 : (31 - Math.clz32(fourth < 1e9 ? fourth : 1e9)) >> 2
}
