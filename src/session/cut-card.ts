/**
 * A spin's first frame without its backdrop, cropped to the subject. Turntables are rendered before a plain backdrop that
 * changes only from top to bottom, so each row's own edge says what is backdrop there. This is for looking at, not for measuring.
 */
import { firstFrame } from '../stage/first-frame.ts'

export type Frame = Pick<ImageData, 'data' | 'width' | 'height'>

/** Colour distance (0–255 per channel, root of squares) below which a pixel is backdrop, and above which it is subject. */
const BACKDROP_DISTANCE = 12
const SUBJECT_DISTANCE = 40

/** A shadow is the backdrop, darker: the same factor in every channel, within this, and no darker than this. */
const SHADOW_SPREAD = 0.05
const DARKEST_SHADOW = 0.4
/** Where it meets the subject it takes on some of the subject's colour, and is darkest: so far from it, and between these. What has no colour at all is a grey thing. */
const FRINGE_PX = 3
const LEAST_FRINGE_SPREAD = 0.03
const FRINGE_SPREAD = 0.18
const DARKEST_FRINGE = 0.2
/** Shadows lie on the ground: only this lowest part of a frame is searched for them, so that grey things stay whole. */
const SHADOW_PART = 0.35
/** From pixel to pixel a shadow changes by no more than this, 0–255; where it does, something grey begins that stands on the ground. */
const SHADOW_STEP = 14

function indicesOf(marks: Uint8Array): number[] {
  const found: number[] = []
  for (let p = 0; p < marks.length; p++) if (marks[p]) found.push(p)
  return found
}

interface Reading {
  /** Of each pixel's colour from its row's backdrop. */
  readonly distance: Float32Array
  /** Which could be a shadow's fringe, and which are shadow. */
  readonly fringe: Uint8Array
  readonly shadow: Uint8Array
}

function read(frame: Frame): Reading {
  const { data, width, height } = frame
  const [distance, fringe, shadow] = [
    new Float32Array(width * height),
    new Uint8Array(width * height),
    new Uint8Array(width * height),
  ]
  for (let p = 0; p < distance.length; p++) {
    const y = Math.floor(p / width)
    let [squares, least, most] = [0, Infinity, 0]
    for (let c = 0; c < 3; c++) {
      const [value, backdrop] = [data[p * 4 + c] ?? 0, data[y * width * 4 + c] ?? 0]
      squares += (value - backdrop) ** 2
      least = Math.min(least, value / Math.max(1, backdrop))
      most = Math.max(most, value / Math.max(1, backdrop))
    }
    distance[p] = Math.sqrt(squares)
    if (y <= height * (1 - SHADOW_PART) || most > 1.02) continue
    if (most - least > LEAST_FRINGE_SPREAD && most - least < FRINGE_SPREAD && least >= DARKEST_FRINGE) fringe[p] = 1
    if (most - least < SHADOW_SPREAD && least >= DARKEST_SHADOW) shadow[p] = 1
  }
  return { distance, fringe, shadow: spread(shadow, frame) }
}

/** Of what could be shadow that which the plain backdrop runs into without a step. */
function spread(could: Uint8Array, { data, width }: Frame): Uint8Array {
  const shadow = new Uint8Array(could.length)
  const front = indicesOf(could).filter((p) => p % width === 0 || p % width === width - 1)
  for (const p of front) shadow[p] = 1
  for (const p of front) {
    for (const next of [p - 1, p + 1, p - width, p + width]) {
      if (!could[next] || shadow[next] || Math.abs((data[next * 4 + 1] ?? 0) - (data[p * 4 + 1] ?? 0)) > SHADOW_STEP)
        continue
      shadow[next] = 1
      front.push(next)
    }
  }
  return shadow
}

/** How much of each pixel is subject, 0–1: by its distance, and none of a shadow or of as much of its fringe as lies by it. */
function coverOf({ distance, fringe, shadow }: Reading, width: number): Float32Array {
  for (let pass = 0; pass < FRINGE_PX; pass++) {
    const beside = fringe.map((could, p) =>
      could && (shadow[p - 1] || shadow[p + 1] || shadow[p - width] || shadow[p + width]) ? 1 : 0,
    )
    for (const [p, is] of beside.entries()) if (is) shadow[p] = 1
  }
  return distance.map((far, p) =>
    shadow[p] ? 0 : Math.min(1, Math.max(0, (far - BACKDROP_DISTANCE) / (SUBJECT_DISTANCE - BACKDROP_DISTANCE))),
  )
}

