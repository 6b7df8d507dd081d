/** What one wheel event, of a mouse or a trackpad, does to the view. */
export type WheelMove =
  /** How many times larger things become, about the pointer. */
  | { readonly kind: 'zoom'; readonly factor: number }
  /** How far the contents follow the fingers, CSS pixels. */
  | { readonly kind: 'pan'; readonly rightPx: number; readonly downPx: number }

export type Wheel = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'shiftKey'>

/** A notch of a mouse wheel is about 100 px and zooms by an eighth. */
const ZOOM_PER_PX = 0.0012
/** Browsers report a pinch as a wheel event with Ctrl, by 100 times the logarithm of its scale. */
const PINCH_PER_PX = 0.01
/** An event that reports more comes from a flung wheel, or counts in pages. It must not throw the view away. */
const MOST_ZOOM_PX = 150
const MOST_PINCH_PX = 25

const PX_PER_LINE = 33

/** By the delta modes of the UI Events specification: pixels, lines, pages. */
const toPx = (delta: number, mode: number, pagePx: number): number => delta * ([1, PX_PER_LINE, pagePx][mode] ?? 1)

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value))

/**
 * The wheel zooms by as much as it turned, a pinch by as much as the fingers parted. A sideways stroke pans, and so
 * does the wheel with Shift. A trackpad's vertical stroke zooms as well, since nothing in its events tells it from a
 * mouse wheel.
 */
export function wheelMove({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey }: Wheel, pagePx: number): WheelMove {
  const [x, y] = [toPx(deltaX, deltaMode, pagePx), toPx(deltaY, deltaMode, pagePx)]
  if (ctrlKey) return { kind: 'zoom', factor: Math.exp(-PINCH_PER_PX * clamp(y, MOST_PINCH_PX)) }
  // Some systems swap the axes themselves while Shift is down.
  if (shiftKey) return { kind: 'pan', rightPx: -(x || y), downPx: 0 }
  if (Math.abs(x) > Math.abs(y)) return { kind: 'pan', rightPx: -x, downPx: -y }
  return { kind: 'zoom', factor: Math.exp(-ZOOM_PER_PX * clamp(y, MOST_ZOOM_PX)) }
}
