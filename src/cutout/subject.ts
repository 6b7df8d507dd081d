/** A subject cut out of its picture. Rows run downwards from the top-left pixel; arrays have width × height entries. */
export interface Subject {
  readonly width: number
  readonly height: number
  /**
   * Straight (not premultiplied) RGB, 3 bytes a pixel; the subject's own colours grown outward over the whole raster.
   */
  readonly colour: Uint8Array
  /** Coverage 0…1, soft at the outline; 0 along the raster's border, which is padding. */
  readonly mask: Float32Array
}
