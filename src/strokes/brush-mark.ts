import type { Hint, PixelBox } from '../cutout/hint.ts'
import { grownBox } from './pixel-box.ts'

/** The pixels that a stroke touches. */
export interface BrushMark {
  readonly box: PixelBox
  /** Per pixel of the box, row after row: the distance of its middle from the stroke's line in pixels; Infinity beyond the brush. */
  readonly distance: Float32Array
}

/** What a round brush covers that is drawn along the hint's points; a single point is a dab. Null outside the raster. */
export function markOf({ points, radiusPx }: Hint, width: number, height: number): BrushMark | null {
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
  if (finite.length === 0 || !(radiusPx > 0)) return null
  const [xs, ys] = [finite.map(([x]) => x), finite.map(([, y]) => y)]
  const least = (values: readonly number[]): number => Math.floor(values.reduce((a, b) => Math.min(a, b)) - radiusPx)
  const most = (values: readonly number[]): number => Math.ceil(values.reduce((a, b) => Math.max(a, b)) + radiusPx)
  const box = grownBox({ left: least(xs), top: least(ys), right: most(xs), bottom: most(ys) }, 0, width, height)
  if (box.right <= box.left || box.bottom <= box.top) return null
  const mark = { box, distance: new Float32Array((box.right - box.left) * (box.bottom - box.top)).fill(Infinity) }
  for (const [k, point] of finite.entries()) drawPiece(mark, finite[k - 1] ?? point, point, radiusPx)
  return mark.distance.some((d) => d <= radiusPx) ? mark : null
}

type Point = readonly [x: number, y: number]

function drawPiece({ box, distance }: BrushMark, [ax, ay]: Point, [bx, by]: Point, radius: number): void {
  const [dx, dy] = [bx - ax, by - ay]
  const length2 = dx * dx + dy * dy
  const [left, right] = [Math.floor(Math.min(ax, bx) - radius), Math.ceil(Math.max(ax, bx) + radius)]
  const [top, bottom] = [Math.floor(Math.min(ay, by) - radius), Math.ceil(Math.max(ay, by) + radius)]
  for (let y = Math.max(box.top, top); y < Math.min(box.bottom, bottom); y++)
    for (let x = Math.max(box.left, left); x < Math.min(box.right, right); x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay]
      const t = length2 > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / length2)) : 0
      const d = Math.hypot(px - t * dx, py - t * dy)
      const k = (y - box.top) * (box.right - box.left) + x - box.left
      if (d <= radius && d < distance[k]!) distance[k] = d
    }
}

/** Calls `see` for every pixel that the brush covers. */
export function eachMarked({ box, distance }: BrushMark, width: number, see: (p: number, d: number) => void): void {
  for (let y = box.top, k = 0; y < box.bottom; y++)
    for (let x = box.left; x < box.right; x++, k++) if (distance[k]! < Infinity) see(y * width + x, distance[k]!)
}
