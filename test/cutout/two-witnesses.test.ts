import { afterAll, beforeAll, expect, test } from 'vitest'
import { cluttered, judge, openSeer, photos, scenes, type Seer, type Truth } from '../fixtures/cut-out-truth.ts'

let seer: Seer
beforeAll(async () => {
  seer = await openSeer()
})
afterAll(() => seer.close())

async function judged({ take }: Truth) {
  const { picture, alpha } = await take()
  return judge(picture, alpha, await seer.see(picture))
}

/** Of what `npm run bench -- cutout` goes through, as each takes seconds. */
const SAMPLES = [...scenes().slice(20, 21), ...photos(['duck'], ['den']).slice(1)]

test.each(SAMPLES)('the classical and the learned label of $name agree with the truth', async (truth) => {
  expect((await judged(truth)).iou).toBeGreaterThanOrEqual(0.985)
})

test('before clutter the cut-out says that it is a guess where it is one', async () => {
  const { iou, unsure } = await judged(cluttered(['chair'], 140, 1)[0]!)
  expect(iou >= 0.9 || unsure).toBe(true)
})
