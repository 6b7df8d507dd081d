import sharp, { type Color, type Sharp } from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { PictureError } from '../../src/cutout/picture-error.ts'
import { alone, before, faultsOf, fileOf, pick, SEEDS, thingOf } from '../fixtures/field-pictures.ts'
import { randomOf } from '../fixtures/mutate.ts'

const red = { r: 220, g: 30, b: 40 }

function plain(width: number, height: number, background: Color = red): Sharp {
  return sharp({ create: { width, height, channels: 3, background } })
}

/** Left half red, right half blue. */
function twoHalves(): Sharp {
  const blue = { create: { width: 32, height: 40, channels: 3, background: { r: 20, g: 40, b: 220 } } } as const
  return plain(64, 40).composite([{ input: blue, left: 32, top: 0 }])
}

const pixel = (rgba: Uint8Array, i: number): number[] => [...rgba.subarray(i * 4, i * 4 + 4)]

async function refusal(bytes: Uint8Array): Promise<PictureError> {
  const error: unknown = await decodePicture(bytes).then(
    () => undefined,
    (e: unknown) => e,
  )
  if (error instanceof PictureError) return error
  throw new Error(`expected a PictureError, got ${String(error)}`)
}

describe('pictures an artist may bring', () => {
  for (const format of ['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const) {
    test(`a ${format} can be read`, async () => {
      const picture = await decodePicture(await twoHalves().toFormat(format).toBuffer())
      expect([picture.width, picture.height]).toEqual([64, 40])
      const [r, , b, a] = pixel(picture.rgba, 5)
      expect(r).toBeGreaterThan(200)
      expect(b).toBeLessThan(60)
      expect(a).toBe(255)
    })
  }

  test('a photo taken sideways stands upright', async () => {
    const sideways = await twoHalves().jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const { width, height, rgba } = await decodePicture(sideways)
    expect([width, height]).toEqual([40, 64])
    expect(pixel(rgba, 20)[0]).toBeGreaterThan(200)
    expect(pixel(rgba, 40 * 60 + 20)[2]).toBeGreaterThan(200)
  })

  /** Where pixel [x, y] of a file lies in the upright picture of 60 × 40, by EXIF 2.32, table 6 (Orientation). */
  const UPRIGHT: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
    1: (x, y) => [x, y],
    2: (x, y) => [59 - x, y],
    3: (x, y) => [59 - x, 39 - y],
    4: (x, y) => [x, 39 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [59 - y, x],
    7: (x, y) => [59 - y, 39 - x],
    8: (x, y) => [y, 39 - x],
  }
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'a photo with EXIF orientation %i stands upright and is not mirrored',
    async (orientation) => {
      const [width, height] = orientation < 5 ? [60, 40] : [40, 60]
      const stored = new Uint8Array(width * height * 3)
      for (let p = 0; p < width * height; p++) {
        const [x, y] = UPRIGHT[orientation]!(p % width, Math.floor(p / width))
        stored.set([x < 30 ? 230 : 20, y < 20 ? 230 : 20, 90], 3 * p)
      }
      const jpeg = await sharp(stored, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 95 })
        .withMetadata({ orientation })
        .toBuffer()
      const { rgba, ...size } = await decodePicture(jpeg)
      expect(size).toEqual({ width: 60, height: 40 })
      for (const [x, y] of [
        [10, 10],
        [50, 10],
        [10, 30],
        [50, 30],
      ] as const)
        expect(
          pixel(rgba, 60 * y + x)
            .slice(0, 2)
            .map((value) => value > 128),
        ).toEqual([x < 30, y < 20])
    },
  )

  test('a CMYK print file keeps its colour', async () => {
    const { rgba } = await decodePicture(
      await plain(40, 40, { r: 30, g: 160, b: 60 }).toColourspace('cmyk').jpeg().toBuffer(),
    )
    const [r, g, b] = pixel(rgba, 0)
    expect(g).toBeGreaterThan(r! + 50)
    expect(g).toBeGreaterThan(b! + 30)
  })

  test('a 16-bit PNG keeps its brightness', async () => {
    const deep = await plain(40, 40, { r: 128, g: 64, b: 200 }).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    const { rgba } = await decodePicture(deep)
    expect(rgba.length).toBe(40 * 40 * 4)
    pixel(rgba, 0).forEach((v, c) => expect(Math.abs(v - [128, 64, 200, 255][c]!)).toBeLessThanOrEqual(1))
  })

  test('a greyscale picture and a palette come out as colours', async () => {
    const grey = await decodePicture(await plain(40, 40, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png().toBuffer())
    expect(pixel(grey.rgba, 7)).toEqual([90, 90, 90, 255])
    const palette = await decodePicture(await twoHalves().png({ palette: true, colours: 4 }).toBuffer())
    expect(pixel(palette.rgba, 2)[0]).toBeGreaterThan(200)
  })

  test.each(['gif', 'webp'] as const)('of an animated %s, the first frame is taken', async (format) => {
    const frames = await Promise.all([red, { r: 0, g: 0, b: 255 }].map((c) => plain(40, 40, c).png().toBuffer()))
    const animation = await sharp(frames, { join: { animated: true } })
      .toFormat(format)
      .toBuffer()
    const { width, height, rgba } = await decodePicture(animation)
    expect([width, height]).toEqual([40, 40])
    expect(pixel(rgba, 0)[0]).toBeGreaterThan(200)
  })

  const BLANKS: readonly Color[] = [
    { r: 0, g: 0, b: 0, alpha: 0 },
    { r: 255, g: 255, b: 255, alpha: 1 },
    { r: 10, g: 10, b: 12, alpha: 1 },
  ]

  test('of an animation that begins with empty or plain frames, the first that shows something is taken', async () => {
    for (const seed of SEEDS) {
      const random = randomOf(seed)
      const thing = thingOf(seed, 96)
      const blank = pick(random, BLANKS)
      const empty = await sharp({ create: { width: 96, height: 96, channels: 4, background: blank } })
        .png()
        .toBuffer()
      const shown = await fileOf(seed % 2 === 0 ? alone(thing) : before(thing, () => [250, 250, 250]), 'png')
      const last = await plain(96, 96).png().toBuffer()
      const blanks = Array.from({ length: 1 + Math.floor(random() * 4) }, () => empty)
      const animation = sharp([...blanks, shown, last], { join: { animated: true } })
      const file = await (seed % 4 < 2 ? animation.gif() : animation.webp({ quality: 90 })).toBuffer()
      expect.soft(faultsOf(await decodePicture(file), thing), `seed ${seed}`).toEqual([])
    }
  })

  test('of an animation that shows nothing at all, the first frame is taken, and not all are looked at', async () => {
    const frames = await Promise.all(
      Array.from({ length: 40 }, (_, k) => plain(40, 40, { r: k, g: 0, b: 0 }).png().toBuffer()),
    )
    const animation = await sharp([...frames, await twoHalves().resize(40, 40).png().toBuffer()], {
      join: { animated: true },
    })
      .webp({ lossless: true })
      .toBuffer()
    expect(pixel((await decodePicture(animation)).rgba, 0)).toEqual([0, 0, 0, 255])
  })

  test('transparency survives', async () => {
    const clear = await plain(40, 40).ensureAlpha(0.5).png().toBuffer()
    expect(pixel((await decodePicture(clear)).rgba, 0)[3]).toBeOneOf([127, 128])
  })

  test('a large photo is worked on at 1024 pixels, or at more on request', async () => {
    const large = await plain(2400, 1200).jpeg().toBuffer()
    const spin = await decodePicture(large)
    expect([spin.width, spin.height]).toEqual([1024, 512])
    const mesh = await decodePicture(large, { maxSide: 2048 })
    expect([mesh.width, mesh.height]).toEqual([2048, 1024])
  })
})

