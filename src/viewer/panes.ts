/** The part of the stage that shows one mesh, CSS pixels from the bottom left as in WebGL. */
export interface Pane {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The columns and rows that give each of two to four meshes the most room. */
export function gridOf(count: number, widthPx: number, heightPx: number): readonly [columns: number, rows: number] {
  if (count === 4) return widthPx > heightPx * 3 ? [4, 1] : [2, 2]
  return widthPx >= heightPx ? [count, 1] : [1, count]
}

/** The stage divided among that many meshes, in reading order. */
export function panesOf(count: number, widthPx: number, heightPx: number): Pane[] {
  const [columns, rows] = gridOf(count, widthPx, heightPx)
  const [width, height] = [widthPx / columns, heightPx / rows]
  return Array.from({ length: count }, (_, index) => ({
    x: (index % columns) * width,
    y: heightPx - (Math.floor(index / columns) + 1) * height,
    width,
    height,
  }))
}
