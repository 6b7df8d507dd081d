import sharp from 'sharp'
import type { CutOutAnswer } from '../contract/cut-out.ts'
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import { cutOut, hasOwnAlpha, type CutOut } from '../cutout/cut-out.ts'
import { decodePicture, type Picture } from '../cutout/decode-picture.ts'
import { NoSubjectError } from '../cutout/picture-error.ts'
import { lookAt, type Look } from './look.ts'

/** A picture and its cut-out as PNGs; otherwise as [CUTOUT-1] to [CUTOUT-4] say. */
export type CutPicture = Omit<CutOutAnswer, 'picture' | 'alpha'> & {
  readonly picture: Uint8Array
  readonly alpha: Uint8Array | null
}

/**
 * What the spins of a picture would be made of, with that choice for its enclosed areas.
 * @throws {PictureError} with a sentence for the artist
 */
export async function cutPicture(
  image: Uint8Array,
  look: Look,
  enclosed: EnclosedChoice = 'auto',
): Promise<CutPicture> {
  const picture = await decodePicture(image)
  const { width, height } = picture
  const about = { width, height, source: hasOwnAlpha(picture) ? 'alpha' : 'picture' } as const
  // Beside the cut-out, on threads of the system's own.
  const encoding = opaquePngOf(picture)
  const saliency = await lookAt(picture, look)
  try {
    const cut = cutOut(picture, { enclosed, saliency })
    const { disagreement, unsure } = cut
    const alpha = await greyPngOf(alphaOf(cut, picture), picture)
    return { ...about, picture: await encoding, alpha, reason: null, disagreement, unsure }
  } catch (error) {
    if (!(error instanceof NoSubjectError)) throw error
    return { ...about, picture: await encoding, alpha: null, reason: error.message, disagreement: null, unsure: false }
  }
}

/** The subject's mask laid where it was in the picture, rounded as the session keeps it. */
function alphaOf(cut: CutOut, { width, height }: Picture): Uint8Array {
  const alpha = new Uint8Array(width * height)
  const { left, top } = cut.at
  for (let y = Math.max(0, -top); y < Math.min(cut.height, height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(cut.width, width - left); x++)
      alpha[(y + top) * width + x + left] = Math.round(cut.mask[y * cut.width + x]! * 255)
  return alpha
}

/** Packed fast rather than small: it goes to a page that is near. */
const PACKING = { compressionLevel: 2 } as const

/** Without its alpha: a browser's canvas would lose the colours that it hides, and with them what a correction may bring back. */
const opaquePngOf = ({ rgba, width, height }: Picture): Promise<Uint8Array> =>
  sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png(PACKING)
    .toBuffer()

const greyPngOf = (data: Uint8Array, { width, height }: Picture): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png(PACKING)
    .toBuffer()
