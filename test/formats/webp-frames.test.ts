import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { framesSeenAt, webpFrames, type WebpFrame } from '../../src/formats/webp-frames.ts'

const picture = (background: string, size = 40) =>
  sharp({ create: { width: size, height: size, channels: 4, background } })

const joined = async (lossless: boolean, ...colours: readonly string[]) => {
  const frames = await Promise.all(colours.map((colour) => picture(colour).png().toBuffer()))
  const bytes = await sharp(frames, { join: { animated: true } })
    .webp({ lossless, delay: 50 })
    .toBuffer()
  return webpFrames(new Uint8Array(bytes).buffer)
}

const frame = (more: Partial<WebpFrame>): WebpFrame => ({
  still: new Blob(),
  left: 0,
  top: 0,
  width: 100,
  height: 100,
  blends: false,
  disposes: false,
  ...more,
})

describe('an animated WebP', () => {
  it.each([true, false])('is taken apart into still pictures, lossless %s', async (lossless) => {
    const animation = await joined(lossless, '#ff0000', '#00ff0080', '#0000ff')
    expect([animation?.width, animation?.height, animation?.frames.length]).toEqual([40, 40, 3])
    for (const { still, width, height } of animation?.frames ?? []) {
      const { info } = await sharp(await still.arrayBuffer())
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect([info.width, info.height]).toEqual([width, height])
    }
    const [first] = animation?.frames ?? []
    const { dominant } = await sharp(await first?.still.arrayBuffer()).stats()
    expect(dominant.r).toBeGreaterThan(240)
  })

  it('is not found in a still picture, another format, or half a file', async () => {
    const still = new Uint8Array(await picture('red').webp().toBuffer()).buffer
    expect(webpFrames(still)).toBeNull()
    expect(webpFrames(new Uint8Array(await picture('red').png().toBuffer()).buffer)).toBeNull()
    for (const length of [0, 7, 12, 40]) expect(webpFrames(still.slice(0, length))).toBeNull()
  })
})

const seen = (...frames: readonly WebpFrame[]) => framesSeenAt({ width: 100, height: 100, frames }, frames.length - 1)

describe('a frame', () => {
  it('is drawn over those before it that it does not cover, and no others', () => {
    const [ground, half, over] = [frame({}), frame({ width: 50 }), frame({ blends: true })]
    expect(seen(ground, half, over)).toEqual([ground, half, over])
    expect(seen(half, over, ground)).toEqual([ground])
    expect(seen(ground, half, frame({ width: 50 }))).toHaveLength(2)
  })
})
