import { expect, it } from 'vitest'
import { contentDigest, digestOf } from '../../src/contract/content-digest.ts'
import { randomOf } from '../fixtures/mutate.ts'

it.each([0, 1, 1 << 20, (1 << 20) + 1, 2_500_000])(
  'a file of %i bytes, read in slices, is called as its bytes are',
  async (length) => {
    const random = randomOf(length)
    const bytes = Uint8Array.from({ length }, () => 256 * random())
    expect(await digestOf(new Blob([bytes]))).toBe(contentDigest(bytes))
    expect(contentDigest(new Uint8Array([1, 2, 3])), 'as it has been kept until now').toBe('4e63a65bbc45346b-3')
  },
)
