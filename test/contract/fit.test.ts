import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxAroundPivot, fit, pivotOfBox } from '../../src/contract/fit.ts'
import { AXES, type Box, type Vec3 } from '../../src/contract/vec3.ts'

/** A mesh of 2 × 4 × 1, away from its origin. */
const BOX: Box = { min: [-1, 1, 3], max: [1, 5, 4] }

const expectClose = (actual: Vec3, expected: Vec3) =>
  AXES.forEach((axis) => expect(actual[axis]).toBeCloseTo(expected[axis], 9))

const boxOfPivot = (pivotPoint: Vec3): Box => {
  const { scale, offsetMetres } = fit(BOX, { scaledBbox: [2, 4, 1], pivotPoint })
  const at = (corner: Vec3): Vec3 => [
    corner[0] * scale[0] + offsetMetres[0],
    corner[1] * scale[1] + offsetMetres[1],
    corner[2] * scale[2] + offsetMetres[2],
  ]
  return { min: at(BOX.min), max: at(BOX.max) }
}

const triple = <T>(value: fc.Arbitrary<T>) => fc.tuple(value, value, value)

describe('the fit of a mesh to a request', () => {
  it('[FIT-1] gives the sides of the request exactly', () => {
    const { scale, sizeMetres } = fit(BOX, { scaledBbox: [1, 1, 1] })
    expectClose(scale, [0.5, 0.25, 1])
    expectClose(sizeMetres, [1, 1, 1])
  })

  it('[FIT-2] scales every side like the one given, and a third side by the geometric mean of the two given', () => {
    expectClose(fit(BOX, { scaledBbox: [-1, 2, -1] }).sizeMetres, [1, 2, 0.5])
    expectClose(fit(BOX, { scaledBbox: [4, 2, -1] }).scale, [2, 0.5, 1])
  })

  it('[FIT-3] makes the longest side a metre when none is given', () => {
    expectClose(fit(BOX, {}).sizeMetres, [0.5, 1, 0.25])
    expectClose(fit(BOX, { scaledBbox: [-1, -1, -1] }).sizeMetres, [0.5, 1, 0.25])
  })

  it('[FIT-4] puts the origin at the pivot: centre, bottom, and two corners', () => {
    expectClose(boxOfPivot([0, 0, 0]).min, [-1, -2, -0.5])
    expectClose(boxOfPivot([0, -0.5, 0]).min, [-1, 0, -0.5])
    expectClose(boxOfPivot([-0.5, -0.5, -0.5]).min, [0, 0, 0])
    expectClose(boxOfPivot([0.5, 0.5, 0.5]).max, [0, 0, 0])
  })

  it('[FIT-5] leaves a flat side as it is, does not scale others by it, and names it', () => {
    const flat: Box = { min: [0, 0, 0], max: [2, 2, 0] }
    const { scale, sizeMetres, flatAxes } = fit(flat, { scaledBbox: [1, -1, 5] })
    expectClose(scale, [0.5, 0.5, 1])
    expectClose(sizeMetres, [1, 1, 0])
    expect(flatAxes).toEqual([2])
    expect(fit(flat, { scaledBbox: [1, -1, -1] }).flatAxes).toEqual([])
  })

  it('[FIT-6] fits inside the box when proportions are kept', () => {
    expectClose(fit(BOX, { scaledBbox: [1, 1, 1], preserveAspectRatio: true }).sizeMetres, [0.5, 1, 0.25])
  })

  it('gives the box around the pivot, and the pivot back, for any box, target and pivot', () => {
    const side = fc.double({ min: 0.001, max: 1000, noNaN: true })
    const pivot = triple(fc.double({ min: -0.5, max: 0.5, noNaN: true }))
    fc.assert(
      fc.property(
        triple(fc.double({ min: -50, max: 50, noNaN: true })),
        triple(side),
        triple(fc.oneof(side, fc.constant(-1))),
        pivot,
        (min, size, scaledBbox, pivotPoint) => {
          const box: Box = { min, max: [min[0] + size[0], min[1] + size[1], min[2] + size[2]] }
          const { scale, offsetMetres, sizeMetres } = fit(box, { scaledBbox, pivotPoint })
          const expected = boxAroundPivot(sizeMetres, pivotPoint)
          for (const axis of AXES) {
            const tolerance = 1e-9 * (sizeMetres[axis] + Math.abs(box.min[axis] * scale[axis]))
            expect(Math.abs(box.min[axis] * scale[axis] + offsetMetres[axis] - expected.min[axis])).toBeLessThanOrEqual(
              tolerance,
            )
            const target = scaledBbox[axis] > 0 ? scaledBbox[axis] : sizeMetres[axis]
            expect(Math.abs(sizeMetres[axis] - target)).toBeLessThanOrEqual(1e-9 * target)
            expect(pivotOfBox(expected)[axis]).toBeCloseTo(pivotPoint[axis], 6)
          }
        },
      ),
    )
  })
})
