/**
 * A picture without the pixels that say nothing of its subject or its background, such as a frame: each gets the colour
 * of the nearest other pixel, and is opaque. Cropping was not chosen, as a rounded corner has no rectangle; nor was a
 * smooth fill (`fillBytes`), which carries the colours of a subject near the side out to where nothing is.
 */
import type { Picture } from './decode-picture.ts'
import { outsideOf } from './background-label.ts'
import { flood } from './flood.ts'

const HIDDEN = 1

/** @param hidden width × height entries, 1 where a pixel is painted over */
export function paintOver({ rgba, width, height }: Picture, hidden: Uint8Array): Picture {
  const painted = new Uint8Array(rgba)
  const left = hidden.slice()
  flood(outsideOf(hidden, width, height, HIDDEN), width, height, (p, from) => {
    if (left[p] !== HIDDEN) return false
    left[p] = 0
    painted.copyWithin(4 * p, 4 * from, 4 * from + 3)
    return true
  })
  for (let p = 0; p < hidden.length; p++) painted[4 * p + 3] = 255
  return { width, height, rgba: painted }
}
