/*
 * Picture to subject: the picture's own alpha where it has one, otherwise `removeBackground`; then cropped, and the
 * colours grown outward from pixels that are surely the subject's (`fillBytes`), so that no background is left at the
 * rim. Alpha is taken as it is: an artist's own outline is the best there is. Colours are grown instead of divided out
 * of the mix at the rim, which amplifies the noise of pixels that are hardly covered (Porter & Duff 1984).
 */
import { clearPixels, isTrimOnly, standsFree } from './alpha-margin.ts'
import type { EnclosedChoice, EnclosedOutcome } from '../contract/enclosed-areas.ts'
import type { Picture } from './decode-picture.ts'
import { settleClear } from './enclosed-alpha.ts'
import { fillBytes } from './fill-plane.ts'
import { leaveSpecks } from './leave-specks.ts'
import { paintOver } from './paint-over.ts'
import { NoSubjectError } from './picture-error.ts'
import { ADVICE, removeBackground, type Advice, type WholeOutline } from './remove-background.ts'
import type { SoftOutline } from './soft-outline.ts'
import { remembered, type Saliency } from './saliency-map.ts'
import { findFrame } from './thin-frame.ts'
import type { Subject } from './subject.ts'

/** Pixels left around the subject; the outermost ring is always empty. */
const PADDING = 8

export interface CutOutOptions {
  /** What becomes of areas that the subject encloses; by default each is judged by itself. */
  readonly enclosed?: EnclosedChoice
  /** What a learned model takes for the subject of this picture; null or left out where there is none. */
  readonly saliency?: Saliency
}

export interface CutOut extends Subject {
  /** Where its first pixel lies in the picture, px; beyond the edge where the subject comes close to it. */
  readonly at: { readonly left: number; readonly top: number }
  /** What the areas that it encloses are by themselves, whatever was chosen; null where it encloses none. */
  readonly enclosed: EnclosedOutcome | null
  /** How many specks of dust were no part of the subject. */
  readonly specksLeftOut: number
  /** By how much a learned model contradicts the outline, 0…1 (`mapDoubt`); null where none was asked. */
  readonly disagreement: number | null
  /** Whether the outline is a guess that the artist should look at. */
  readonly unsure: boolean
}

/**
 * Cuts the subject out of its picture.
 * @throws {NoSubjectError} when nothing stands apart from the background
 */
export function cutOut(picture: Picture, { enclosed: choice = 'auto', saliency = null }: CutOutOptions = {}): CutOut {
  const cut = outlineOf(picture, { choice, saliency: remembered(saliency) })
  const specksLeftOut = leaveSpecks(cut.mask, picture.width)
  const { enclosed, disagreement, unsure } = cut
  return { ...crop(cut, picture.width, picture.height), enclosed, specksLeftOut, disagreement, unsure }
}

/** Whether a picture's own transparency says what its subject is. */
export const hasOwnAlpha = (picture: Picture): boolean =>
  hasMeaningfulAlpha(clearPixels(picture, largestAlpha(picture)))

function outlineOf(picture: Picture, advice: Advice): WholeOutline {
  const { width, height } = picture
  const most = largestAlpha(picture)
  const clear = clearPixels(picture, most)
  if (!hasMeaningfulAlpha(clear))
    return removeBackground(clear.includes(1) ? paintOver(picture, clear) : picture, advice)
  const trimmed = isTrimOnly(clear, width, height) ? cutOutOfTrimmed(picture, clear, advice) : null
  return trimmed ?? takeAlpha(picture, most, advice.choice)
}

/** The subject of a photo whose alpha only trims it; null when nothing in it stands free. */
function cutOutOfTrimmed(picture: Picture, clear: Uint8Array, advice: Advice): WholeOutline | null {
  try {
    const cut = removeBackground(paintOver(picture, clear), advice)
    for (let p = 0; p < clear.length; p++) if (clear[p] === 1) cut.mask[p] = 0
    return standsFree(cut.mask, clear, picture.width) ? cut : null
  } catch (error) {
    if (error instanceof NoSubjectError) return null
    throw error
  }
}

/**
 * The densest pixel's alpha, against which all are measured, as glass is faint everywhere. At least 1, so that it can
 * be divided by.
 */
function largestAlpha({ rgba }: Picture): number {
  let most = 1
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i]! > most) most = rgba[i]!
  return most
}

function hasMeaningfulAlpha(clear: Uint8Array): boolean {
  return clear.reduce((sum, value) => sum + value, 0) > clear.length / 500
}

function takeAlpha({ rgba, width, height }: Picture, most: number, choice: EnclosedChoice): WholeOutline {
  const mask = new Float32Array(width * height)
  const colour = new Uint8Array(width * height * 3)
  for (let i = 0; i < mask.length; i++) {
    mask[i] = rgba[i * 4 + 3]! / most
    for (let c = 0; c < 3; c++) colour[i * 3 + c] = rgba[i * 4 + c]!
  }
  const trust = mask.map((a) => (a > 0.95 ? 1 : a * 1e-5))
  leaveFrame(mask, { rgba, width, height })
  const enclosed = settleClear(mask, width, height, choice)
  return { mask, colour, trust, enclosed, disagreement: null, unsure: false }
}

/** Takes a thin frame out of a mask, unless nothing else is in it. Its colours are left aside: a crate has lines too. */
function leaveFrame(mask: Float32Array, { rgba, width, height }: Picture): void {
  const frame = findFrame({ rgba: rgba.map((value, k) => (k % 4 === 3 ? value : 0)), width, height })
  if (frame && mask.some((a, p) => a >= 0.5 && frame[p] === 0))
    for (let p = 0; p < mask.length; p++) if (frame[p] === 1) mask[p] = 0
}

/** Crops to the subject with padding, and grows its colours over the rest. */
function crop({ mask, colour, trust }: SoftOutline, width: number, height: number): Subject & Pick<CutOut, 'at'> {
  const [left, top, right, bottom] = bounds(mask, width, height)
  const w = right - left + 1 + 2 * PADDING
  const h = bottom - top + 1 + 2 * PADDING
  const cut = { width: w, height: h, colour: new Uint8Array(w * h * 3), mask: new Float32Array(w * h) }
  const known = new Float32Array(w * h)
  const [first, end] = [Math.max(0, left - PADDING + 1), Math.min(width, right + PADDING)]
  for (let y = Math.max(0, top - PADDING + 1); y < Math.min(height, bottom + PADDING); y++) {
    const to = (y - top + PADDING) * w + first - left + PADDING
    const [from, after] = [y * width + first, y * width + end]
    cut.mask.set(mask.subarray(from, after), to)
    known.set(trust.subarray(from, after), to)
    cut.colour.set(colour.subarray(3 * from, 3 * after), 3 * to)
  }
  fillBytes(cut.colour, known, w, h)
  return { ...cut, at: { left: left - PADDING, top: top - PADDING } }
}

const half = (value: number): boolean => value >= 0.5

/** First and last column and row with anything at least half covered. */
function bounds(mask: Float32Array, width: number, height: number): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width)
    const first = row.findIndex(half)
    if (first < 0) continue
    left = Math.min(left, first)
    right = Math.max(right, row.findLastIndex(half))
    top = Math.min(top, y)
    bottom = y
  }
  if (right < 0) throw new NoSubjectError(`Nothing in this picture stands apart from its background. ${ADVICE}`)
  return [left, top, right, bottom]
}
