/**
 * Where a learned model sees a picture's subject: `values` 0…1, in rows from the top-left, stretched over the whole
 * picture, whatever the picture's own size and proportions are.
 */
export interface SaliencyMap {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}
