import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { BACKGROUND, SUBJECT } from '../../src/cutout/background-label.ts'
import { decodePicture, type Picture } from '../../src/cutout/decode-picture.ts'
import { softenOutline } from '../../src/cutout/soft-outline.ts'
import { bundledModel } from '../../src/saliency/model-spec.ts'
import { openModel, type Model } from '../../src/saliency/open-model.ts'
import { openRetouch } from '../../src/strokes/retouch.ts'
import { stretched } from '../../src/strokes/stretch.ts'
import { overlap } from '../fixtures/masks.ts'
import { nextStroke } from '../fixtures/rough-hand.ts'
import { takeClutteredPhoto, type ClutterSpec } from '../make/clutter.ts'
import { randomOf } from '../make/photo.ts'

const MOST_STROKES = 6

const spec = bundledModel()
let model: Model

beforeAll(async () => {
  model = await openModel(spec)
})

afterAll(() => model.close())

/** The outline that the learned model sees by itself, which is at its worst before clutter. */
async function learnedOutline({ rgba, width, height }: Picture): Promise<Uint8Array> {
  const picture = sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha()
  const rgb = await picture.resize(spec.width, spec.height, { fit: 'fill' }).raw().toBuffer()
  const seen = await model.see(new Uint8Array(rgb))
  const bytes = Uint8Array.from(seen.values, (value) => Math.round(255 * value))
  const label = stretched(bytes, seen.width, seen.height, width, height).map((v) => (v >= 128 ? SUBJECT : BACKGROUND))
  return Uint8Array.from(softenOutline(rgba, label, width, height).mask, (a) => Math.round(255 * a))
}

/** A plant, shelves or a person taken along, so that two to three tenths of the outline are wrong. */
const TAKEN_ALONG: readonly ClutterSpec[] = [
  { object: 'duck', seed: 3, blurred: false, encoding: 'jpeg' },
  { object: 'vase', seed: 3, blurred: false, encoding: 'jpeg' },
  { object: 'rocket', seed: 1, blurred: false, encoding: 'jpeg' },
]

describe('a rough hand', () => {
  it.each(TAKEN_ALONG)('mends the $object before clutter $seed by six strokes at most', async (photoSpec) => {
    const photo = await takeClutteredPhoto(photoSpec)
    const picture = await decodePicture(photo.bytes)
    const { width, height } = picture
    const retouch = openRetouch(picture, await learnedOutline(picture))
    const agreement = (): number =>
      overlap(
        Float32Array.from(retouch.alpha, (byte) => byte / 255),
        photo.alpha,
      )
    const before = agreement()
    const random = randomOf(`hand ${photoSpec.object}`)
    for (let stroke = 0; stroke < MOST_STROKES && agreement() < 0.97; stroke++) {
      const hint = nextStroke(retouch.alpha, photo.alpha, width, height, random)
      if (hint) retouch.apply(hint)
    }
    expect(before).toBeLessThan(0.9)
    expect(agreement()).toBeGreaterThanOrEqual(0.97)
  })
})
