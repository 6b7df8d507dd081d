/**
 * A z-buffered triangle rasteriser in typed arrays: half-space edge functions (Pineda 1988), perspective-correct
 * texture coordinates, light interpolated from the vertices. Anti-aliasing comes from the caller, who draws at twice
 * the size and averages. WebGL was not to be had in a worker without a browser; a ray tracer lost on time.
 */
import type { Texture } from './model.ts'

/** A picture in the making: linear light per channel, and 1/depth (0 = nothing drawn). */
export interface Canvas {
  readonly size: number
  readonly rgb: Float32Array
  readonly nearness: Float32Array
}

export const createCanvas = (size: number): Canvas => ({ size, rgb: new Float32Array(size * size * 3), nearness: new Float32Array(size * size) })

/** Vertices as the camera sees them. */
export interface Projected {
  /** x right, y down in canvas pixels, and 1/depth; three a vertex. */
  readonly screen: Float32Array
  /** Diffuse light and highlight, two a vertex. */
  readonly light: Float32Array
}

/** A texture in linear light, ready to be sampled. */
export interface LinearTexture {
  readonly width: number
  readonly height: number
  readonly rgb: Float32Array
}

const TO_LINEAR = Float32Array.from({ length: 256 }, (_, k) => (k / 255) ** 2.2)

/** The texture in linear light, halved until it is at most `maxSize` wide: what is left of mipmapping when the size on screen is known. */
export function linearTexture({ width, height, rgb }: Texture, maxSize: number): LinearTexture {
  let texture: LinearTexture = { width, height, rgb: Float32Array.from(rgb, (value) => TO_LINEAR[value]!) }
  while (Math.max(texture.width, texture.height) > maxSize) texture = halved(texture)
  return texture
}

function halved({ width, height, rgb }: LinearTexture): LinearTexture {
  const [w, h] = [width >> 1, height >> 1]
  const half = new Float32Array(w * h * 3)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < 3; c++) {
        const at = (2 * y * width + 2 * x) * 3 + c
        half[(y * w + x) * 3 + c] = (rgb[at]! + rgb[at + 3]! + rgb[at + width * 3]! + rgb[at + width * 3 + 3]!) / 4
      }
  return { width: w, height: h, rgb: half }
}

/** Draws front-facing triangles (counter-clockwise seen from the camera, y up) over what is there. */
export function rasterise(canvas: Canvas, { screen, light }: Projected, uvs: Float32Array, indices: Uint32Array, texture: LinearTexture): void {
  const { size, rgb, nearness } = canvas
  const { width, height, rgb: texels } = texture
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [indices[t]!, indices[t + 1]!, indices[t + 2]!]
    const ax = screen[3 * a]!, ay = screen[3 * a + 1]!, aw = screen[3 * a + 2]!
    const bx = screen[3 * b]!, by = screen[3 * b + 1]!, bw = screen[3 * b + 2]!
    const cx = screen[3 * c]!, cy = screen[3 * c + 1]!, cw = screen[3 * c + 2]!
    // y runs down, so that a front face turns clockwise here and this is negative.
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if (area >= 0) continue
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5)), right = Math.min(size - 1, Math.floor(Math.max(ax, bx, cx) - 0.5))
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5)), bottom = Math.min(size - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
    if (left > right || top > bottom) continue
    const au = uvs[2 * a]! * width * aw, av = uvs[2 * a + 1]! * height * aw
    const bu = uvs[2 * b]! * width * bw, bv = uvs[2 * b + 1]! * height * bw
    const cu = uvs[2 * c]! * width * cw, cv = uvs[2 * c + 1]! * height * cw
    const inverse = 1 / area
    const stepA = (by - cy) * inverse, stepB = (cy - ay) * inverse
    for (let y = top; y <= bottom; y++) {
      const py = y + 0.5
      let wa = ((bx - left - 0.5) * (cy - py) - (by - py) * (cx - left - 0.5)) * inverse
      let wb = ((cx - left - 0.5) * (ay - py) - (cy - py) * (ax - left - 0.5)) * inverse
      for (let x = left; x <= right; x++, wa += stepA, wb += stepB) {
        const wc = 1 - wa - wb
        if (wa < 0 || wb < 0 || wc < 0) continue
        const w = wa * aw + wb * bw + wc * cw
        const at = y * size + x
        if (w <= nearness[at]!) continue
        nearness[at] = w
        const u = (wa * au + wb * bu + wc * cu) / w - 0.5, v = (wa * av + wb * bv + wc * cv) / w - 0.5
        const u0 = u < 0 ? 0 : u > width - 2 ? width - 2 : u | 0, v0 = v < 0 ? 0 : v > height - 2 ? height - 2 : v | 0
        const fu = u - u0 < 0 ? 0 : u - u0 > 1 ? 1 : u - u0, fv = v - v0 < 0 ? 0 : v - v0 > 1 ? 1 : v - v0
        const p = (v0 * width + u0) * 3, q = p + width * 3
        const w00 = (1 - fu) * (1 - fv), w10 = fu * (1 - fv), w01 = (1 - fu) * fv, w11 = fu * fv
        const diffuse = wa * light[2 * a]! + wb * light[2 * b]! + wc * light[2 * c]!
        const shine = wa * light[2 * a + 1]! + wb * light[2 * b + 1]! + wc * light[2 * c + 1]!
        rgb[3 * at] = (texels[p]! * w00 + texels[p + 3]! * w10 + texels[q]! * w01 + texels[q + 3]! * w11) * diffuse + shine
        rgb[3 * at + 1] = (texels[p + 1]! * w00 + texels[p + 4]! * w10 + texels[q + 1]! * w01 + texels[q + 4]! * w11) * diffuse + shine
        rgb[3 * at + 2] = (texels[p + 2]! * w00 + texels[p + 5]! * w10 + texels[q + 2]! * w01 + texels[q + 5]! * w11) * diffuse + shine
      }
    }
  }
}