/** Cover from which a pixel is taken for whole; with eight such neighbours it shows the subject's own colour and no mixture. */
const WHOLE = 0.9
/** Cover from which a pixel lies within the outline. */
const INSIDE = 0.5
/** A gap that is shut in is backdrop seen through the subject when it is as large a part of the frame and as near to the backdrop's colour; else a highlight. */
const HOLE_PART = 0.004
const HOLE_DISTANCE = 16
/** What hangs together and is no larger a part of the subject than this is a leftover of shadow or noise. */
const SPECK_PART = 0.01

/** Neighbours that surround a pixel, itself included. */
const around = (width: number): number[] => [-width - 1, -width, -width + 1, -1, 0, 1, width - 1, width, width + 1]

interface Region {
  readonly pixels: readonly number[]
  /** It reaches the edge of the frame. */
  readonly open: boolean
}

/** Pixels for which something holds, by what hangs together over its sides. */
function regions(width: number, height: number, holds: (p: number) => boolean): Region[] {
  const seen = new Uint8Array(width * height)
  const found: Region[] = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !holds(start)) continue
    const pixels = [start]
    let open = false
    seen[start] = 1
    for (const p of pixels) {
      const [x, y] = [p % width, Math.floor(p / width)]
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) open = true
      for (const next of [x > 0 ? p - 1 : p, x < width - 1 ? p + 1 : p, p - width, p + width]) {
        if (next < 0 || next >= seen.length || seen[next] || !holds(next)) continue
        seen[next] = 1
        pixels.push(next)
      }
    }
    found.push({ pixels, open })
  }
  return found
}

/** Gaps that are shut in by the subject and are no holes through it become whole: a grey gleam on a yellow duck is duck. */
function fillGleams(cover: Float32Array, distance: Float32Array, width: number, height: number): void {
  for (const { pixels, open } of regions(width, height, (p) => (cover[p] ?? 0) < INSIDE)) {
    const mean = pixels.reduce((sum, p) => sum + (distance[p] ?? 0), 0) / pixels.length
    const isHole = pixels.length > HOLE_PART * cover.length && mean < HOLE_DISTANCE
    if (!open && !isHole) for (const p of pixels) cover[p] = 1
  }
}

/** Within the outline everything is whole, however near its colour is to the backdrop's. */
function makeWhole(cover: Float32Array, width: number): Float32Array {
  const steps = around(width)
  return cover.map((share, p) => (steps.every((step) => (cover[p + step] ?? 0) >= INSIDE) ? 1 : share))
}

function dropSpecks(cover: Float32Array, width: number, height: number): void {
  const parts = regions(width, height, (p) => (cover[p] ?? 0) > 0)
  const largest = Math.max(0, ...parts.map(({ pixels }) => pixels.length))
  for (const { pixels } of parts) if (pixels.length < SPECK_PART * largest) for (const p of pixels) cover[p] = 0
}

/** How far the subject's own colours reach out under its rim, so that neither the rim nor a smaller picture of it mixes in anything else. */
const BLEED_PX = 5
/** How far from pure colours a whole pixel keeps its own, as in a thread. */
const THREAD_PX = 2

/**
 * The rim is a mixture of subject, backdrop and shadow that no subtraction takes apart cleanly: each of its pixels, and those beyond it, get the mean
 * colour of their neighbours further in. Returns which pixels have a colour of the subject.
 */
function bleed(data: Frame['data'], cover: Float32Array, width: number): Uint8Array {
  const steps = around(width)
  const whole = Uint8Array.from(cover, (share) => (share >= WHOLE ? 1 : 0))
  const known = Uint8Array.from(cover, (_, p) => (steps.every((step) => whole[p + step]) ? 1 : 0))
  const [met, front] = [known.slice(), indicesOf(known)]
  for (let pass = 1; pass <= BLEED_PX; pass++) {
    const rim: number[] = []
    for (const p of front) {
      for (const step of steps) {
        if (met[p + step] !== 0) continue
        met[p + step] = 1
        rim.push(p + step)
      }
    }
    for (const p of rim) {
      const inward = steps.filter((step) => known[p + step])
      for (let c = 0; c < 3; c++)
        data[p * 4 + c] = inward.reduce((sum, step) => sum + (data[(p + step) * 4 + c] ?? 0), 0) / inward.length
    }
    const threads = pass === THREAD_PX ? indicesOf(whole).filter((p) => !met[p]) : []
    for (const p of [...rim, ...threads]) met[p] = known[p] = 1
    front.splice(0, front.length, ...rim, ...threads)
  }
  return known
}

