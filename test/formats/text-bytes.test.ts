import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TextBytes } from '../../src/formats/text-bytes.ts'

const read = (out: TextBytes): string => new TextDecoder().decode(out.bytes())

it.each([
  [0, 5, '0'],
  [-0.000001, 5, '0'],
  [-0.5, 5, '-0.5'],
  [1.00001, 5, '1.00001'],
  [12.999996, 5, '13'],
  [0.05, 8, '0.05'],
  [1e6, 3, '1000000'],
  [Number.NaN, 3, '0'],
  [-Infinity, 3, '0'],
])('%f with %i decimals is written as %s', (value, decimals, text) =>
  expect(read(new TextBytes().decimal(value, decimals))).toBe(text),
)

it('any whole number reads back as it is', () => {
  fc.assert(
    fc.property(fc.nat(4_294_967_295), (value) => {
      expect(read(new TextBytes().whole(value))).toBe(String(value))
    }),
  )
})

it('any float32 reads back bit for bit', () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 50, maxLength: 200, noNaN: true, noDefaultInfinity: true }), (values) => {
      const out = new TextBytes()
      for (const value of values) out.float(value).text(' ')
      const numbers = read(out).trim().split(' ').map(Number)
      // A zero loses its sign.
      expect(Float32Array.from(numbers)).toEqual(values.map((value) => value + 0))
    }),
  )
})

it.each([
  [0.1, '0.1000000015'],
  [-0.25, '-0.25'],
  [1, '1'],
  [-0, '0'],
  [9.99, '9.989999771'],
  [1234.5677, '1234.567749'],
  [16_777_217, '16777216'],
  [1e12, '999999995900'],
  [0.00001, '0.000009999999747'],
  [1e-7, '1.000000012e-7'],
  [Number.NaN, '0'],
])('%f as a float32 is written as %s', (value, text) =>
  expect(read(new TextBytes().float(Math.fround(value)))).toBe(text),
)

it('grows with what is written, letters of any alphabet among it', () => {
  const out = new TextBytes()
  for (let i = 0; i < 300_000; i++) out.text('ü').decimal(i / 8, 3)
  const text = read(out)
  expect(text.startsWith('ü0ü0.125ü0.25')).toBe(true)
  expect(text.endsWith('ü37499.875')).toBe(true)
})
