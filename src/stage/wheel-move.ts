/** What one turn of a wheel, or one stroke on a trackpad, does to the view. */
export type WheelMove =
  /** How many times as large things become, about where the pointer is. */
  | { readonly kind: 'zoom'; readonly factor: number }
  /** Content follows the fingers, CSS pixels. */
  | { readonly kind: 'pan'; readonly rightPx: number; readonly downPx: number }

export type Wheel = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'shiftKey'>

/** A notch of a mouse's wheel is about 100 px, and zooms by an eighth. */
const ZOOM_PER_PX = 0.0012
/** Browsers send a pinch on a trackpad as a wheel with Ctrl, each event by 100 times the logarithm of its scale. */
const PINCH_PER_PX = 0.01
/** One event that claims more is a wheel that was flung, or a page key: it must not throw the view away. */
const MOST_ZOOM_PX = 150
const MOST_PINCH_PX = 25

const PX_PER_LINE = 33

/** Delta modes of the UI Events specification: pixels, lines, pages. */
const pxOf = (delta: number, mode: number, pagePx: number): number => delta * ([1, PX_PER_LINE, pagePx][mode] ?? 1)

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value))

/**
 * A wheel zooms by as much as it turned, a pinch by as much as the fingers parted; a stroke aside pans, and so does Shift. That a trackpad's stroke up or down zooms too
 * is because nothing in an event tells it from a mouse's wheel.
 */
export function wheelMove({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey }: Wheel, pagePx: number): WheelMove {
  const [x, y] = [pxOf(deltaX, deltaMode, pagePx), pxOf(deltaY, deltaMode, pagePx)]
  if (ctrlKey) return { kind: 'zoom', factor: Math.exp(-PINCH_PER_PX * clamp(y, MOST_PINCH_PX)) }
  // With Shift some systems turn the wheel's axis themselves.
  if (shiftKey) return { kind: 'pan', rightPx: -(x || y), downPx: 0 }
  if (Math.abs(x) > Math.abs(y)) return { kind: 'pan', rightPx: -x, downPx: -y }
  return { kind: 'zoom', factor: Math.exp(-ZOOM_PER_PX * clamp(y, MOST_ZOOM_PX)) }
}
