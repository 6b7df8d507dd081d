import { describe, expect, test } from 'vitest'
import { removeBackground } from '../../src/engine/remove-background.ts'
import { asJpeg, BACKDROPS, renderScene, SIDE, THINGS } from '../fixtures/scenes.ts'

/** Intersection over union of two coverages' outlines at one half. */
function overlap(mask: Float32Array, truth: Float32Array): number {
  let [both, either] = [0, 0]
  for (let i = 0; i < mask.length; i++) {
    const a = mask[i]! >= 0.5
    const b = truth[i]! >= 0.5
    if (a && b) both++
    if (a || b) either++
  }
  return both / either
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('the outline against the truth', () => {
  const all: number[] = []

  for (const backdrop of BACKDROPS) {
    for (const kind of ['plain', 'JPEG 90', 'contact shadow'] as const) {
      test(`every object on ${backdrop.name}, ${kind}, keeps its outline`, async () => {
        const things = THINGS.filter(({ lostOn }) => !lostOn?.includes(backdrop.name))
        const scenes = things.map((thing) => renderScene(thing, backdrop, { contactShadow: kind === 'contact shadow' }))
        const pictures = await Promise.all(scenes.map(({ picture }) => (kind === 'JPEG 90' ? asJpeg(picture, 90) : picture)))
        for (const [i, picture] of pictures.entries()) {
          const iou = overlap(removeBackground(picture).mask, scenes[i]!.alpha)
          all.push(iou)
          expect.soft(iou, things[i]!.name).toBeGreaterThanOrEqual(0.95)
        }
      }, 30_000)
    }
  }

  test('all of them together agree with the truth to 98 % or more', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(mean(all)).toBeGreaterThanOrEqual(0.98)
  })
})

test('half-covered pixels at the outline come out half covered', () => {
  const { picture, alpha } = renderScene(THINGS[1]!, BACKDROPS[0]!)
  const { mask } = removeBackground(picture)
  let [error, edge] = [0, 0]
  for (let i = 0; i < SIDE * SIDE; i++) {
    if (alpha[i]! <= 0.1 || alpha[i]! >= 0.9) continue
    edge++
    error += Math.abs(mask[i]! - alpha[i]!)
  }
  expect(error / edge).toBeLessThan(0.1)
})
