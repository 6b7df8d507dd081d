import { fitBackground, paintBackground, type BackgroundModel } from './background-model.ts'
import type { Picture } from './decode-picture.ts'
import { measureDeviation } from './deviation.ts'
import { BACKGROUND, borderPixels, findBackground } from './find-background.ts'
import { growColour } from './grow-colour.ts'
import { NoSubjectError } from './picture-error.ts'
import { softenOutline, type SoftOutline } from './soft-outline.ts'
import type { Subject } from './subject.ts'

/** Room around the subject, in pixels; the outermost ring is always empty. */
const PADDING = 8

/**
 * Cuts the subject out of its picture.
 * @throws {NoSubjectError} when nothing stands apart from the background
 */
export function cutOut(picture: Picture): Subject {
  const cut = hasMeaningfulAlpha(picture) ? takeAlpha(picture) : removeBackground(picture)
  return crop(cut, picture.width, picture.height)
}

function hasMeaningfulAlpha({ rgba }: Picture): boolean {
  let clear = 0
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i]! < 128) clear++
  return clear > rgba.length / 4 / 500
}

function takeAlpha({ rgba, width, height }: Picture): SoftOutline {
  const mask = new Float32Array(width * height)
  const colour = new Uint8Array(width * height * 3)
  for (let i = 0; i < mask.length; i++) {
    mask[i] = rgba[i * 4 + 3]! / 255
    for (let c = 0; c < 3; c++) colour[i * 3 + c] = rgba[i * 4 + c]!
  }
  const trust = mask.map((a) => (a > 0.95 ? 1 : a * 1e-5))
  return { mask, colour, trust }
}

function removeBackground({ rgba, width, height }: Picture): SoftOutline {
  const model = fitBackground(rgba, width, height, borderSample(width, height))
  refuseBusy(model)
  const expected = paintBackground(model, width, height)
  const deviation = measureDeviation(rgba, width, height, expected, model.noise)
  const label = findBackground(deviation)
  refuseUnclear(label, width, height)
  return softenOutline(rgba, label, width, height)
}

/** Three rings at the border, thinned to some thousands of pixels. */
function borderSample(width: number, height: number): Int32Array {
  const sample: number[] = []
  for (let inset = 0; inset < 3; inset++) {
    for (const p of borderPixels(width - 2 * inset, height - 2 * inset)) {
      const x = (p % (width - 2 * inset)) + inset
      const y = Math.floor(p / (width - 2 * inset)) + inset
      sample.push(y * width + x)
    }
  }
  const stride = Math.max(1, Math.floor(sample.length / 4000))
  return Int32Array.from(sample.filter((_, i) => i % stride === 0))
}

const ADVICE = 'Use a picture of one object on a plain background, or a PNG with a transparent one.'

function refuseBusy({ noise, share }: BackgroundModel): void {
  if (noise.luma < 24 && noise.chroma < 16 && share > 0.4) return
  throw new NoSubjectError(`The background of this picture is too busy to tell the subject from it. ${ADVICE}`)
}

function refuseUnclear(label: Uint8Array, width: number, height: number): void {
  let subject = 0
  for (const l of label) if (l !== BACKGROUND) subject++
  if (subject < label.length * 0.001) {
    throw new NoSubjectError(`Nothing in this picture stands apart from its background. ${ADVICE}`)
  }
  const border = borderPixels(width, height)
  const touching = border.filter((p) => label[p] !== BACKGROUND).length
  if (touching > border.length * 0.5) {
    throw new NoSubjectError(`No subject in this picture stands apart from its background. ${ADVICE}`)
  }
}

/** Crops to the subject with padding, and grows its colours over everything else. */
function crop({ mask, colour, trust }: SoftOutline, width: number, height: number): Subject {
  const [left, top, right, bottom] = bounds(mask, width, height)
  const w = right - left + 1 + 2 * PADDING
  const h = bottom - top + 1 + 2 * PADDING
  const cut = { width: w, height: h, colour: new Uint8Array(w * h * 3), mask: new Float32Array(w * h) }
  const known = new Float32Array(w * h)
  for (let y = Math.max(0, top - PADDING + 1); y < Math.min(height, bottom + PADDING); y++) {
    const to = (y - top + PADDING) * w
    for (let x = Math.max(0, left - PADDING + 1); x < Math.min(width, right + PADDING); x++) {
      const from = y * width + x
      const p = to + x - left + PADDING
      cut.mask[p] = mask[from]!
      known[p] = trust[from]!
      for (let c = 0; c < 3; c++) cut.colour[p * 3 + c] = colour[from * 3 + c]!
    }
  }
  growColour(cut.colour, known, w, h)
  return cut
}

function bounds(mask: Float32Array, width: number, height: number): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]! < 0.5) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  if (right < 0) throw new NoSubjectError(`Nothing in this picture stands apart from its background. ${ADVICE}`)
  return [left, top, right, bottom]
}
