/** Pixels row by row from the top, four bytes each. */
export type Frame = Pick<ImageData, 'data' | 'width' | 'height'>

/** A shadow darkens every channel of the backdrop by the same factor, give or take this much, and to no less than that. */
const SHADOW_SPREAD = 0.05
const DARKEST_SHADOW = 0.4
/**
 * Next to the subject a shadow is darkest and takes on some of the subject's colour: up to this far from the shadow, with the channels'
 * factors this far apart. Below the lower bound a pixel has no colour at all and belongs to something grey.
 */
const FRINGE_PX = 3
const LEAST_FRINGE_SPREAD = 0.03
const FRINGE_SPREAD = 0.18
const DARKEST_FRINGE = 0.2
/** No channel of a shadow is brighter than the backdrop, apart from noise. */
const BRIGHTEST_SHADOW = 1.02
/** Shadows lie on the ground: they are searched for only in this lowest part of the frame, so that grey subjects stay whole. */
const SHADOW_PART = 0.35
/** Most that a shadow changes from one pixel to the next, 0–255; a larger step is the foot of something grey. */
const SHADOW_STEP = 14

/** What tells the backdrop from the subject, one entry for each pixel. */
export interface BackdropTrace {
  /** From the backdrop's colour in the pixel's row: root of the channels' squared differences, each 0–255. */
  readonly distance: Float32Array
  /** 1 where the shadow on the backdrop falls. */
  readonly shadow: Uint8Array
}

export function indicesOf(marks: Uint8Array): number[] {
  const found: number[] = []
  for (let p = 0; p < marks.length; p++) if (marks[p]) found.push(p)
  return found
}

/** The pixel's colour against the backdrop in its row: their distance, and the channels' least and greatest factor. */
function compare({ data, width }: Frame, p: number) {
  const edge = p - (p % width)
  let [squares, least, most] = [0, Infinity, 0]
  for (let c = 0; c < 3; c++) {
    const [value, backdrop] = [data[p * 4 + c] ?? 0, data[edge * 4 + c] ?? 0]
    squares += (value - backdrop) ** 2
    least = Math.min(least, value / Math.max(1, backdrop))
    most = Math.max(most, value / Math.max(1, backdrop))
  }
  return { distance: Math.sqrt(squares), least, most }
}

/**
 * Reads a frame rendered before a plain backdrop that changes only from top to bottom: each row's first pixel is the backdrop's colour there.
 * This is meant for looking at, not for measuring.
 */
export function findBackdrop(frame: Frame): BackdropTrace {
  const { width, height } = frame
  const distance = new Float32Array(width * height)
  const [fringe, shadow] = [new Uint8Array(width * height), new Uint8Array(width * height)]
  for (let p = 0; p < distance.length; p++) {
    const { distance: far, least, most } = compare(frame, p)
    distance[p] = far
    if (Math.floor(p / width) <= height * (1 - SHADOW_PART) || most > BRIGHTEST_SHADOW) continue
    const spread = most - least
    if (spread > LEAST_FRINGE_SPREAD && spread < FRINGE_SPREAD && least >= DARKEST_FRINGE) fringe[p] = 1
    if (spread < SHADOW_SPREAD && least >= DARKEST_SHADOW) shadow[p] = 1
  }
  return { distance, shadow: withFringe(shadowFromSides(shadow, frame), fringe, width) }
}

/** Keeps those candidates for shadow that can be reached from the frame's sides without a step in brightness. */
function shadowFromSides(candidates: Uint8Array, { data, width }: Frame): Uint8Array {
  const shadow = new Uint8Array(candidates.length)
  const front = indicesOf(candidates).filter((p) => p % width === 0 || p % width === width - 1)
  for (const p of front) shadow[p] = 1
  for (const p of front) {
    for (const next of [p - 1, p + 1, p - width, p + width]) {
      const step = Math.abs((data[next * 4 + 1] ?? 0) - (data[p * 4 + 1] ?? 0))
      if (!candidates[next] || shadow[next] || step > SHADOW_STEP) continue
      shadow[next] = 1
      front.push(next)
    }
  }
  return shadow
}

/** The shadow, grown into as much of its fringe as lies beside it. */
function withFringe(shadow: Uint8Array, fringe: Uint8Array, width: number): Uint8Array {
  for (let pass = 0; pass < FRINGE_PX; pass++) {
    const reached = indicesOf(fringe).filter(
      (p) => shadow[p - 1] || shadow[p + 1] || shadow[p - width] || shadow[p + width],
    )
    for (const p of reached) shadow[p] = 1
  }
  return shadow
}
