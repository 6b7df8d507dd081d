import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pictureSides } from '../../src/glb/check-pictures.ts'
import { preflightGlb } from '../../src/glb/preflight-glb.ts'
import { jsonGlb, withBinary } from '../fixtures/glb-json.ts'

const [asset, scenes] = [{ version: '2.0' }, [{}]]

function header(
  length: number,
  write: (view: DataView, text: (at: number, letters: string) => void) => void,
): Uint8Array {
  const bytes = new Uint8Array(length)
  write(new DataView(bytes.buffer), (at, letters) => bytes.set(new TextEncoder().encode(letters), at))
  return bytes
}

describe('pictures are checked before they are decoded', () => {
  /** First bytes of pictures of 20,000 by 10,000 pixels (WebP: 16,000), by their specifications. */
  const huge: Readonly<Record<string, Uint8Array>> = {
    PNG: header(33, (view, text) => {
      view.setUint32(0, 0x89504e47)
      view.setUint32(4, 0x0d0a1a0a)
      text(12, 'IHDR')
      view.setUint32(16, 20_000)
      view.setUint32(20, 10_000)
    }),
    // A thumbnail's segment first, as cameras write it.
    JPEG: header(60, (view) => {
      view.setUint32(0, 0xffd8ffe1)
      view.setUint16(4, 30)
      view.setUint16(34, 0xffc2)
      view.setUint16(36, 17)
      view.setUint8(38, 8)
      view.setUint16(39, 10_000)
      view.setUint16(41, 20_000)
    }),
    'WebP, lossy': header(30, (view, text) => {
      text(0, 'RIFF')
      text(8, 'WEBPVP8 ')
      view.setUint16(26, 16_000, true)
      view.setUint16(28, 10_000, true)
    }),
    'WebP, lossless': header(30, (view, text) => {
      text(0, 'RIFF')
      text(8, 'WEBPVP8L')
      view.setUint32(21, 15_999 | (9_999 << 14), true)
    }),
    'WebP, extended': header(30, (view, text) => {
      text(0, 'RIFF')
      text(8, 'WEBPVP8X')
      view.setUint16(24, 15_999, true)
      view.setUint16(27, 9_999, true)
    }),
    KTX2: header(80, (view, text) => {
      text(1, 'KTX 20')
      view.setUint32(20, 20_000, true)
      view.setUint32(24, 10_000, true)
    }),
  }

  it.each(Object.entries(huge))(
    '%s of 160 megapixels or more is refused, in a buffer as in a data URI',
    (_, picture) => {
      const uri = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`
      expect(() => preflightGlb(jsonGlb({ asset, scenes, images: [{ uri }] }))).toThrow(
        /Picture 0 of the mesh file has (?:20|16)000 × 10000 pixels/,
      )
      const plain = jsonGlb({
        asset,
        scenes,
        images: [{ bufferView: 0, mimeType: 'image/png' }],
        bufferViews: [{ buffer: 0, byteLength: picture.length }],
        buffers: [{ byteLength: picture.length }],
      })
      expect(() => preflightGlb(withBinary(plain, picture))).toThrow(/pixels, too many to open here/)
    },
  )

  it.each(['png', 'jpeg', 'webp'] as const)('the sides of a %s are those that its decoder finds', async (type) => {
    const picture = await sharp({ create: { width: 123, height: 45, channels: 3, background: '#345' } })
      .toFormat(type)
      .toBuffer()
    expect(pictureSides(Uint8Array.from(picture))).toEqual([123, 45])
    expect(pictureSides(Uint8Array.from(picture).subarray(0, 3))).toBeNull()
  })
})
