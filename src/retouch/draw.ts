import type { Hint } from '../cutout/hint.ts'
import type { Layers } from './layers.ts'
import { toEasel, type Point, type Size, type View } from './view.ts'

/** The page's own colours, as they are in its theme. */
export interface EaselColours {
  readonly ground: string
  readonly raised: string
  readonly line: string
  readonly keep: string
  readonly erase: string
}

export function coloursOf(element: Element): EaselColours {
  const style = getComputedStyle(element)
  const named = (name: string) => style.getPropertyValue(name).trim()
  return {
    ground: named('--stage-ground'),
    raised: named('--stage-floor'),
    line: named('--accent'),
    keep: named('--good'),
    erase: named('--bad'),
  }
}

type Context = CanvasRenderingContext2D

const CHECK_PX = 8

/** So faint, what falls away can still be recognised and got back. */
const DIMMED = 0.25

const LINE_PX = 1.5

/** Around a circle: the subject's shape in the line's colour, shifted so, leaves a line of even width around it. */
const SHIFTS: readonly Point[] = Array.from({ length: 8 }, (_, nth) => {
  const angle = (nth * Math.PI) / 4
  return [Math.cos(angle), Math.sin(angle)]
})

function drawChecks(context: Context, { ground, raised }: EaselColours, view: View, { width, height }: Size): void {
  const [left, top] = [view.x, view.y]
  const [right, bottom] = [left + width * view.scale, top + height * view.scale]
  context.save()
  context.beginPath()
  context.rect(left, top, right - left, bottom - top)
  context.clip()
  context.fillStyle = ground
  context.fillRect(left, top, right - left, bottom - top)
  context.fillStyle = raised
  const { canvas } = context
  const from = { x: Math.max(0, Math.floor(left / CHECK_PX)), y: Math.max(0, Math.floor(top / CHECK_PX)) }
  const to = { x: Math.min(right, canvas.width) / CHECK_PX, y: Math.min(bottom, canvas.height) / CHECK_PX }
  for (let y = from.y; y < to.y; y++)
    for (let x = from.x + ((from.x + y) % 2); x < to.x; x += 2)
      context.fillRect(x * CHECK_PX, y * CHECK_PX, CHECK_PX, CHECK_PX)
  context.restore()
}

/** The subject's shape in one colour. */
function silhouetteOf(subject: OffscreenCanvas, colour: string): OffscreenCanvas {
  const silhouette = new OffscreenCanvas(subject.width, subject.height)
  const context = silhouette.getContext('2d')
  if (!context) return silhouette
  context.drawImage(subject, 0, 0)
  context.globalCompositeOperation = 'source-in'
  context.fillStyle = colour
  context.fillRect(0, 0, silhouette.width, silhouette.height)
  return silhouette
}

export interface EaselPainter {
  /** Draws the pictures anew. */
  paint(canvas: HTMLCanvasElement, layers: Layers, view: View, colours: EaselColours, density: number): void
}

/** Keeps the subject's silhouette for as long as the subject stays as it is. */
export function createPainter(): EaselPainter {
  let kept: { readonly of: string; readonly silhouette: OffscreenCanvas } | null = null
  const silhouette = (subject: OffscreenCanvas, version: number, colour: string) => {
    const of = `${version} ${colour}`
    if (kept?.of !== of) kept = { of, silhouette: silhouetteOf(subject, colour) }
    return kept.silhouette
  }
  return {
    paint(canvas, { size, picture, dimmed, subject, version }, view, colours, density) {
      const context = canvas.getContext('2d')
      if (!context) return
      context.setTransform(density, 0, 0, density, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (!size || !picture) return
      const [width, height] = [size.width * view.scale, size.height * view.scale]
      const draw = (image: CanvasImageSource, [dx, dy]: Point = [0, 0]) =>
        context.drawImage(image, view.x + dx, view.y + dy, width, height)
      // Enlarged so far, the pixels themselves are what one looks at.
      context.imageSmoothingEnabled = view.scale * density < 4
      context.imageSmoothingQuality = 'high'
      if (!subject || !dimmed) return draw(picture)
      drawChecks(context, colours, view, size)
      context.globalAlpha = DIMMED
      draw(dimmed)
      context.globalAlpha = 1
      const shape = silhouette(subject, version, colours.line)
      for (const [x, y] of SHIFTS) draw(shape, [x * LINE_PX, y * LINE_PX])
      draw(subject)
    },
  }
}

/** Strokes that are not solved yet are seen through. */
const STROKE_ALPHA = 0.45

function drawStroke(context: Context, { points, radiusPx, mode }: Hint, view: View, colours: EaselColours): void {
  const [start, ...rest] = points.map((point) => toEasel(view, point))
  if (!start) return
  context.beginPath()
  context.moveTo(...start)
  // A point alone is no line, so it is led to itself.
  for (const point of rest.length > 0 ? rest : [start]) context.lineTo(...point)
  context.lineWidth = radiusPx * 2 * view.scale
  context.strokeStyle = mode === 'keep' ? colours.keep : colours.erase
  context.stroke()
}

/** The brush where it is, in two tones so that it stands out from any picture. */
function drawRing(context: Context, at: Point, diameterPx: number, colour: string): void {
  for (const [style, width] of [
    ['#000', 3.5],
    ['#fff', 2],
  ] as const) {
    context.beginPath()
    context.arc(...at, diameterPx / 2, 0, 2 * Math.PI)
    context.strokeStyle = style
    context.lineWidth = width
    context.stroke()
  }
  context.beginPath()
  context.arc(...at, 2, 0, 2 * Math.PI)
  context.fillStyle = colour
  context.fill()
}

export interface Overlay {
  readonly strokes: readonly Hint[]
  /** Where the brush is; null while it is not over the easel. */
  readonly ring: { readonly at: Point; readonly diameterPx: number; readonly mode: Hint['mode'] } | null
}

/** Draws what lies over the pictures: strokes under way, and the brush. */
export function paintOverlay(
  canvas: HTMLCanvasElement,
  { strokes, ring }: Overlay,
  view: View,
  colours: EaselColours,
  density: number,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.setTransform(density, 0, 0, density, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.globalAlpha = STROKE_ALPHA
  for (const stroke of strokes) drawStroke(context, stroke, view, colours)
  context.globalAlpha = 1
  if (ring) drawRing(context, ring.at, ring.diameterPx, ring.mode === 'keep' ? colours.keep : colours.erase)
}
