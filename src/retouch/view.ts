/** Where the picture lies on the easel: CSS px for each of its pixels, and its upper left corner in CSS px. */
export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export type Point = readonly [x: number, y: number]

/** Between the picture and the easel's edge, so that the brush can come from outside. */
const MARGIN_PX = 24

/** So far in, single pixels are large enough to be painted one by one. */
const MOST_PX_PER_PIXEL = 24

/** The whole picture in the middle. Small pictures are enlarged, for details are what one looks at here. */
export function fitted(easel: Size, picture: Size): View {
  const room = { width: Math.max(1, easel.width - 2 * MARGIN_PX), height: Math.max(1, easel.height - 2 * MARGIN_PX) }
  const scale = Math.min(MOST_PX_PER_PIXEL, room.width / picture.width, room.height / picture.height)
  return {
    scale,
    x: (easel.width - picture.width * scale) / 2,
    y: (easel.height - picture.height * scale) / 2,
  }
}

/** Keeps the easel's middle over the picture, so that it cannot be lost from sight. */
function within(view: View, easel: Size, picture: Size): View {
  const clamp = (at: number, room: number, side: number) =>
    Math.min(room / 2, Math.max(room / 2 - side * view.scale, at))
  return {
    scale: view.scale,
    x: clamp(view.x, easel.width, picture.width),
    y: clamp(view.y, easel.height, picture.height),
  }
}

export const panned = (view: View, [dx, dy]: Point, easel: Size, picture: Size): View =>
  within({ scale: view.scale, x: view.x + dx, y: view.y + dy }, easel, picture)

/** Enlarges by a factor with the point `at` staying where it is; no smaller than the whole picture. */
export function zoomed(view: View, factor: number, at: Point, easel: Size, picture: Size): View {
  const whole = fitted(easel, picture)
  const scale = Math.min(Math.max(MOST_PX_PER_PIXEL, whole.scale), view.scale * factor)
  if (scale <= whole.scale) return whole
  const by = scale / view.scale
  return within({ scale, x: at[0] - (at[0] - view.x) * by, y: at[1] - (at[1] - view.y) * by }, easel, picture)
}

/** From CSS px of the easel to pixels of the picture. */
export const toPicture = ({ scale, x, y }: View, at: Point): Point => [(at[0] - x) / scale, (at[1] - y) / scale]

/** From pixels of the picture to CSS px of the easel. */
export const toEasel = ({ scale, x, y }: View, at: Point): Point => [at[0] * scale + x, at[1] * scale + y]
