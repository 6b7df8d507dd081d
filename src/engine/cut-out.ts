import { fitBackground, paintBackground } from './background-model.ts'
import type { Picture } from './decode-picture.ts'
import { growColour } from './grow-colour.ts'
import { NoSubjectError } from './picture-error.ts'
import type { Subject } from './subject.ts'

const PADDING = 8

/**
 * Cuts the subject out of its picture.
 * @throws {NoSubjectError} when nothing stands apart from the background
 */
export function cutOut(picture: Picture): Subject {
  const mask = hasMeaningfulAlpha(picture) ? alphaMask(picture) : backgroundMask(picture)
  return cropToSubject(picture, mask)
}

function hasMeaningfulAlpha({ rgba }: Picture): boolean {
  let clear = 0
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i]! < 128) clear++
  return clear > rgba.length / 4 / 500
}

function alphaMask({ rgba, width, height }: Picture): Float32Array {
  const mask = new Float32Array(width * height)
  for (let i = 0; i < mask.length; i++) mask[i] = rgba[i * 4 + 3]! / 255
  return mask
}

function backgroundMask({ rgba, width, height }: Picture): Float32Array {
  const ring: number[] = []
  for (let y = 0; y < height; y++) {
    const inner = y >= 3 && y < height - 3
    for (let x = 0; x < width; x++) {
      if (inner && x === 3) x = width - 3
      ring.push(y * width + x)
    }
  }
  const model = fitBackground(rgba, width, height, Int32Array.from(ring))
  const background = paintBackground(model, width, height)
  const distance = new Float32Array(width * height)
  for (let i = 0; i < distance.length; i++) {
    const r = rgba[i * 4]! - background[i * 3]!
    const g = rgba[i * 4 + 1]! - background[i * 3 + 1]!
    const b = rgba[i * 4 + 2]! - background[i * 3 + 2]!
    distance[i] = Math.hypot(r, g, b)
  }
  const near = Math.max(10, model.noise * 4)
  const outside = new Uint8Array(width * height)
  const stack: number[] = []
  const visit = (p: number): void => {
    if (outside[p] || distance[p]! > near * 1.6) return
    outside[p] = 1
    stack.push(p)
  }
  for (let x = 0; x < width; x++) {
    visit(x)
    visit((height - 1) * width + x)
  }
  for (let y = 0; y < height; y++) {
    visit(y * width)
    visit(y * width + width - 1)
  }
  for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
    const x = p % width
    if (x > 0) visit(p - 1)
    if (x < width - 1) visit(p + 1)
    if (p >= width) visit(p - width)
    if (p < width * (height - 1)) visit(p + width)
  }
  const mask = new Float32Array(width * height)
  for (let i = 0; i < mask.length; i++) mask[i] = outside[i] ? 0 : Math.min(1, distance[i]! > near * 1.6 ? 1 : 1)
  return mask
}

function cropToSubject({ rgba, width, height }: Picture, mask: Float32Array): Subject {
  let [left, top, right, bottom, area] = [width, height, -1, -1, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]! < 0.5) continue
      area++
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
    }
  }
  if (area < width * height * 0.001 || area > width * height * 0.98) {
    throw new NoSubjectError(
      'No subject stands apart from the background of this picture. Use one with a plain or a transparent background.',
    )
  }
  const w = right - left + 1 + 2 * PADDING
  const h = bottom - top + 1 + 2 * PADDING
  const colour = new Uint8Array(w * h * 3)
  const cut = new Float32Array(w * h)
  const known = new Float32Array(w * h)
  for (let y = 1; y < h - 1; y++) {
    const sy = y + top - PADDING
    if (sy < 0 || sy >= height) continue
    for (let x = 1; x < w - 1; x++) {
      const sx = x + left - PADDING
      if (sx < 0 || sx >= width) continue
      const from = sy * width + sx
      const to = y * w + x
      const a = mask[from]!
      cut[to] = a
      known[to] = a > 0.95 ? 1 : 0
      colour.set(rgba.subarray(from * 4, from * 4 + 3), to * 3)
    }
  }
  growColour(colour, known, w, h)
  return { width: w, height: h, colour, mask: cut }
}
