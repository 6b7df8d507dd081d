/*
 * Areas that a picture's own alpha leaves clear within the figure. They are the artist's own openings, so they stay open
 * unless the artist says otherwise here.
 */
import type { EnclosedChoice, EnclosedOutcome } from '../contract/enclosed-areas.ts'
import { BACKGROUND, SUBJECT } from './background-label.ts'
import { LEAST_SHARE } from './enclosed-areas.ts'
import { fillRuns } from './fill-region.ts'
import { findEnclosed } from './find-enclosed.ts'
import { flood, PixelQueue } from './flood.ts'

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
  const label = Uint8Array.from(mask, (value) => (value < 0.5 ? BACKGROUND : SUBJECT))
  const areas = findEnclosed(label, width, height)
  if (!areas.some(({ pixels }) => pixels >= LEAST_SHARE * label.length)) return null
  if (choice === 'filled') for (const { runs } of areas) fillToRim(mask, runs, width, height)
  return 'open'
}

/** Fills an opening and its soft rim, as far as coverage grows from it. */
function fillToRim(mask: Float32Array, runs: Int32Array, width: number, height: number): void {
  const steps = new Map<number, number>()
  const queue = new PixelQueue()
  for (let k = 0; k < runs.length; k += 2) for (let p = runs[k]!; p <= runs[k + 1]!; p++) queue.add(p)
  flood(queue, width, height, (p, from) => {
    const step = (steps.get(from) ?? 0) + 1
    if (step > RIM || steps.has(p) || mask[p]! < 0.5 || mask[p] === 1 || mask[p]! < mask[from]!) return false
    steps.set(p, step)
    return true
  })
  fillRuns(mask, runs, 1)
  for (const p of steps.keys()) mask[p] = 1
}
