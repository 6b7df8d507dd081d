/** What Plinth makes of a GLB besides the GLB itself. */
export const EXPORT_FORMATS = ['small', 'meshopt', 'obj', 'usdz', 'stl', 'ply'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
