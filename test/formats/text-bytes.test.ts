import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalsFor, TextBytes } from '../../src/formats/text-bytes.ts'

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

it('any coordinate reads back to a billionth of the largest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, min: Math.fround(-1e5), max: Math.fround(1e5) }), { minLength: 1 }),
      (values) => {
        const decimals = decimalsFor(values)
        const largest = Math.max(...values.map(Math.abs))
        for (const value of values)
          expect(Math.abs(Number(read(new TextBytes().decimal(value, decimals))) - value)).toBeLessThanOrEqual(
            Math.max(1e-15, 1e-9 * largest),
          )
      },
    ),
  )
})

it('grows with what is written, letters of any alphabet among it', () => {
  const out = new TextBytes()
  for (let i = 0; i < 300_000; i++) out.text('ü').decimal(i / 8, 3)
  const text = read(out)
  expect(text.startsWith('ü0ü0.125ü0.25')).toBe(true)
  expect(text.endsWith('ü37499.875')).toBe(true)
})
