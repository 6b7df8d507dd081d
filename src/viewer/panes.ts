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

/** At a pane's foot are its mesh's name and the button that chooses it, on a wide stage above its tools. */
const FOOT_PX = 88
/** As in `compare.module.css`: a narrow stage has both in one row, and the viewer's tools across its top. */
const NARROW = { widthPx: 512, topPx: 44, footPx: 46 }

/** One of the panes as the picture that its mesh is framed in. */
export function paneOf(
  count: number,
  widthPx: number,
  heightPx: number,
): {
  readonly widthPx: number
  readonly heightPx: number
  readonly topPx: number
  readonly footPx: number
} {
  const [columns, rows] = gridOf(count, widthPx, heightPx)
  const { topPx, footPx } = widthPx <= NARROW.widthPx ? NARROW : { topPx: 0, footPx: FOOT_PX }
  return { widthPx: widthPx / columns, heightPx: heightPx / rows, topPx, footPx }
}
