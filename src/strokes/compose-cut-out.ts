/*
 * The corrected outline on the picture at a larger size than it was corrected at. Enlarged alone, an outline is as soft
 * as the enlargement; so its border is found anew at the picture's own edges, and unmixed there. Where the outline is
 * not a border but a veil (glass in an artist's own alpha), it is only enlarged.
 */
import { BACKGROUND, SUBJECT } from '../cutout/background-label.ts'
import { fillBytes } from '../cutout/fill-plane.ts'
import { softenOutline } from '../cutout/soft-outline.ts'
import type { Rgba } from '../formats/png.ts'
import { wholeOf } from './pixel-box.ts'
import { refineEdge } from './refine-edge.ts'
import { COVERED, type Raster } from './renew-outline.ts'
import type { Retouch } from './retouch.ts'
import { spread } from './spread.ts'
import { stretched } from './stretch.ts'

export interface ComposeOptions {
  /**
   * What lies under what falls away: the picture's own colours, by which the outline can be corrected again, or the
   * subject's grown outward, which no reader can take for a part of it.
   */
  readonly colours: 'picture' | 'subject'
  /** Takes the picture's own alpha wherever no stroke changed the outline, for pictures whose outline it is. */
  readonly ownAlpha: boolean
}

/** Pixels of the working size around a border within which it may lie at the larger size. */
const UNCERTAIN = 1.5

/**
 * The picture with the corrected outline as its alpha, at the picture's own size.
 * @param picture the one that was corrected, at any size not smaller than it was worked on
 */
export function composeCutOut(picture: Raster, retouch: Retouch, { colours, ownAlpha }: ComposeOptions): Rgba {
  const { width, height, rgba } = picture
  const alpha = alphaAt(picture, retouch)
  const composed = rgba.slice()
  for (let p = 0; p < alpha.length; p++) composed[4 * p + 3] = alpha[p]!
  if (ownAlpha) takeOwn(picture, retouch, composed)
  if (colours === 'subject') growColours(picture, composed)
  return { width, height, rgba: composed }
}

function alphaAt(picture: Raster, retouch: Retouch): Uint8Array {
  const { width, height } = picture
  const work = retouch.picture
  if (width === work.width && height === work.height) return retouch.alpha.slice()
  const alpha = stretched(retouch.alpha, work.width, work.height, width, height)
  const border = stretched(bordersOf(retouch.alpha, work.width, work.height), work.width, work.height, width, height)
  const label = alpha.map((byte) => (byte >= COVERED ? 1 : 0))
  const reach = Math.ceil((UNCERTAIN * width) / work.width)
  refineEdge(picture, label, wholeOf(width, height), reach, (p) => border[p]! > 0)
  const bytes = new Uint8Array(picture.rgba.buffer, picture.rgba.byteOffset, picture.rgba.length)
  const { mask } = softenOutline(bytes, sidesOf(label, 1), width, height)
  for (let p = 0; p < alpha.length; p++) if (border[p]! > 0) alpha[p] = Math.round(255 * mask[p]!)
  return alpha
}

const sidesOf = (values: Uint8Array, least: number): Uint8Array =>
  values.map((value) => (value >= least ? SUBJECT : BACKGROUND))

/** How near both sides of a crisp border lie, pixels, and what counts as inside and outside of one. */
const NEAR = 3
const [INSIDE, OUTSIDE] = [240, 15]

/** 255 wherever subject and background both lie within a few pixels, with nothing but a border between them. */
function bordersOf(alpha: Uint8Array, width: number, height: number): Uint8Array {
  const near = (is: (byte: number) => boolean): Uint8Array =>
    spread(
      alpha.map((byte) => (is(byte) ? 1 : 0)),
      width,
      wholeOf(width, height),
      NEAR,
    )
  const inside = near((byte) => byte >= INSIDE)
  const outside = near((byte) => byte <= OUTSIDE)
  return inside.map((is, p) => (is === 1 && outside[p] === 1 ? 255 : 0))
}

/** Writes the picture's own alpha, the densest as 255, wherever the outline is the one that was given. */
function takeOwn(
  { rgba, width, height }: Raster,
  { alpha, given, picture: work }: Retouch,
  composed: Uint8Array | Uint8ClampedArray,
): void {
  let most = 1
  for (let k = 3; k < rgba.length; k += 4) most = Math.max(most, rgba[k]!)
  const changed = spread(
    alpha.map((byte, p) => (byte === given[p] ? 0 : 1)),
    work.width,
    wholeOf(work.width, work.height),
    NEAR,
  )
  for (let p = 0; p < width * height; p++) {
    const x = Math.floor((((p % width) + 0.5) * work.width) / width)
    const y = Math.floor(((Math.floor(p / width) + 0.5) * work.height) / height)
    if (changed[y * work.width + x] === 0) composed[4 * p + 3] = Math.round((255 * rgba[4 * p + 3]!) / most)
  }
}

/** The subject's colours without the background's share along the border, and grown over all that falls away. */
function growColours({ width, height, rgba }: Raster, composed: Uint8Array | Uint8ClampedArray): void {
  const alpha = new Uint8Array(width * height)
  for (let p = 0; p < alpha.length; p++) alpha[p] = composed[4 * p + 3]!
  const bytes = new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length)
  const { colour, trust } = softenOutline(bytes, sidesOf(alpha, COVERED), width, height)
  // What is seen through a veil is its own.
  for (let p = 0; p < alpha.length; p++) {
    if (alpha[p] === 0 || trust[p]! > 0) continue
    trust[p] = 1e-5
    for (let c = 0; c < 3; c++) colour[3 * p + c] = rgba[4 * p + c]!
  }
  fillBytes(colour, trust, width, height)
  for (let p = 0; p < alpha.length; p++)
    if (alpha[p]! < 255) for (let c = 0; c < 3; c++) composed[4 * p + c] = colour[3 * p + c]!
}
