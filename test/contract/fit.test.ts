import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxAroundPivot, fit, pivotOfBox } from '../../src/contract/fit.ts'
import { AXES, type Box, type Vec3 } from '../../src/contract/vec3.ts'

/** A mesh 2 × 4 × 1, standing away from its origin. */
const BOX: Box = { min: [-1, 1, 3], max: [1, 5, 4] }

const close = (actual: Vec3, expected: Vec3) =>
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

const triple = <T>(of: fc.Arbitrary<T>) => fc.tuple(of, of, of)

describe('the fit of a mesh to a request', () => {
  it('[FIT-1] given sides are met exactly', () => {
    const { scale, sizeMetres } = fit(BOX, { scaledBbox: [1, 1, 1] })
    close(scale, [0.5, 0.25, 1])
    close(sizeMetres, [1, 1, 1])
  })

  it('[FIT-2] one given side scales all alike; two give the third their geometric mean', () => {
    close(fit(BOX, { scaledBbox: [-1, 2, -1] }).sizeMetres, [1, 2, 0.5])
    close(fit(BOX, { scaledBbox: [4, 2, -1] }).scale, [2, 0.5, 1])
  })

  it('[FIT-3] with no given side the longest becomes a metre', () => {
    close(fit(BOX, {}).sizeMetres, [0.5, 1, 0.25])
    close(fit(BOX, { scaledBbox: [-1, -1, -1] }).sizeMetres, [0.5, 1, 0.25])
  })

  it('[FIT-4] the pivot becomes the origin: centre, bottom, and the corners', () => {
    close(boxOfPivot([0, 0, 0]).min, [-1, -2, -0.5])
    close(boxOfPivot([0, -0.5, 0]).min, [-1, 0, -0.5])
    close(boxOfPivot([-0.5, -0.5, -0.5]).min, [0, 0, 0])
    close(boxOfPivot([0.5, 0.5, 0.5]).max, [0, 0, 0])
  })

  it('[FIT-5] a flat side keeps its scale, moves no other, and is named', () => {
    const flat: Box = { min: [0, 0, 0], max: [2, 2, 0] }
    const { scale, sizeMetres, flatAxes } = fit(flat, { scaledBbox: [1, -1, 5] })
    close(scale, [0.5, 0.5, 1])
    close(sizeMetres, [1, 1, 0])
    expect(flatAxes).toEqual([2])
    expect(fit(flat, { scaledBbox: [1, -1, -1] }).flatAxes).toEqual([])
  })

  it('[FIT-6] keeping proportions fits inside the box', () => {
    close(fit(BOX, { scaledBbox: [1, 1, 1], preserveAspectRatio: true }).sizeMetres, [0.5, 1, 0.25])
  })

  it('any box, target and pivot give the box around that pivot, and the pivot back', () => {
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
          const wanted = boxAroundPivot(sizeMetres, pivotPoint)
          for (const axis of AXES) {
            const tolerance = 1e-9 * (sizeMetres[axis] + Math.abs(box.min[axis] * scale[axis]))
            expect(Math.abs(box.min[axis] * scale[axis] + offsetMetres[axis] - wanted.min[axis])).toBeLessThanOrEqual(
              tolerance,
            )
            if (scaledBbox[axis] > 0)
              expect(Math.abs(sizeMetres[axis] - scaledBbox[axis])).toBeLessThanOrEqual(1e-9 * scaledBbox[axis])
            expect(pivotOfBox(wanted)[axis]).toBeCloseTo(pivotPoint[axis], 6)
          }
        },
      ),
    )
  })
})
