/**
 * Grows known colours over the whole raster (push-pull, Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4):
 * averages of known pixels go up a pyramid, and come down to fill what is unknown, so that close to the outline the
 * outline's own colours continue and far away they blend smoothly. Linear in pixels.
 * @param colour RGB, 3 bytes a pixel, changed in place where `known` is below 1
 * @param known trust in each pixel's colour, 0…1
 */
export function growColour(colour: Uint8Array, known: Float32Array, width: number, height: number): void {
  const rgb = new Float32Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const w = known[i]!
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = colour[i * 3 + c]! * w
  }
  const filled = pushPull(rgb, known, width, height)
  for (let i = 0; i < colour.length; i++) colour[i] = Math.max(0, Math.min(255, Math.round(filled[i]!)))
}

/** Weighted colours in, full colours out. */
function pushPull(rgb: Float32Array, weight: Float32Array, width: number, height: number): Float32Array {
  if (width === 1 && height === 1) {
    const w = weight[0]!
    return w > 0 ? rgb.map((v) => v / w) : rgb
  }
  const w2 = Math.ceil(width / 2)
  const h2 = Math.ceil(height / 2)
  const small = new Float32Array(w2 * h2 * 3)
  const smallWeight = new Float32Array(w2 * h2)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const o = (y >> 1) * w2 + (x >> 1)
      smallWeight[o]! += weight[i]!
      for (let c = 0; c < 3; c++) small[o * 3 + c]! += rgb[i * 3 + c]!
    }
  }
  for (let i = 0; i < smallWeight.length; i++) {
    const w = smallWeight[i]!
    if (w <= 1) continue
    smallWeight[i] = 1
    for (let c = 0; c < 3; c++) small[i * 3 + c]! /= w
  }
  const coarse = pushPull(small, smallWeight, w2, h2)
  const out = new Float32Array(rgb.length)
  for (let y = 0; y < height; y++) {
    const fy = y / 2 - 0.25
    const y0 = Math.max(0, Math.floor(fy))
    const y1 = Math.min(h2 - 1, y0 + 1)
    const ty = Math.max(0, fy - y0)
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const missing = 1 - Math.min(1, weight[i]!)
      const fx = x / 2 - 0.25
      const x0 = Math.max(0, Math.floor(fx))
      const x1 = Math.min(w2 - 1, x0 + 1)
      const tx = Math.max(0, fx - x0)
      for (let c = 0; c < 3; c++) {
        let v = rgb[i * 3 + c]!
        if (missing > 0) {
          const top = coarse[(y0 * w2 + x0) * 3 + c]! * (1 - tx) + coarse[(y0 * w2 + x1) * 3 + c]! * tx
          const bottom = coarse[(y1 * w2 + x0) * 3 + c]! * (1 - tx) + coarse[(y1 * w2 + x1) * 3 + c]! * tx
          v += missing * (top * (1 - ty) + bottom * ty)
        }
        out[i * 3 + c] = v
      }
    }
  }
  return out
}
