import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxAroundPivot, fit } from '../../src/contract/fit.ts'
import {
  naturalOfMesh,
  naturalOfOutline,
  naturalOfSpin,
  naturalProportionsOf,
  proportionsOfSize,
} from '../../src/contract/natural.ts'
import { stretchOf, stretchText } from '../../src/contract/stretch.ts'
import { AXES, vec3, type Vec3 } from '../../src/contract/vec3.ts'

const side = fc.double({ min: 0.01, max: 100, noNaN: true })
const anySize = fc.tuple(side, side, side)

/** The box that the local engine would deliver of a mesh with these natural sides. */
const deliver = (natural: Vec3, scaledBbox: Vec3) =>
  boxAroundPivot(fit({ min: [0, 0, 0], max: natural }, { scaledBbox }).sizeMetres, [0, 0, 0])

describe('natural proportions', () => {
  it.each<[string, Vec3]>([
    ['no side', [-1, -1, -1]],
    ['one side', [-1, 1.45, -1]],
  ])('are a delivered mesh’s own where %s was given, whatever was told', (_, scaled_bbox) => {
    const box = deliver([2, 1, 0.5], scaled_bbox)
    const [w = 0, h = 0, d = 0] = naturalProportionsOf({ request: { scaled_bbox }, box, told: [1, 1, 1] }) ?? []
    expect([w / h, d / h]).toEqual([expect.closeTo(2), expect.closeTo(0.5)])
  })

  it('are what its generator told where more sides were given, and unknown where that told nothing', () => {
    const scaled_bbox: Vec3 = [1, 2, -1]
    const box = deliver([1, 0.5, 0.25], scaled_bbox)
    expect(naturalProportionsOf({ request: { scaled_bbox }, box, told: [1, 0.5, 0.25] })).toEqual([1, 0.5, 0.25])
    expect(naturalProportionsOf({ request: { scaled_bbox }, box, told: null })).toBeNull()
  })

  it('are told with the longest side as 1 [NATURAL-1], and not of a flat mesh', () => {
    expect(proportionsOfSize([891.2, 721.9, 363.3])).toEqual([1, 0.810031, 0.407653])
    expect(proportionsOfSize([1, 0, 1])).toBeNull()
  })
})

describe('a stretch', () => {
  it('is said with the side that is out of proportion, and by how much', () => {
    const car = naturalOfMesh([4.2, 1.45, 0.82])
    expect(stretchText([4.2, 1.45, 4.4], car)).toBe('Stretched: 5.4 × too deep')
    expect(stretchText([8.4, 1.45, 0.82], car)).toBe('Stretched: 2 × too wide')
    expect(stretchText([4.2, 1.45, 0.41], car)).toBe('Stretched: 2 × too shallow')
    expect(stretchText([4.2, 0.5, 0.82], car)).toBe('Stretched: 2.9 × too low')
    expect(stretchText([4.2, 1.53, 0.82], car)).toBe('Stretched: 5.5 % too tall')
    const [width] = deliver([4.2, 1.45, 0.82], [-1, 1.45, 3.28])?.max ?? []
    expect(stretchText([2 * (width ?? 0), 1.45, 3.28], car), 'the width follows').toBe('Stretched: 4 × too deep')
    expect(stretchText([8.4, 1.45, 0.205], car)).toBe('Stretched: 4 × too shallow, 2 × too wide')
  })

  it('is said roughly where the natural proportions are known roughly', () => {
    expect(stretchText([1.5, 1, 0.3], naturalOfOutline([1, 1]))).toBe('Stretched: about 1.5 × too wide')
    expect(stretchText([1.1, 1, 0.3], naturalOfOutline([1, 1]))).toBeNull()
    expect(stretchText([1, 1, 5], naturalOfOutline([1, 1])), 'the depth is not known').toBeNull()
    expect(stretchText([1, 1, 1.5], naturalOfSpin([1, 1, 1]))).toBe('Stretched: about 1.5 × too deep')
    expect(stretchText([1, 2, 3], null)).toBeNull()
  })

  it('is there exactly where any two sides differ in scale by more than is known [STRETCH-1]', () => {
    fc.assert(
      fc.property(anySize, anySize, ([...natural], [...size]) => {
        const scales = AXES.map((axis) => (size[axis] ?? 0) / (natural[axis] ?? 1))
        const differ = Math.max(...scales) / Math.min(...scales)
        fc.pre(Math.abs(differ - 1.01) > 1e-9)
        expect(stretchOf(size, naturalOfMesh(natural)).length > 0).toBe(differ > 1.01)
      }),
    )
  })

  it('is never there at another size, nor in another unit', () => {
    fc.assert(
      fc.property(anySize, side, (natural, factor) => {
        expect(
          stretchText(
            vec3((axis) => natural[axis] * factor),
            naturalOfMesh(natural),
          ),
        ).toBeNull()
      }),
    )
  })
})
