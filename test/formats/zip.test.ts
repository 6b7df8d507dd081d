import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../src/formats/crc32.ts'
import { zip, type ZipFile } from '../../src/formats/zip.ts'
import { readZip } from '../fixtures/read-zip.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = 'v 0.25 1 0\n'.repeat(1000)
const FILES: readonly ZipFile[] = [
  { name: 'stuhl_ä.obj', data: bytesOf(text), deflate: true },
  { name: 'picture.jpg', data: Uint8Array.of(1, 2, 3), deflate: false },
  { name: 'empty.txt', data: new Uint8Array(), deflate: true },
]

describe('a zip', () => {
  it('is opened by two other readers, file by file, in the order given', async () => {
    const archive = await zip(FILES)
    expect(Object.entries(unzipSync(archive)).map(([name, data]) => ({ name, data }))).toEqual(
      FILES.map(({ name, data }) => ({ name, data })),
    )
    expect(readZip(archive).map(({ name, method }) => [name, method])).toEqual([
      ['stuhl_ä.obj', 8],
      ['picture.jpg', 0],
      ['empty.txt', 8],
    ])
    expect(archive.length).toBeLessThan(text.length / 10)
  })

  it('is the same for the same files, byte for byte, whenever it is written', async () => {
    const [first, second] = [await zip(FILES), await zip(FILES)]
    expect(second).toEqual(first)
  })

  it('begins every file’s data at a multiple of the alignment', async () => {
    const files = ['a', 'bc', 'a_long_name.usda', 'd'].map((name, k) => ({
      name,
      data: bytesOf('x'.repeat(37 * k)),
      deflate: false,
    }))
    const entries = readZip(await zip(files, { alignment: 64 }))
    expect(entries.map(({ name, dataStart, bytes }) => [name, dataStart % 64, bytes.length])).toEqual([
      ['a', 0, 0],
      ['bc', 0, 37],
      ['a_long_name.usda', 0, 74],
      ['d', 0, 111],
    ])
  })
})

it('the checksum of any bytes is the one that gzip writes', () => {
  expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const packed = gzipSync(bytes)
      expect(crc32(bytes)).toBe(packed.readUInt32LE(packed.length - 8))
    }),
  )
})
