/*
 * Areas that a picture's own alpha leaves clear within the figure. They are the artist's own openings, so they stay open
 * unless the artist says otherwise here.
 */
import type { EnclosedChoice, EnclosedOutcome } from '../contract/enclosed-areas.ts'
import { BACKGROUND, SUBJECT } from './background-label.ts'
import { LEAST_SHARE } from './enclosed-areas.ts'
import { fillRuns, runsLength } from './fill-region.ts'
import { enclosedRuns } from './find-enclosed.ts'
import { softRim } from './soft-rim.ts'

/** How far the soft rim of an opening reaches, pixels. */
const RIM = 4

/**
 * Fills a mask's openings in place where that is the choice; what colour they get is left to the colours around.
 * @returns what the picture itself makes of them; null where it has none
 */
export function settleClear(
  mask: Float32Array,
  width: number,
  height: number,
  choice: EnclosedChoice,
): EnclosedOutcome | null {
  const label = labelOf(mask)
  const areas = enclosedRuns(label, width, height)
  if (!areas.some((runs) => runsLength(runs) >= LEAST_SHARE * label.length)) return null
  if (choice === 'filled') fillToRim(mask, areas, width)
  return 'open'
}

function labelOf(mask: Float32Array): Uint8Array {
  const label = new Uint8Array(mask.length).fill(SUBJECT)
  for (let p = 0; p < mask.length; p++) if (mask[p]! < 0.5) label[p] = BACKGROUND
  return label
}

/** Fills openings and their soft rims, as far as coverage grows from them. */
function fillToRim(mask: Float32Array, areas: readonly Int32Array[], width: number): void {
  const rim = softRim(
    mask,
    areas,
    width,
    RIM,
    (coverage, before) => coverage >= 0.5 && coverage < 1 && coverage >= before,
  )
  for (const runs of areas) fillRuns(mask, runs, 1)
  for (const p of rim) mask[p] = 1
}
