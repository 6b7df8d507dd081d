import type { SaliencyMap } from '../cutout/saliency-map.ts'

/** A picture as wide and high as the model takes it: RGB, 3 bytes a pixel. */
export interface ToModel {
  readonly id: number
  readonly rgb: Uint8Array
}

/** What failed: what runs models, this model, or only the look at this one picture. */
export type FailedPart = 'runtime' | 'model' | 'look'

export type FromModel =
  | { readonly kind: 'seen'; readonly id: number; readonly map: SaliencyMap }
  | { readonly kind: 'failed'; readonly id: number; readonly of: FailedPart; readonly message: string }
  | { readonly kind: 'checked' }
