/*
 * Soft shadows on the ground, which go with the background: pixels darker in the background's own hue (a shadow scales all
 * channels alike; the chroma test is `shadowTint`), reached without an edge, and judged a region at a time. A brightness
 * ratio alone (Horprasert et al. 1999) was not chosen: a grey subject has it too, and only its border tells the two apart.
 */
import { BACKGROUND, JUDGED, JUDGING, KEPT, outsideOf, relabel, SHADOW, SUBJECT } from './background-label.ts'
import type { Deviation } from './deviation.ts'
import { aroundRuns, fillRegion, fillRuns, runsLength } from './fill-region.ts'
import { flood, PixelQueue } from './flood.ts'
import { splitShadow, type Seeds } from './split-shadow.ts'

/** Darker than expected, down to a third; no tint; no edge. */
const SHADOW_FLOOR = 0.3
const SHADOW_TINT = 7
const SHADOW_TINT_SHARE = 0.12

/**
 * Soft shadows go with the background: what is darker in the background's own hue, and is reached from it without
 * crossing an edge. A grey subject could be entered where its own edge is soft, so each shadow is judged as a whole:
 * a shadow fades into the background wherever the two meet, a subject only at the leak.
 */
export function followShadows(deviation: Deviation, label: Uint8Array): void {
  const { width, height } = deviation
  for (const caution of SHADOW_CAUTION) {
    flood(outsideOf(label, width, height, SUBJECT), width, height, (p, from) => {
      if (label[p] !== SUBJECT || label[from] === KEPT || !isShadowed(deviation, p, from, caution)) return false
      label[p] = JUDGING
      return true
    })
    if (judgeShadows(deviation, label)) break
  }
  // Kept apart until now, or the next flood would come in by the cut.
  relabel(label, KEPT, SUBJECT)
  absorbWisps(deviation, label)
}

/** Where a shadow cannot be told from the subject, a more timid flood stops before their blurred border. */
const SHADOW_CAUTION = [1, 0.5, 0.25]

function isShadowed({ width, height, luma, drop, tint }: Deviation, p: number, from: number, caution: number): boolean {
  const fall = drop[p]!
  if (fall < -2 || fall > (luma[p]! + fall) * (1 - SHADOW_FLOOR)) return false
  if (tint[p]! > SHADOW_TINT + SHADOW_TINT_SHARE * fall) return false
  // Across a penumbra of a given width, steepness goes with the root of the depth reached so far and of the full one.
  const gentle = caution * (3 + 1.6 * Math.sqrt(Math.max(0, fall)))
  return Math.abs(luma[p]! - luma[from]!) <= gentle && slope(luma, p, width, height) <= gentle
}

/** Largest wisp, as a share of the picture. */
const WISP_SHARE = 0.002
/** Light bounced off the subject colours the core more than the rest of its shadow. */
const WISP_TINT_SHARE = 0.16

/**
 * The dark core of a contact shadow has edges of its own, so the flood goes round it. What is left there is small,
 * shadow-coloured and lies in a shadow already found for the better part of its outline.
 */
function absorbWisps(deviation: Deviation, label: Uint8Array): void {
  const { width } = deviation
  const shade = new Uint8Array(label.length)
  for (let row = 0; row < label.length; row += width) markShade(deviation, label, row, shade)
  const runs = new PixelQueue()
  for (let start = shade.indexOf(1); start >= 0; start = shade.indexOf(1, start + 1)) {
    runs.clear()
    fillRegion(shade, width, start, 1, 2, runs)
    const wisp = runs.all()
    if (runsLength(wisp) < WISP_SHARE * label.length && isWisp(label, shade, wisp, width)) fillRuns(label, wisp, SHADOW)
  }
  relabel(label, SHADOW, BACKGROUND)
}

function markShade({ width, luma, drop, tint }: Deviation, label: Uint8Array, row: number, shade: Uint8Array): void {
  for (let p = row; p < row + width; p++) {
    if (label[p] !== SUBJECT) continue
    const fall = drop[p]!
    if (fall > 0 && fall < (luma[p]! + fall) * 0.9 && tint[p]! <= SHADOW_TINT + WISP_TINT_SHARE * fall) shade[p] = 1
  }
}

function isWisp(label: Uint8Array, shade: Uint8Array, wisp: Int32Array, width: number): boolean {
  let [shadow, subject] = [0, 0]
  aroundRuns(wisp, width, label.length, (p) => {
    if (label[p] === SHADOW) shadow++
    else if (label[p] === SUBJECT && shade[p] === 0) subject++
  })
  return shadow > subject
}

function slope(luma: Float32Array, p: number, width: number, height: number): number {
  const x = p % width
  const dx = x > 0 && x < width - 1 ? Math.abs(luma[p + 1]! - luma[p - 1]!) : 0
  const dy = p >= width && p < width * (height - 1) ? Math.abs(luma[p + width]! - luma[p - width]!) : 0
  return Math.max(dx, dy) / 2
}

/**
 * True when none was taken back whole. A region that fades out here and has edges there is shadow and subject in one, where
 * a grey thing stands in its own shadow: it is split between them.
 */
function judgeShadows(deviation: Deviation, label: Uint8Array): boolean {
  let clear = true
  let cost: Float32Array | null = null
  const runs = new PixelQueue()
  for (let start = label.indexOf(JUDGING); start >= 0; start = label.indexOf(JUDGING, start + 1)) {
    runs.clear()
    fillRegion(label, deviation.width, start, JUDGING, JUDGED, runs)
    const border = borderOf(deviation, label, runs.all())
    const fades = border.edges <= EDGE_SHARE * border.open
    if (!fades && border.edges < border.open && border.shadow.length > 0) {
      cost ??= new Float32Array(label.length)
      splitShadow(deviation, label, border, cost)
      continue
    }
    const verdict = fades ? SHADOW : SUBJECT
    if (verdict === SUBJECT) clear = false
    fillRuns(label, runs.all(), verdict)
  }
  return clear
}

/** As much of a shadow's border may be an edge; in photos it is a tenth at most, where it meets the subject. */
const EDGE_SHARE = 0.15
/** Over five pixels across its border, a shadow's lightness falls by something, in code values, but never by more than this. */
const FALL = { least: 3, soft: 7, edge: 8 } as const

interface Border extends Seeds {
  /** Border pixels beside background, and those beside an edge with background on its far side. */
  readonly open: number
  readonly edges: number
}

function borderOf({ width, drop }: Deviation, label: Uint8Array, runs: Int32Array): Border {
  const [shadow, subject] = [new PixelQueue(), new PixelQueue()]
  let [open, edges] = [0, 0]
  aroundRuns(runs, width, label.length, (p, step) => {
    if (label[p] === BACKGROUND || label[p] === SHADOW) {
      open++
      const fall = (drop[p - 3 * step] ?? 0) - (drop[p + 2 * step] ?? 0)
      if (fall > FALL.edge) subject.add(p - step)
      else if (fall > FALL.least && fall < FALL.soft) shadow.add(p - step)
    } else if ((label[p] === SUBJECT || label[p] === KEPT) && backgroundBehind(label, p, step)) {
      edges++
      subject.add(p - step)
    }
  })
  return { shadow, subject, open, edges }
}

/** An edge of up to four pixels with plain background on its far side. */
function backgroundBehind(label: Uint8Array, p: number, step: number): boolean {
  for (let k = 1; k <= 4; k++) if (label[p + k * step] === BACKGROUND) return true
  return false
}
