import fc from 'fast-check'
import { expect, it } from 'vitest'
import { UNITS } from '../../src/contract/length.ts'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { nameWith } from '../../src/download/file-name.ts'
import { ownResult } from '../../src/result/own-file.ts'
import type { Result } from '../../src/result/result.ts'
import { resultTitle } from '../../src/result/result-title.ts'

const result: Result = {
  sessionCode: 'S',
  kind: 'preview',
  request: { selected_spin_index: 3 },
  formats: ['glb'],
  version: '1',
  name: 'Duck',
  spinLabel: 'relief',
}
const RELIEF = { sizeMetres: [0.4, 0.28, 0.16], unit: 'm' } as const

it('a result is called by its spin, that spin’s name, and its size', () => {
  expect(resultTitle(result, RELIEF)).toBe('Spin 4 · Relief · 0.40 × 0.28 × 0.16 m')
  expect(resultTitle(result, { ...RELIEF, unit: 'mm' })).toBe('Spin 4 · Relief · 400 × 280 × 160 mm')
  expect(resultTitle({ ...result, spinLabel: null }, RELIEF)).toBe('Spin 4 · 0.40 × 0.28 × 0.16 m')
  expect(resultTitle(result, { ...RELIEF, sizeMetres: null })).toBe('Spin 4 · Relief')
  expect(resultTitle({ ...result, kind: 'refine' }, RELIEF)).toBe('Spin 4 · Relief · refined · 0.40 × 0.28 × 0.16 m')
})

it('without a spin it is the mesh of the session, and a file of one’s own goes by its name', () => {
  expect(resultTitle({ ...result, request: {} }, RELIEF)).toBe('Mesh of this session · 0.40 × 0.28 × 0.16 m')
  expect(resultTitle(ownResult(new File([], 'chair.v2.glb'), '1'), RELIEF)).toBe('chair.v2.glb')
})

const said = (size: Vec3) => resultTitle({ ...result, request: {} }, { ...RELIEF, sizeMetres: size }).slice(23)

it('three digits count, and no nought claims more', () => {
  expect(said([0.099, 0.08, 0.04])).toBe('0.099 × 0.080 × 0.040 m')
  expect(said([12.46, 0.333, 1.5])).toBe('12.5 × 0.333 × 1.50 m')
  expect(said([120, 4.75, 0.0123])).toBe('120 × 4.75 × 0.0123 m')
  expect(said([1, 2, 0])).toBe('1 × 2 × 0 m')
})

it('title and file name tell the same spin and the same size', () => {
  const side = fc.double({ min: 1e-3, max: 1e3, noNaN: true })
  fc.assert(
    fc.property(fc.tuple(side, side, side), fc.constantFrom(0, 1, 2, 3), (size, spin) => {
      const made = { ...result, request: { selected_spin_index: spin } }
      const [, titled = ''] = /^Spin (\d+)/.exec(resultTitle(made, { ...RELIEF, sizeMetres: size })) ?? []
      const sides = /[\d.]+ × [\d.]+ × [\d.]+/.exec(resultTitle(made, { ...RELIEF, sizeMetres: size }))?.[0] ?? ''
      const [, named, ...inName] = /_spin(\d+)_([\d.]+)x([\d.]+)x([\d.]+)m/.exec(nameWith(made, size, '.glb')) ?? []
      expect(titled).toBe(named)
      expect(sides.split(' × ').map(Number)).toEqual(inName.map(Number))
    }),
  )
  expect(
    UNITS.map(({ unit }) =>
      resultTitle(result, { ...RELIEF, unit })
        .split(' ')
        .at(-1),
    ),
  ).toEqual(UNITS.map(({ unit }) => unit))
})
