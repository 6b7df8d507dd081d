import { fitBackground, paintBackground, type BackgroundModel } from './background-model.ts'
import type { Picture } from './decode-picture.ts'
import { measureDeviation } from './deviation.ts'
import { BACKGROUND, borderPixels, findBackground } from './find-background.ts'
import { NoSubjectError } from './picture-error.ts'
import { softenOutline, type SoftOutline } from './soft-outline.ts'

/**
 * The subject of a picture without transparency, at the picture's own size.
 * @throws {NoSubjectError} when the background is too busy or nothing stands apart from it
 */
export function removeBackground({ rgba, width, height }: Picture): SoftOutline {
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

export const ADVICE = 'Use a picture of one object on a plain background, or a PNG with a transparent one.'

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
