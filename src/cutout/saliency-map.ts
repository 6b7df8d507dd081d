/**
 * Where a learned model sees a picture's subject: `values` 0…1, in rows from the top-left, stretched over the whole
 * picture, whatever the picture's own size and proportions are.
 */
export interface SaliencyMap {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/**
 * What a model sees of a picture; null where there is no model, and each look where it cannot say. A look that is still
 * under way is waited for when it is first called, so each is called as late as it can be.
 */
export type Saliency = {
  /** The whole picture at once. */
  first(): SaliencyMap | null
  /** The subject closer, together with the whole. It begins only now, and takes as long again, or twice as long. */
  closer(): SaliencyMap | null
} | null

/** Asks once: a picture may be parted more than once before its outline is found. */
export const remembered = (saliency: Saliency): Saliency =>
  saliency && { first: once(() => saliency.first()), closer: once(() => saliency.closer()) }

/** Of a look that can be taken once, what it saw, however often it is asked for. */
export function once(look: () => SaliencyMap | null): () => SaliencyMap | null {
  let seen: SaliencyMap | null | undefined
  return () => (seen === undefined ? (seen = look()) : seen)
}
