/*
 * Subject and background of an opaque picture, in order: a smooth model of the background, every pixel's deviation from
 * it, labels, and a soft outline. What cannot be told apart is refused rather than guessed. The limits: the spread
 * about the model is below 1.3 (luma) and 0.6 (chroma) code values in the real pictures and rendered scenes, and 21 and
 * 32 in noise; 24 and 16 leave photos in worse light their chance. A model that explains less than 0.4 of the border is
 * of something else.
 */
import { borderPixels, fitBackground, type BackgroundModel } from './background-model.ts'
import type { EnclosedChoice, EnclosedOutcome } from '../contract/enclosed-areas.ts'
import type { Picture } from './decode-picture.ts'
import { measureDeviation, type Noise } from './deviation.ts'
import { BACKGROUND } from './background-label.ts'
import { settleEnclosed } from './enclosed-areas.ts'
import { findBackground } from './find-background.ts'
import { findCheckerboard } from './find-checkerboard.ts'
import { flattenCheckerboard } from './flatten-checkerboard.ts'
import { levelSeam } from './level-seam.ts'
import { paintOver } from './paint-over.ts'
import { NoSubjectError } from './picture-error.ts'
import { softenOutline, type SoftOutline } from './soft-outline.ts'
import { findFrame } from './thin-frame.ts'
import { shrink } from './thumbnail.ts'

/** An outline, and what the cut-out makes of the areas that it encloses; null where it encloses none. */
export interface WholeOutline extends SoftOutline {
  readonly enclosed: EnclosedOutcome | null
}

/**
 * The subject of a picture without transparency, at the picture's own size.
 * @param choice what becomes of areas that it encloses
 * @throws {NoSubjectError} when the background is too busy or nothing stands apart from it
 */
export function removeBackground(picture: Picture, choice: EnclosedChoice = 'auto'): WholeOutline {
  const board = findCheckerboard(picture)
  try {
    return withoutFrame(board && board !== 'irregular' ? flattenCheckerboard(picture, board) : picture, choice)
  } catch (error) {
    if (board && error instanceof NoSubjectError) throw new NoSubjectError(PAINTED_CHECKERBOARD)
    throw error
  }
}

const PAINTED_CHECKERBOARD =
  'This picture shows a painted checkerboard where transparency should be; the file itself holds none. Export it again with transparency.'

function withoutFrame(picture: Picture, choice: EnclosedChoice): WholeOutline {
  const frame = findFrame(picture)
  if (!frame) return separate(picture, choice)
  try {
    return separate(paintOver(picture, frame), choice)
  } catch (error) {
    // What was taken for a frame may be all there is: a table seen from the front.
    if (error instanceof NoSubjectError) return separate(picture, choice)
    throw error
  }
}

function separate(picture: Picture, choice: EnclosedChoice): WholeOutline {
  const { rgba, width, height } = picture
  const level = levelSeam(picture).rgba
  const model = fitBackground(shrink(level, width, height, 72))
  const deviation = measureDeviation(level, width, height, model)
  refuseBusy(model, deviation.noise)
  const { label, doubtful } = findBackground(deviation)
  refuseUnclear(label, width, height)
  const enclosed = settleEnclosed(picture, deviation.distance, label, doubtful, choice)
  return { ...softenOutline(rgba, label, width, height), enclosed }
}

export const ADVICE = 'Use a picture of one object on a plain background, or a PNG with a transparent one.'

function refuseBusy({ share }: BackgroundModel, noise: Noise): void {
  if (noise.luma < 24 && noise.chroma < 16 && share > 0.4) return
  throw new NoSubjectError(`The background of this picture is too busy to tell the subject from it. ${ADVICE}`)
}

function refuseUnclear(label: Uint8Array, width: number, height: number): void {
  if (label.length - countOf(label, BACKGROUND) < label.length * 0.001) {
    throw new NoSubjectError(`Nothing in this picture stands apart from its background. ${ADVICE}`)
  }
  const border = borderPixels(width, height)
  const touching = border.filter((p) => label[p] !== BACKGROUND).length
  if (touching > border.length * 0.5) {
    throw new NoSubjectError(`No subject in this picture stands apart from its background. ${ADVICE}`)
  }
}

function countOf(label: Uint8Array, what: number): number {
  let count = 0
  for (let p = 0; p < label.length; p++) if (label[p] === what) count++
  return count
}
