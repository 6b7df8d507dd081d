/*
 * Soft shadows on the ground, which belong to the background: pixels darker in the background's own hue (`shadowTint`),
 * reached without crossing an edge, and judged one region at a time. A brightness ratio alone (Horprasert et al. 1999)
 * was not chosen: a grey subject has it too, and only its border tells the two apart.
 */
import { BACKGROUND, JUDGED, JUDGING, KEPT, outsideOf, relabel, SHADOW, SUBJECT } from './background-label.ts'
import type { Deviation } from './deviation.ts'
import { aroundRuns, fillRegion, fillRuns, runsLength } from './fill-region.ts'
import { flood, PixelQueue } from './flood.ts'
import { splitShadow, type Seeds } from './split-shadow.ts'

/**
 * A shadow's least lightness, as a share of the expected one; its most tint, code values, and that per code value that
 * it is darker.
 */
const SHADOW_FLOOR = 0.3
const SHADOW_TINT = 7
const SHADOW_TINT_SHARE = 0.12

/**
 * Labels soft shadows BACKGROUND. A grey subject could be entered where its own edge is soft, so each region is judged
 * as a whole: a shadow fades into the background wherever the two meet, a subject only where it was entered.
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
  // Kept apart until now, or the next flood would come in through the cut.
  relabel(label, KEPT, SUBJECT)
  absorbWisps(deviation, label)
}

/** Where a shadow cannot be told from the subject, a more cautious flood stops before their blurred border. */
const SHADOW_CAUTION = [1, 0.5, 0.25]

function isShadowed({ width, height, luma, drop, tint }: Deviation, p: number, from: number, caution: number): boolean {
  const fall = drop[p]!
  if (fall < -2 || fall > (luma[p]! + fall) * (1 - SHADOW_FLOOR)) return false
  if (tint[p]! > SHADOW_TINT + SHADOW_TINT_SHARE * fall) return false
  // Across a penumbra of a given width, the slope grows with the root of the depth reached so far.
  const gentle = caution * (3 + 1.6 * Math.sqrt(Math.max(0, fall)))
  return Math.abs(luma[p]! - luma[from]!) <= gentle && slope(luma, p, width, height) <= gentle
}

/** Largest leftover of a shadow (a wisp), as a share of the picture. */
const WISP_SHARE = 0.002
/**
 * At least so many times more of a flank's outline lies along its shadow than along the subject; the dark side of a leg
 * has both.
 */
const FLANK_MARGIN = 3
/**
 * The tint that a flank may have: no light is bounced into it, and what stands in a shadow mostly has a colour of its
 * own.
 */
const FLANK_TINT = 3
const FLANK_TINT_SHARE = 0.03
/** A flank is about as dark as the shadow it bounds; a leg in front of one is far darker. */
const FLANK_DARKNESS = 1.6
/** How far a shadow's steep flank reaches, as a share of the longest side. */
const FLANK_REACH = 0.008
/** Light bounced off the subject tints the core of its shadow more than the rest. */
const WISP_TINT_SHARE = 0.16

/**
 * Adds what the flood left of shadows. It goes round the dark core of a contact shadow, which has edges of its own;
 * that is small, shadow-coloured and mostly surrounded by shadow. It also leaves the steep flanks of a thin shadow;
 * those are no darker than the shadow, as a leg in front of it would be.
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

/** How many pixels of shadow and of the subject surround a region. */
interface Surroundings {
  readonly shadow: number
  readonly subject: number
  /** How dark the region is, as a multiple of the shadow beside it. */
  readonly darkness: number
}

/** Labels SHADOW every small region marked 1 in `shade` whose surroundings say that it belongs to a shadow. */
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
 * Removes the mark from all but what lies close to a shadow: its steep flanks. Otherwise they would be one region with
 * the pale outline of whatever stands beside them, and be kept along with it.
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
 * Decides for every region whether it is shadow. One that fades out here and has edges there is both, a grey thing in
 * its own shadow: it is split. True when no region went back to the subject as a whole.
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

/** At most this share of a shadow's border is an edge; in photos it is a tenth at most, where it meets the subject. */
const EDGE_SHARE = 0.15
/**
 * How much the lightness falls over five pixels across a border, code values: a shadow's by `least` to `soft`, an
 * edge's by more than `edge`.
 */
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
