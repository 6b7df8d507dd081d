/** A rectangle in the window, in CSS pixels. */
export interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Extent {
  readonly width: number
  readonly height: number
}

export interface Placed {
  readonly left: number
  readonly top: number
  /** The side of the thing that it is on. */
  readonly side: 'right' | 'left' | 'below' | 'above'
}

const [GAP_PX, EDGE_PX, LEAST_SEEN_PX] = [10, 8, 24]

const within = (value: number, from: number, to: number): number => Math.max(from, Math.min(value, to))

/**
 * A place for a note beside a thing, on the first side with room for it, so that it covers nothing of the thing. Null where there is
 * none, or the thing is scrolled out of the window.
 */
export function placeBeside(thing: Rectangle, note: Extent, window: Extent): Placed | null {
  const seen = {
    left: Math.max(thing.left, 0),
    top: Math.max(thing.top, 0),
    right: Math.min(thing.right, window.width),
    bottom: Math.min(thing.bottom, window.height),
  }
  if (seen.right - seen.left < LEAST_SEEN_PX || seen.bottom - seen.top < LEAST_SEEN_PX) return null
  const lowest = window.height - EDGE_PX - note.height
  const rightmost = window.width - EDGE_PX - note.width
  const across = within((seen.left + seen.right - note.width) / 2, EDGE_PX, rightmost)
  const down = within((seen.top + seen.bottom - note.height) / 2, EDGE_PX, lowest)
  const places: readonly Placed[] = [
    { side: 'right', left: seen.right + GAP_PX, top: down },
    { side: 'left', left: seen.left - GAP_PX - note.width, top: down },
    { side: 'below', left: across, top: seen.bottom + GAP_PX },
    { side: 'above', left: across, top: seen.top - GAP_PX - note.height },
  ]
  return places.find(({ left, top }) => left >= EDGE_PX && left <= rightmost && top >= EDGE_PX && top <= lowest) ?? null
}
