/** One stroke of an artist's brush, in pixels of the picture that is worked on, x right and y down. */
export interface Hint {
  readonly mode: 'keep' | 'erase'
  /** Sets just the pixels under the brush, without following the picture's edges. */
  readonly hard: boolean
  readonly radiusPx: number
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Pixels from `left`, `top` up to but not with `right`, `bottom`. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
