/** Which picture a vertex takes its colour from: the front as seen, the invented back, or the rim's colour on a side. */
export const PANELS = ['front', 'back', 'side'] as const
export type Panel = (typeof PANELS)[number]

/**
 * A closed triangle mesh in pixel units, not yet textured: +X right, +Y up, +Z front. Vertices are split where panels
 * or creases meet; split vertices have bit-identical positions, so that welding by position gives the closed 2-manifold.
 */
export interface Surface {
  /** xyz per vertex. */
  readonly positions: Float32Array
  /** Unit normal per vertex. */
  readonly normals: Float32Array
  /** Where in the subject's raster a vertex takes its colour: x right, y down, in pixels. */
  readonly texels: Float32Array
  /** Index into PANELS per vertex; the three corners of a triangle share it. */
  readonly panels: Uint8Array
  readonly indices: Uint32Array
}
