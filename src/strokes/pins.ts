/*
 * What earlier strokes said. A long stroke to keep, drawn through what is kept already, is more than a correction: it
 * shows the subject. Short ones do not: a dab on a fin says nothing of the colours of the body.
 */
import type { Hint } from '../cutout/hint.ts'
import { eachMarked, type BrushMark } from './brush-mark.ts'
import { COVERED } from './renew-outline.ts'

/** What an earlier stroke said of a pixel, 0 where none did: odd for kept, even for erased; hard ones are set to the byte. */
export const PIN = { keep: 1, erase: 2, subject: 3, hardKeep: 5, hardErase: 6 } as const

/** How near to its line a stroke is meant for certain, pixels: beyond, a brush may reach over an edge. */
export const coreOf = (radiusPx: number): number => Math.max(1, 0.35 * radiusPx)

/** A stroke that shows the subject is at least so many radii long, and this share of its core is kept already. */
const [SHOWING_LENGTH, SHOWING_SHARE] = [8, 0.25]

/** What a stroke says of the pixels that it is drawn over, before it changes anything. */
export function pinOf(hint: Hint, mark: BrushMark, alpha: Uint8Array, width: number): number {
  if (hint.hard) return hint.mode === 'keep' ? PIN.hardKeep : PIN.hardErase
  if (hint.mode === 'erase') return PIN.erase
  return showsSubject(hint, mark, alpha, width) ? PIN.subject : PIN.keep
}

function showsSubject({ radiusPx, points }: Hint, mark: BrushMark, alpha: Uint8Array, width: number): boolean {
  let length = 0
  for (const [k, [x, y]] of points.entries()) {
    const [fromX, fromY] = points[k - 1] ?? [x, y]
    length += Math.hypot(x - fromX, y - fromY)
  }
  if (!(length >= SHOWING_LENGTH * radiusPx)) return false
  let [drawn, inside] = [0, 0]
  eachMarked(mark, width, (p, distance) => {
    if (distance > coreOf(radiusPx)) return
    drawn++
    if (alpha[p]! >= COVERED) inside++
  })
  return inside >= SHOWING_SHARE * drawn
}
