import { describe, expect, test } from 'vitest'
import { removeBackground } from '../../src/cutout/remove-background.ts'
import { overlap } from '../fixtures/masks.ts'
import { asJpeg, BACKDROPS, renderScene, SIDE, THINGS } from '../fixtures/scenes.ts'

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('the outline against the truth', () => {
  const all: number[] = []

  for (const backdrop of BACKDROPS) {
    for (const kind of ['plain', 'JPEG 90', 'contact shadow'] as const) {
      test(`every object on ${backdrop.name}, ${kind}, keeps its outline`, async () => {
        const scenes = THINGS.map((thing) => renderScene(thing, backdrop, { contactShadow: kind === 'contact shadow' }))
        const pictures = await Promise.all(
          scenes.map(({ picture }) => (kind === 'JPEG 90' ? asJpeg(picture, 90) : picture)),
        )
        for (const [i, picture] of pictures.entries()) {
          const iou = overlap(removeBackground(picture).mask, scenes[i]!.alpha)
          all.push(iou)
          expect.soft(iou, THINGS[i]!.name).toBeGreaterThanOrEqual(0.95)
        }
      })
    }
  }

  test('all of them agree with the truth to 98 % on average', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(mean(all)).toBeGreaterThanOrEqual(0.98)
  })
})

describe('a grey thing on a grey backdrop in its own soft shadow', () => {
  // Where thing, shadow and backdrop are equally light, there is no outline to be found; the worst of these has 0.56.
  for (const backdrop of BACKDROPS.slice(0, 3)) {
    test.each(['mug', 'porcelain'])(
      `a %s on ${backdrop.name} is never taken for its shadow, a scrap of it for the whole`,
      (name) => {
        const thing = THINGS.find((candidate) => candidate.name === name)!
        for (const grey of [190, 210, 225, 245, 255]) {
          const { picture, alpha } = renderScene({ ...thing, colour: [grey, grey, grey - 4] }, backdrop, {
            contactShadow: true,
          })
          expect.soft(overlap(removeBackground(picture).mask, alpha), `grey ${grey}`).toBeGreaterThan(0.55)
        }
      },
    )
  }
})

test.each(['table', 'ring'])(
  'a %s keeps its width where its side away from the light is nearly as dark as what is behind',
  (name) => {
    const [thing, dark] = [THINGS.find((one) => one.name === name)!, BACKDROPS.find((one) => one.name === 'dark')!]
    const { picture, alpha } = renderScene(thing, dark)
    expect(overlap(removeBackground(picture).mask, alpha)).toBeGreaterThanOrEqual(0.99)
  },
)

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
