/**
 * Where a learned model sees a picture's subject: `values` 0…1, in rows from the top-left, stretched over the whole
 * picture, whatever the picture's own size and proportions are.
 */
export interface SaliencyMap {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** What a model sees; a function where it may still be at work: it is called once the picture's own label is done, and waits. */
export type Saliency = SaliencyMap | null | (() => SaliencyMap | null)

export const seenBy = (saliency: Saliency): SaliencyMap | null =>
  typeof saliency === 'function' ? saliency() : saliency

/** Asks once: a picture may be parted more than once before its outline is found. */
export function remembered(saliency: Saliency): Saliency {
  if (typeof saliency !== 'function') return saliency
  let seen: SaliencyMap | null | undefined
  return () => (seen === undefined ? (seen = saliency()) : seen)
}
