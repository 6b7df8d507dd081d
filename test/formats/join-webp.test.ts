import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { joinWebp, type StillFrame } from '../../src/formats/join-webp.ts'
import { webpFrames } from '../../src/formats/webp-frames.ts'

const [WIDTH, HEIGHT] = [20, 14]
const ANIMATED = 0x02
const WHOLE = { left: 0, top: 0, width: WIDTH, height: HEIGHT }

const still = async (
  background: { r: number; g: number; b: number; alpha: number },
  lossless: boolean,
): Promise<Uint8Array> =>
  Uint8Array.from(
    await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 4, background } })
      .webp({ lossless, quality: 90 })
      .toBuffer(),
  )

const opaque = async (background: string, width: number, height: number): Promise<Uint8Array> =>
  Uint8Array.from(
    await sharp({ create: { width, height, channels: 3, background } })
      .webp({ quality: 90 })
      .toBuffer(),
  )

/** Fills the canvas. */
const whole = (picture: Uint8Array): StillFrame => ({ still: picture, ...WHOLE })

describe.each([true, false])('stills (lossless: %s) joined into a turntable', (lossless) => {
  it('are read by another reader as an endless animation, frame by frame', async () => {
    const colours = [
      { r: 255, g: 0, b: 0, alpha: 1 },
      { r: 0, g: 0, b: 255, alpha: 0.5 },
      { r: 0, g: 255, b: 0, alpha: 0 },
    ]
    const stills = await Promise.all(colours.map((colour) => still(colour, lossless)))
    const file = joinWebp(stills.map(whole), { widthPx: WIDTH, heightPx: HEIGHT, frameMs: 40 })
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

describe('opaque stills, the later ones smaller than the canvas', () => {
  it('lie where they are put, on what is left of the first, and claim no transparency', async () => {
    const file = joinWebp(
      [
        whole(await opaque('red', WIDTH, HEIGHT)),
        { still: await opaque('blue', 6, 4), left: 10, top: 8, width: 6, height: 4 },
      ],
      { widthPx: WIDTH, heightPx: HEIGHT, frameMs: 80 },
    )
    // The header's flags; sharp gives any animation of smaller frames an alpha.
    expect(file[20]).toBe(ANIMATED)
    const { data, info } = await sharp(file, { page: 1 }).raw().toBuffer({ resolveWithObject: true })
    const colourAt = (x: number, y: number) => {
      const at = info.channels * (y * WIDTH + x)
      return (data[at] ?? 0) > (data[at + 2] ?? 0) ? 'red' : 'blue'
    }
    expect([colourAt(9, 9), colourAt(11, 9), colourAt(15, 11), colourAt(17, 11)]).toEqual([
      'red',
      'blue',
      'blue',
      'red',
    ])
    expect(webpFrames(file.buffer)?.frames).toMatchObject([WHOLE, { left: 10, top: 8, width: 6, height: 4 }])
  })
})

describe('a picture that is no WebP', () => {
  it('is refused, as where a browser writes PNG in its place', async () => {
    const png = Uint8Array.from(
      await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    )
    expect(() => joinWebp([whole(png)], { widthPx: WIDTH, heightPx: HEIGHT, frameMs: 40 })).toThrow('no WebP')
  })
})