/** A row of Pascal's triangle: a blur of one pixel. */
const BLUR = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16] as const

/** Blurs along lines of pixels, `step` apart within a line; beyond a line's ends is what lies at them. */
function blur(field: Float32Array, width: number, height: number, along: 'rows' | 'columns'): Float32Array {
  const [length, step, lines, stride] = along === 'rows' ? [width, 1, height, width] : [height, width, width, 1]
  const blurred = new Float32Array(field.length)
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      let sum = 0
      for (let shift = -2; shift <= 2; shift++)
        sum +=
          (BLUR[shift + 2] ?? 0) * (field[line * stride + Math.min(length - 1, Math.max(0, i + shift)) * step] ?? 0)
      blurred[line * stride + i * step] = sum
    }
  }
  return blurred
}

export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

function boundsOf(cover: Float32Array, width: number): Bounds | null {
  const bounds = { left: width, top: Infinity, right: -1, bottom: -1 }
  for (let p = 0; p < cover.length; p++) {
    if ((cover[p] ?? 0) < WHOLE) continue
    const [x, y] = [p % width, Math.floor(p / width)]
    bounds.left = Math.min(bounds.left, x)
    bounds.right = Math.max(bounds.right, x)
    bounds.top = Math.min(bounds.top, y)
    bounds.bottom = y
  }
  return bounds.right < 0 ? null : bounds
}

/**
 * Takes the backdrop, its shadow and the subject's mixed rim off a frame, in place. What is left in the alpha is no cover but a smooth field
 * that crosses one half at the outline; `SpinCard` draws that crossing sharp at any magnification. Returns the subject's bounds, or null when
 * nothing stands out.
 */
export function cutBackdrop(frame: Frame): Bounds | null {
  const { data, width, height } = frame
  const reading = read(frame)
  const found = coverOf(reading, width)
  fillGleams(found, reading.distance, width, height)
  dropSpecks(found, width, height)
  const cover = makeWhole(found, width)
  const known = bleed(data, cover, width)
  const field = blur(
    blur(
      cover.map((share, p) => (known[p] ? share : 0)),
      width,
      height,
      'rows',
    ),
    width,
    height,
    'columns',
  )
  for (let p = 0; p < field.length; p++) data[p * 4 + 3] = Math.round((field[p] ?? 0) * 255)
  return boundsOf(cover, width)
}

/** A cut frame to be put into the box, or the whole frame where nothing stands out. */
export interface Card {
  /** Rows from the bottom up, as WebGL has them; colours not multiplied by alpha. */
  readonly data: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
  /** Around the subject, so that its outline is not cut off at the card's edge. */
  readonly marginPx: number
}

const MARGIN_PX = 3

/** A part of a frame, upside down; what lies beyond the frame is clear. */
export function cropped(
  { data, width, height }: Frame,
  { left, top, right, bottom }: Bounds,
  marginPx = MARGIN_PX,
): Card {
  const [widthPx, heightPx] = [right - left + 1 + 2 * marginPx, bottom - top + 1 + 2 * marginPx]
  const card = new Uint8Array(widthPx * heightPx * 4)
  const from = Math.max(0, left - marginPx)
  const to = Math.min(width, right + 1 + marginPx)
  for (let row = 0; row < heightPx; row++) {
    const y = bottom + marginPx - row
    if (y >= 0 && y < height)
      card.set(
        data.subarray((y * width + from) * 4, (y * width + to) * 4),
        (row * widthPx + from - left + marginPx) * 4,
      )
  }
  return { data: card, widthPx, heightPx, marginPx }
}

/** @throws when the spin cannot be had or decoded now */
export async function cutCard(src: string, signal: AbortSignal): Promise<Card> {
  const frame = await firstFrame(src, signal)
  const canvas = new OffscreenCanvas(frame.width, frame.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives no canvas.')
  context.drawImage(frame, 0, 0)
  frame.close()
  const whole = { left: 0, top: 0, right: canvas.width - 1, bottom: canvas.height - 1 }
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
  const bounds = cutBackdrop(pixels)
  return bounds ? cropped(pixels, bounds) : cropped(context.getImageData(0, 0, canvas.width, canvas.height), whole, 0)
}
