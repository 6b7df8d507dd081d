import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { MODELS, type ModelName } from './objects.ts'
import { takePhoto, type PhotoSpec } from './photo.ts'
import { PHOTO_ROOMS, type PhotoRoomName } from './photo-rooms.ts'

const SIDE = 160
const objects = Object.keys(MODELS) as ModelName[]
const rooms = Object.keys(PHOTO_ROOMS) as PhotoRoomName[]

const pixelsOf = async (spec: PhotoSpec) => {
  const photo = await takePhoto({ side: SIDE, ...spec })
  const rgb = await sharp(photo.bytes).removeAlpha().raw().toBuffer()
  return { ...photo, luma: (p: number) => (rgb[3 * p]! + rgb[3 * p + 1]! + rgb[3 * p + 2]!) / 3 }
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

const span = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const

/** How much the upper part of the picture, behind a duck, changes within six pixels. */
const spread = async (room: PhotoRoomName) => {
  const { alpha, luma } = await pixelsOf({ object: 'duck', room, light: 'window', encoding: 'png' })
  const behind = Array.from(alpha.keys()).filter((p) => p < SIDE * 20 && alpha[p] === 0)
  return mean(behind.map((p) => Math.abs(luma(p) - luma(p + 6))))
}

describe('a photo', () => {
  test.each(objects.map((object, k) => [object, rooms[k % rooms.length]!] as const))(
    'of the %s in the room “%s” shows it whole, in the middle',
    async (object, room) => {
      const photo = await takePhoto({ object, room, encoding: 'jpeg', side: SIDE })
      expect(await sharp(photo.bytes).metadata()).toMatchObject({ format: 'jpeg', width: SIDE, height: SIDE })
      const covered = Array.from(photo.alpha.keys()).filter((p) => photo.alpha[p]! >= 0.5)
      const [[left, right], [top, bottom]] = [
        span(covered.map((p) => p % SIDE)),
        span(covered.map((p) => Math.floor(p / SIDE))),
      ]
      expect(Math.max(right - left, bottom - top) / SIDE).toBeCloseTo(0.7, 1)
      expect(Math.abs(left + right - SIDE)).toBeLessThan(5)
      expect(Math.abs(top + bottom - SIDE)).toBeLessThan(5)
    },
  )

  test('is the same each time', async () => {
    const spec = { object: 'duck', room: 'kitchen', encoding: 'jpeg', side: SIDE } as const
    const [first, second] = [await takePhoto(spec), await takePhoto(spec)]
    expect(first.bytes.equals(second.bytes)).toBe(true)
  })

  test('in no room is transparent, and its alpha is the outline that comes with it', async () => {
    const { bytes, alpha } = await takePhoto({ object: 'mug', room: 'none', encoding: 'png', side: SIDE })
    const own = await sharp(bytes).extractChannel(3).raw().toBuffer()
    expect([...own]).toEqual(Array.from(alpha, (a) => Math.round(255 * a)))
    await expect(takePhoto({ object: 'mug', room: 'none', encoding: 'jpeg' })).rejects.toThrow('Only a PNG')
  })

  test('has its object exactly where the outline says: around it, in a tent of light, is nothing but paper', async () => {
    const { alpha, luma } = await pixelsOf({ object: 'chair', room: 'white paper', light: 'tent', encoding: 'png' })
    const places = Array.from(alpha.keys())
    const outside = places.filter((p) => alpha[p] === 0).map(luma)
    const inside = places.filter((p) => alpha[p] === 1).map(luma)
    expect(Math.min(...outside)).toBeGreaterThan(mean(outside) - 15)
    expect(Math.max(...inside)).toBeLessThan(Math.min(...outside))
    for (const p of places.filter((place) => alpha[place]! > 0.3 && alpha[place]! < 0.7)) {
      expect(luma(p)).toBeLessThan(mean(outside))
      expect(luma(p)).toBeGreaterThan(Math.min(...inside))
    }
  })

  test('has the object’s shadow on the side away from the window', async () => {
    const photo = { object: 'duck', room: 'grey paper', encoding: 'png' } as const
    const { alpha, luma } = await pixelsOf({ ...photo, light: 'window' })
    const row = Math.floor(alpha.findLastIndex((a) => a > 0.5) / SIDE) - 8
    const beside = Array.from({ length: SIDE }, (_, x) => row * SIDE + x).filter((p) => alpha[p] === 0)
    const left = beside.filter((p) => p % SIDE < SIDE / 2).slice(-20)
    const right = beside.filter((p) => p % SIDE > SIDE / 2).slice(0, 20)
    expect(mean(left.map(luma))).toBeLessThan(0.8 * mean(right.map(luma)))
  })

  test('of a furnished room is of many colours behind the object, and one of paper is not', async () => {
    expect(await spread('parlour')).toBeGreaterThan(4 * (await spread('grey paper')))
  })
})
