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
/** So many times as much of a flank's outline lies along its shadow as along the subject; the dark side of a leg lies along both. */
const FLANK_MARGIN = 3
/** A flank has no colour bounced into it, and what stands in the shadow mostly has one of its own. */
const FLANK_TINT = 3
const FLANK_TINT_SHARE = 0.03
/** A flank is about as dark as the soft shadow it bounds, half way in from the light; a leg that stands before one is far darker. */
const FLANK_DARKNESS = 1.6
/** Where a shadow's steep flank has ended, as a share of the picture's longest side. */
const FLANK_REACH = 0.008
/** Light bounced off the subject colours the core more than the rest of its shadow. */
const WISP_TINT_SHARE = 0.16

/**
 * The dark core of a contact shadow has edges of its own, so the flood goes round it. What is left there is small,
 * shadow-coloured and lies in a shadow already found for the better part of its outline. Of a thin shadow the steep flanks are
 * left too: they are no darker than it, as a leg that stands before it would be.
 */
function absorbWisps(deviation: Deviation, label: Uint8Array): void {
  const shade = new Uint8Array(label.length)
  for (let row = 0; row < label.length; row += deviation.width) markShade(deviation, label, row, shade)
  absorb(shade, deviation, label, ({ shadow, subject }) => shadow > subject)
  keepClose(shade, deviation, label)
  absorb(
    shade,
    deviation,
    label,
    ({ shadow, subject, darkness }) => shadow > FLANK_MARGIN * subject && darkness < FLANK_DARKNESS,
  )
  relabel(label, SHADOW, BACKGROUND)
}

/** What surrounds a region: pixels of shadow and of the subject. */
interface Surroundings {
  readonly shadow: number
  readonly subject: number
  /** How dark the region is, in parts of how dark the shadow beside it is. */
  readonly darkness: number
}

/** Gives the shadow every small region marked 1 whose surroundings say that it belongs there. */
function absorb(
  shade: Uint8Array,
  deviation: Deviation,
  label: Uint8Array,
  belongs: (surroundings: Surroundings) => boolean,
): void {
  const runs = new PixelQueue()
  for (let start = shade.indexOf(1); start >= 0; start = shade.indexOf(1, start + 1)) {
    runs.clear()
    fillRegion(shade, deviation.width, start, 1, 2, runs)
    const wisp = runs.all()
    if (runsLength(wisp) < WISP_SHARE * label.length && belongs(surroundingsOf(deviation, label, shade, wisp)))
      fillRuns(label, wisp, SHADOW)
  }
}

/**
 * Of what is shadow-coloured, leaves the mark on what lies close to a shadow: its steep flanks. They are one with the pale outline of whatever
 * stands beside them, all the way up, and would be kept for its sake.
 */
function keepClose(shade: Uint8Array, { width, height, drop, tint }: Deviation, label: Uint8Array): void {
  const most = Math.max(1, Math.round(FLANK_REACH * Math.max(width, height)))
  const steps = new Uint8Array(label.length)
  flood(outsideOf(label, width, height, SUBJECT), width, height, (p, from) => {
    if (
      shade[p] === 0 ||
      label[p] !== SUBJECT ||
      tint[p]! > FLANK_TINT + FLANK_TINT_SHARE * drop[p]! ||
      steps[p] !== 0 ||
      steps[from] === most ||
      (steps[from] === 0 && label[from] !== SHADOW)
    )
      return false
    steps[p] = steps[from]! + 1
    return true
  })
  for (let p = 0; p < shade.length; p++) shade[p] = steps[p] === 0 ? 0 : 1
}

function markShade({ width, luma, drop, tint }: Deviation, label: Uint8Array, row: number, shade: Uint8Array): void {
  for (let p = row; p < row + width; p++) {
    if (label[p] !== SUBJECT) continue
    const fall = drop[p]!
    if (fall > 0 && fall < (luma[p]! + fall) * 0.9 && tint[p]! <= SHADOW_TINT + WISP_TINT_SHARE * fall) shade[p] = 1
  }
}

function surroundingsOf(
  { width, drop }: Deviation,
  label: Uint8Array,
  shade: Uint8Array,
  wisp: Int32Array,
): Surroundings {
  let [shadow, subject, beside] = [0, 0, 0]
  aroundRuns(wisp, width, label.length, (p) => {
    if (label[p] === SHADOW) {
      shadow++
      beside += drop[p]!
    } else if (label[p] === SUBJECT && shade[p] === 0) subject++
  })
  let within = 0
  for (let k = 0; k < wisp.length; k += 2) for (let p = wisp[k]!; p <= wisp[k + 1]!; p++) within += drop[p]!
  return { shadow, subject, darkness: (within * shadow) / (beside * runsLength(wisp)) }
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
