import { hasOwnAlpha } from '../cutout/cut-out.ts'
import type { Picture } from '../cutout/decode-picture.ts'
import type { Saliency } from '../cutout/saliency-map.ts'

/** Shows a picture to the learned model. What it sees may come later: see `Saliency`. */
export type Look = (picture: Picture) => Promise<Saliency>

/** A picture that says itself what its subject is, is shown to no model. */
export const lookAt = async (picture: Picture, look: Look | undefined): Promise<Saliency> =>
  !look || hasOwnAlpha(picture) ? null : look(picture)
