import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { joinWebp } from '../../src/download/join-webp.ts'

const [WIDTH, HEIGHT] = [20, 14]

const still = async (
  background: { r: number; g: number; b: number; alpha: number },
  lossless: boolean,
): Promise<Uint8Array> =>
  Uint8Array.from(
    await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 4, background } })
      .webp({ lossless, quality: 90 })
      .toBuffer(),
  )

describe.each([true, false])('stills (lossless: %s) joined into a turntable', (lossless) => {
  it('are read by another reader as an endless animation, frame by frame', async () => {
    const colours = [
      { r: 255, g: 0, b: 0, alpha: 1 },
      { r: 0, g: 0, b: 255, alpha: 0.5 },
      { r: 0, g: 255, b: 0, alpha: 0 },
    ]
    const frames = await Promise.all(
      colours.map(async (colour) => ({ webp: await still(colour, lossless), durationMs: 40 })),
    )
    const file = joinWebp(frames, WIDTH, HEIGHT)
    const told = await sharp(file, { animated: true }).metadata()
    expect(told).toMatchObject({
      format: 'webp',
      width: WIDTH,
      pageHeight: HEIGHT,
      pages: 3,
      loop: 0,
      hasAlpha: true,
      delay: [40, 40, 40],
    })
    const pixels = await sharp(file, { animated: true }).raw().toBuffer()
    const middle = (page: number) => [...pixels.subarray(4 * WIDTH * (page * HEIGHT + 7) + 40).subarray(0, 4)]
    expect(middle(0)[0]).toBeGreaterThan(245)
    expect(middle(0)[3]).toBe(255)
    expect(middle(1)[2]).toBeGreaterThan(235)
    expect(Math.abs((middle(1)[3] ?? 0) - 128)).toBeLessThan(4)
    expect(middle(2)[3], 'what is transparent stays so').toBe(0)
  })
})

describe('a picture that is no WebP', () => {
  it('is refused, as where a browser writes PNG in its place', async () => {
    const png = Uint8Array.from(
      await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    )
    expect(() => joinWebp([{ webp: png, durationMs: 40 }], 2, 2)).toThrow('no WebP')
  })
})
