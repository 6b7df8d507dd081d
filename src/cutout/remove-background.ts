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
import { learn, type Learned } from './learned-label.ts'
import { mapDoubt } from './map-doubt.ts'
import { explains, isEven, reconcile } from './reconcile.ts'
import { settleClear } from './enclosed-alpha.ts'
import type { Saliency } from './saliency-map.ts'
import { softenOutline, type SoftOutline } from './soft-outline.ts'
import { findFrame } from './thin-frame.ts'
import { shrink } from './thumbnail.ts'

/** An outline, and what the cut-out makes of the areas that it encloses; null where it encloses none. */
export interface WholeOutline extends SoftOutline {
  readonly enclosed: EnclosedOutcome | null
  /** By how much a learned map contradicts the label from which the outline begins, 0…1 (`mapDoubt`); null without a map. */
  readonly disagreement: number | null
  /** Whether the outline is a guess. */
  readonly unsure: boolean
}

/** What the artist and a learned model say of a picture. */
export interface Advice {
  /** What becomes of areas that the subject encloses. */
  readonly choice: EnclosedChoice
  readonly saliency: Saliency
}

const UNADVISED: Advice = { choice: 'auto', saliency: null }

/**
 * The subject of a picture without transparency, at the picture's own size.
 * @throws {NoSubjectError} when the background is too busy or nothing stands apart from it
 */
export function removeBackground(picture: Picture, advice: Advice = UNADVISED): WholeOutline {
  const board = findCheckerboard(picture)
  try {
    return withoutFrame(board && board !== 'irregular' ? flattenCheckerboard(picture, board) : picture, advice)
  } catch (error) {
    if (board && error instanceof NoSubjectError) throw new NoSubjectError(PAINTED_CHECKERBOARD)
    throw error
  }
}

const PAINTED_CHECKERBOARD =
  'This picture shows a painted checkerboard where transparency should be; the file itself holds none. Export it again with transparency.'

function withoutFrame(picture: Picture, advice: Advice): WholeOutline {
  const frame = findFrame(picture)
  if (!frame) return separate(picture, advice)
  try {
    return separate(paintOver(picture, frame), advice)
  } catch (error) {
    // What was taken for a frame may be all there is: a table seen from the front.
    if (error instanceof NoSubjectError) return separate(picture, advice)
    throw error
  }
}

function separate(picture: Picture, { choice, saliency }: Advice): WholeOutline {
  const { rgba, width, height } = picture
  const level = levelSeam(picture).rgba
  const model = fitBackground(shrink(level, width, height, 72))
  const deviation = measureDeviation(level, width, height, model)
  const found = isBusy(model, deviation.noise) ? null : findBackground(deviation)
  // The closer look doubles the time of the model, and before an even backdrop the label knows the outline better.
  const first = found && isEven(model, deviation.noise) ? saliency?.first() : null
  const learned = first ? learn(picture, first) : null
  if (!(found && learned && explains(found.label, learned))) {
    const closer = saliency?.closer()
    if (closer) return cutByMap(picture, learn(picture, closer), choice)
  }
  if (!found) throw new NoSubjectError(BUSY)
  const { label, doubtful } = found
  const disagreement = learned && mapDoubt(picture, label, learned.map).disagreement
  if (learned) reconcile(deviation, label, learned)
  refuseUnclear(label, width, height)
  const enclosed = settleEnclosed(picture, deviation.distance, label, doubtful, choice)
  return { ...softenOutline(rgba, label, width, height), enclosed, disagreement, unsure: false }
}

/** The outline as the model alone sees it: before a background that changes too much to be told from anything. */
function cutByMap(picture: Picture, { label, map }: Learned, choice: EnclosedChoice): WholeOutline {
  const { rgba, width, height } = picture
  const { disagreement, isGuess } = mapDoubt(picture, label, map)
  if (disagreement > NOTHING_SEEN) throw new NoSubjectError(BUSY)
  refuseUnclear(label, width, height)
  const outline = softenOutline(rgba, label, width, height)
  const enclosed = settleClear(outline.mask, width, height, choice)
  return { ...outline, enclosed, disagreement, unsure: isGuess }
}

/** A map that contradicts this much of its own subject's area sees nothing. */
const NOTHING_SEEN = 0.5

export const ADVICE = 'Use a picture of one object on a plain background, or a PNG with a transparent one.'

const BUSY = `The background of this picture is too busy to tell the subject from it. ${ADVICE}`

const isBusy = ({ share }: BackgroundModel, noise: Noise): boolean =>
  !(noise.luma < 24 && noise.chroma < 16 && share > 0.4)

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
