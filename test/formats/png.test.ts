import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { writePng } from '../../src/formats/png.ts'

it('is read by another reader pixel by pixel, with the colours under transparent pixels', async () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  const pictures = sizes.chain(([width, height]) => {
    const length = 4 * width * height
    const smooth = fc.nat(40).map((step) => Uint8Array.from({ length }, (_, k) => (k * step) >> 2))
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      rgba: fc.oneof(fc.uint8Array({ minLength: length, maxLength: length }), smooth),
    })
  })
  await fc.assert(
    fc.asyncProperty(pictures, async (picture) => {
      const { data, info } = await sharp(await writePng(picture))
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect(info).toMatchObject({ width: picture.width, height: picture.height, channels: 4 })
      expect(Uint8Array.from(data)).toEqual(Uint8Array.from(picture.rgba))
    }),
    { numRuns: 40 },
  )
})

it('is packed by what is given, and a smooth picture is much smaller than its pixels', async () => {
  const side = 64
  const rgba = Uint8Array.from({ length: 4 * side * side }, (_, k) => (k % 4 === 3 ? 255 : 2 * (k >> 8) + (k % 4)))
  const png = await writePng({ width: side, height: side, rgba }, async (data) => deflateSync(data))
  expect(png.length).toBeLessThan(rgba.length / 50)
})
