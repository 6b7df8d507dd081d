import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pictureName, pngSize, checkPictureFile } from '../../src/session/picture-file.ts'

const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#446688' } })
    .png()
    .toBuffer()
const file = (bytes: Uint8Array | string, name: string, type = '') => new File([bytes as BlobPart], name, { type })

describe('a file that cannot become a session', () => {
  it('is refused by its type, unread', async () => {
    await expect(checkPictureFile(file('Buy clay.', 'notes.txt', 'text/plain'))).rejects.toThrow(
      'notes.txt is not a picture that can be read. Choose a PNG, JPEG or WebP image, or a mesh as GLB, glTF, OBJ, STL, PLY or USDZ.',
    )
  })

  it('is refused when it is too large to send, with its size and the limit', async () => {
    const large = file(new Uint8Array(9_500_000), 'large.png', 'image/png')
    await expect(checkPictureFile(large)).rejects.toThrow(
      /^large\.png is 9\.5 MB, too large to send\. Use a file of 9\.0 MB or less\.$/,
    )
  })

  it('is refused when it is one pixel', async () => {
    await expect(checkPictureFile(file(await png(1, 1), 'dot.png', 'image/png'))).rejects.toThrow(
      'This picture is 1 × 1 pixels, too small',
    )
  })

  it('is refused when it has 60 megapixels, without being decoded', async () => {
    const header = (await png(16, 16)).subarray(0, 24)
    new DataView(header.buffer, header.byteOffset).setUint32(16, 10_000)
    new DataView(header.buffer, header.byteOffset).setUint32(20, 6000)
    await expect(checkPictureFile(file(header, 'poster.png', 'image/png'))).rejects.toThrow('60 megapixels, too large')
  })
})

describe('a picture', () => {
  it('has its size in its header when it is a PNG', async () => {
    expect(pngSize(await png(321, 45))).toEqual({ width: 321, height: 45 })
    expect(pngSize((await png(321, 45)).subarray(0, 16)), 'cut off in its header').toBeNull()
    expect(
      pngSize(
        await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
          .jpeg()
          .toBuffer(),
      ),
    ).toBeNull()
  })

  it('is called by its file’s name without the ending', () => {
    expect(pictureName(file('', 'my.old.penguin.jpeg'))).toBe('my.old.penguin')
    expect(pictureName(file('', ''))).toBe('Pasted picture')
  })
})