describe('pictures that are refused, and what the artist is told', () => {
  let jpeg: Buffer
  beforeAll(async () => {
    const noise = { width: 300, height: 300, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 50 } } as const
    jpeg = await sharp({ create: { ...noise, background: red } })
      .jpeg()
      .toBuffer()
  })

  test.each([0.5, 0.01])('a download cut off after %d of its bytes is called damaged', async (share) => {
    const error = await refusal(jpeg.subarray(0, jpeg.length * share))
    expect(error.code).toBe('corrupt')
    expect(error.message).toMatch(/damaged or incomplete.*again/)
  })

  test('a PNG with bytes overwritten is called damaged', async () => {
    const png = Buffer.from(await sharp(jpeg).png().toBuffer())
    png.fill(0, 200, 5000)
    expect((await refusal(png)).code).toBe('corrupt')
  })

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64"/></svg>'
  test.each(['hello', svg, `<?xml version="1.0"?>${svg}`, '%PDF-1.7', ''])('not a picture: "%s"', async (text) => {
    const error = await refusal(Buffer.from(text))
    expect(error.code).toBe('not_an_image')
    expect(error.message).toContain('PNG, JPEG, WebP')
  })

  test('sixty megapixels are refused from the header alone, and the limit is named', async () => {
    const huge = await plain(10_000, 6_000).png({ compressionLevel: 1 }).toBuffer()
    const error = await refusal(huge)
    expect(error.code).toBe('too_large')
    expect(error.message).toMatch(/10000 × 6000.*60 megapixels.*50/)
    expect((await refusal(huge.subarray(0, 2000))).code).toBe('too_large')
  })

  test('a strip that would shrink to a line is refused, with what to do', async () => {
    const error = await refusal(await plain(16, 3000).png().toBuffer())
    expect(error.code).toBe('too_small')
    expect(error.message).toMatch(/16 × 3000.*too long and narrow.*only 5\. Crop it/)
    expect((await decodePicture(await plain(60, 3000).png().toBuffer())).width).toBeGreaterThanOrEqual(16)
  })

  test.each([
    [1, 1],
    [400, 15],
  ] as const)('%d × %d pixels are too small', async (w, h) => {
    const error = await refusal(await plain(w, h).png().toBuffer())
    expect(error.code).toBe('too_small')
    expect(error.message).toContain(`${w} × ${h}`)
  })
})
