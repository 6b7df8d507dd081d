import type { PixelBox } from '../cutout/hint.ts'

/** A box as large as the raster. */
export const wholeOf = (width: number, height: number): PixelBox => ({ left: 0, top: 0, right: width, bottom: height })

export const areaOf = ({ left, top, right, bottom }: PixelBox): number =>
  Math.max(0, right - left) * Math.max(0, bottom - top)

/** The box and `by` pixels more on all sides, within the raster. */
export function grownBox({ left, top, right, bottom }: PixelBox, by: number, width: number, height: number): PixelBox {
  return {
    left: Math.max(0, Math.min(width, left - by)),
    top: Math.max(0, Math.min(height, top - by)),
    right: Math.max(0, Math.min(width, right + by)),
    bottom: Math.max(0, Math.min(height, bottom + by)),
  }
}

/** The smallest box with every pixel that `is` names, looked for in `within`; null where there is none. */
export function boxOf(within: PixelBox, width: number, is: (p: number) => boolean): PixelBox | null {
  let { right: left, bottom: top, left: right, top: bottom } = within
  for (let y = within.top; y < within.bottom; y++)
    for (let x = within.left; x < within.right; x++) {
      if (!is(y * width + x)) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = y + 1
    }
  return right > left ? { left, top, right, bottom } : null
}
