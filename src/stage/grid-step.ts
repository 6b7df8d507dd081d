/** Metres between the grid's strong lines: the power of ten that the box is measured in. */
export const gridStepMetres = (radiusMetres: number): number =>
  10 ** Math.floor(Math.log10(Math.max(radiusMetres, 1e-6) * 2))
