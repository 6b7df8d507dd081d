import { describe, expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture, type Picture } from '../../src/cutout/decode-picture.ts'
import { removeBackground } from '../../src/cutout/remove-background.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import { borderOf, overlap } from '../fixtures/masks.ts'
import { OWN_PICTURES, ownPhoto, picture, PICTURES } from '../fixtures/pictures.ts'
import { extraRound } from '../fixtures/shared-pictures.ts'
import type { Photo } from '../make/photo.ts'

const pictured = async (name: string): Promise<Picture> => decodePicture(await picture(name))

const cutOutOf = async (name: string): Promise<Subject> => cutOut(await pictured(name))

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

/** Coverage at a share of the cut-out's width and height. */
const at = ({ width, height, mask }: Subject, u: number, v: number): number =>
  mask[Math.round(v * height) * width + Math.round(u * width)]!

describe('photos', () => {
  test.each(PICTURES)('%s gives one subject with an empty border', async (name) => {
    const subject = await cutOutOf(name)
    const covered = subject.mask.reduce((a, b) => a + b, 0) / subject.mask.length
    expect(Math.max(...borderOf(subject))).toBe(0)
    expect(covered).toBeGreaterThan(0.15)
    expect(covered).toBeLessThan(0.85)
  })
})

/** 1 where one sees through the object: the pixels that it leaves free and that no way leads to from the edge of the photo. */
function openingsOf({ alpha, width, height }: Photo): Uint8Array {
  const open = Uint8Array.from(alpha, (a) => (a === 0 ? 1 : 0))
  const ways = Array.from(open.keys()).filter((p) => p < width || p >= width * (height - 1) || p % width === 0)
  for (let p = ways.pop(); p !== undefined; p = ways.pop()) {
    if (open[p] !== 1) continue
    open[p] = 0
    ways.push(p - width, p + width, p - 1, p + 1)
  }
  return open
}

const shareCovered = (mask: Float32Array, within: (p: number) => boolean): number => {
  const places = Array.from(mask.keys()).filter(within)
  return places.filter((p) => mask[p]! >= 0.5).length / places.length
}

describe('own photos, whose outline is known', () => {
  const opaque = OWN_PICTURES.filter((name) => name !== 'rocket-clear.png')
  const all: number[] = []

  test.each(opaque)('%s keeps its outline', async (name) => {
    const { alpha } = await ownPhoto(name)
    const { mask } = removeBackground(await pictured(name))
    const iou = overlap(mask, alpha)
    all.push(iou)
    expect(iou).toBeGreaterThanOrEqual(0.95)
    expect(shareCovered(mask, (p) => alpha[p] === 1)).toBeGreaterThan(0.99)
  })

  test('all of them agree with the truth to 98 % on average', () => {
    expect(all).toHaveLength(opaque.length)
    expect(all.reduce((a, b) => a + b) / all.length).toBeGreaterThanOrEqual(0.98)
  })

  test('an outline that came with the picture is taken as it is', async () => {
    const { alpha } = await ownPhoto('rocket-clear.png')
    const { mask } = await cutOutOf('rocket-clear.png')
    expect(sum(mask) / sum(alpha)).toBeCloseTo(1, 3)
  })

  test.each(['chair.jpg', 'mug.jpg'] as const)('one sees through the openings of %s', async (name) => {
    const openings = openingsOf(await ownPhoto(name))
    const { mask } = removeBackground(await pictured(name))
    expect(openings.reduce((a, b) => a + b) / openings.length).toBeGreaterThan(0.001)
    expect(shareCovered(mask, (p) => openings[p] === 1)).toBeLessThan(0.05)
  })

  test.each(['duck.png', 'mug.jpg', 'rocket.jpg', 'sun.jpg', 'vase.png'] as const)(
    'next to nothing of the shadow in %s is taken for the object',
    async (name) => {
      const { alpha } = await ownPhoto(name)
      const { mask } = removeBackground(await pictured(name))
      expect(sum(mask.filter((_, p) => alpha[p] === 0)) / sum(alpha)).toBeLessThan(0.01)
    },
  )
})

interface Look {
  readonly coverage: number
  /** Shares of the cut-out's width and height. */
  readonly places: readonly (readonly [u: number, v: number])[]
}

// prettier-ignore
const LOOKS: Readonly<Record<string, Look>> = {
  'shared/headphones.jpg': { coverage: 0, places: [[0.5, 0.25]] },
  'shared/stool.jpg': { coverage: 0, places: [[0.33, 0.4], [0.7, 0.4], [0.35, 0.75]] },
  'shared/rickshaw.jpg': { coverage: 0, places: [[0.45, 0.35]] },
  'shared/house.png': { coverage: 1, places: [[0.25, 0.44], [0.56, 0.37], [0.37, 0.67]] },
}

test.each(extraRound('headphones.jpg', 'stool.jpg', 'rickshaw.jpg', 'house.png'))(
  'the headphones, the stool and the rickshaw have holes to see through, and the white house has none: %s',
  async (name) => {
    const subject = await cutOutOf(name)
    const { coverage = Number.NaN, places = [] } = LOOKS[name] ?? {}
    expect(places.length).toBeGreaterThan(0)
    expect(places.map(([u, v]) => at(subject, u, v))).toEqual(places.map(() => coverage))
  },
)

test.each(extraRound('stool.jpg'))(
  'nothing stays of the thin shadows that the legs of %s cast to the left',
  async (name) => {
    const photo = await pictured(name)
    const { mask } = removeBackground(photo)
    const left = (x0: number, x1: number, y0: number, y1: number): number => {
      let covered = 0
      for (let y = y0; y <= y1; y++) covered += sum(mask.subarray(y * photo.width + x0, y * photo.width + x1 + 1))
      return covered
    }
    expect(left(190, 231, 878, 896)).toBeLessThan(10)
    expect(left(365, 421, 940, 958)).toBeLessThan(20)
  },
)
