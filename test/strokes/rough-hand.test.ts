import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { BACKGROUND, SUBJECT } from '../../src/cutout/background-label.ts'
import { decodePicture, type Picture } from '../../src/cutout/decode-picture.ts'
import type { Hint } from '../../src/cutout/hint.ts'
import { softenOutline } from '../../src/cutout/soft-outline.ts'
import { bundledModel } from '../../src/saliency/model-spec.ts'
import { openModel, type Model } from '../../src/saliency/open-model.ts'
import { openRetouch } from '../../src/strokes/retouch.ts'
import { stretched } from '../../src/strokes/stretch.ts'
import { openSeer, outlineOf, type Seer } from '../fixtures/cut-out-truth.ts'
import { agreementOf, mendByHand } from '../fixtures/rough-hand.ts'
import { takeClutteredPhoto, type ClutterSpec } from '../make/clutter.ts'
import { randomOf } from '../make/photo.ts'

const [MOST_STROKES, ENOUGH] = [6, 0.97]

const spec = bundledModel()
let model: Model
let seer: Seer

beforeAll(async () => {
  model = await openModel(spec)
  seer = await openSeer()
})

afterAll(() => Promise.all([model.close(), seer.close()]))

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
    const retouch = openRetouch(picture, await learnedOutline(picture))
    const random = randomOf(`hand ${photoSpec.object}`)
    const { agreement } = mendByHand(retouch, photo.alpha, MOST_STROKES, ENOUGH, random)
    expect(agreement[0]).toBeLessThan(0.9)
    expect(agreement.at(-1)).toBeGreaterThanOrEqual(ENOUGH)
  })
})

/** Photos of whose automatic outline two thirds are wrong, and what a person drew that looked at it. */
const DRAWN: readonly { readonly photoSpec: ClutterSpec; readonly strokes: readonly Omit<Hint, 'hard'>[] }[] = [
  {
    photoSpec: { object: 'rocket', seed: 144, blurred: false, encoding: 'jpeg', light: 'softbox' },
    strokes: [
      { mode: 'keep', radiusPx: 12, points: [[337, 235], [335, 320], [330, 400], [320, 440], [275, 510], [320, 440], [370, 440], [402, 520]] },
      { mode: 'erase', radiusPx: 20, points: [[510, 40], [510, 330]] },
      { mode: 'keep', radiusPx: 4, points: [[338, 205], [337, 175]] },
      { mode: 'keep', radiusPx: 7, points: [[368, 313], [372, 340], [378, 370]] },
      { mode: 'erase', radiusPx: 8, points: [[345, 485], [362, 485]] },
    ],
  },
  {
    photoSpec: { object: 'rocket', seed: 142, blurred: false, encoding: 'png', light: 'bulb' },
    strokes: [
      { mode: 'keep', radiusPx: 12, points: [[334, 190], [332, 240], [330, 340], [325, 385], [275, 460], [325, 385], [355, 385], [393, 460]] },
      { mode: 'erase', radiusPx: 18, points: [[235, 400], [270, 330], [275, 160]] },
      { mode: 'keep', radiusPx: 5, points: [[334, 170], [334, 142]] },
      { mode: 'keep', radiusPx: 7, points: [[362, 268], [366, 290], [370, 322]] },
      { mode: 'erase', radiusPx: 7, points: [[346, 152], [345, 178]] },
    ],
  },
] // prettier-ignore

describe('a hand that first draws through the subject, and then over what is too much', () => {
  it.each(DRAWN)(
    'takes all else away by one stroke: $photoSpec.object before clutter $photoSpec.seed',
    async ({ photoSpec, strokes }) => {
      const photo = await takeClutteredPhoto(photoSpec)
      const picture = await decodePicture(photo.bytes)
      const retouch = openRetouch(picture, outlineOf(picture, await seer.see(picture)))
      expect(agreementOf(retouch, photo.alpha)).toBeLessThan(0.5)
      for (const stroke of strokes.slice(0, 2)) retouch.apply({ ...stroke, hard: false })
      expect(agreementOf(retouch, photo.alpha)).toBeGreaterThan(0.88)
      for (const stroke of strokes.slice(2)) retouch.apply({ ...stroke, hard: false })
      expect(agreementOf(retouch, photo.alpha)).toBeGreaterThanOrEqual(ENOUGH)
    },
  )
})
