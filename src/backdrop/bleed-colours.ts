import { indicesOf, type Frame } from './find-backdrop.ts'
import { neighbourSteps } from './pixel-groups.ts'

/** Cover from which a pixel counts as whole; with eight whole neighbours it shows the subject's own colour, unmixed. */
export const WHOLE = 0.9
/** How far the subject's colours reach out under its rim, so that scaling the picture down mixes in nothing else. */
const BLEED_PX = 5
/** A whole pixel this far from any unmixed colour keeps its own: it is part of a thread. */
const THREAD_PX = 2

/** The neighbours of `front` not met before, which are met now. */
function nextRing(front: readonly number[], steps: readonly number[], met: Uint8Array): number[] {
  const ring: number[] = []
  for (const p of front) {
    for (const step of steps) {
      if (met[p + step] !== 0) continue
      met[p + step] = 1
      ring.push(p + step)
    }
  }
  return ring
}

function setToMean(data: Frame['data'], p: number, sources: readonly number[]): void {
  for (let c = 0; c < 3; c++)
    data[p * 4 + c] = sources.reduce((sum, source) => sum + (data[source * 4 + c] ?? 0), 0) / sources.length
}

/**
 * Recolours the rim in place. It is a mixture of subject, backdrop and shadow that no subtraction takes apart cleanly, so its pixels, and
 * those just beyond it, get the mean colour of their neighbours further in. Returns 1 for each pixel that now has a colour of the subject.
 */
export function bleedColours(data: Frame['data'], cover: Float32Array, width: number): Uint8Array {
  const steps = neighbourSteps(width)
  const whole = Uint8Array.from(cover, (share) => (share >= WHOLE ? 1 : 0))
  const known = Uint8Array.from(cover, (_, p) => (steps.every((step) => whole[p + step]) ? 1 : 0))
  const met = known.slice()
  let front = indicesOf(known)
  for (let pass = 1; pass <= BLEED_PX; pass++) {
    const ring = nextRing(front, steps, met)
    for (const p of ring) {
      const inward = steps.map((step) => p + step).filter((neighbour) => known[neighbour])
      setToMean(data, p, inward)
    }
    const threads = pass === THREAD_PX ? indicesOf(whole).filter((p) => !met[p]) : []
    front = [...ring, ...threads]
    for (const p of front) met[p] = known[p] = 1
  }
  return known
}
