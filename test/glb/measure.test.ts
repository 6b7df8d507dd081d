import { describe, expect, it } from 'vitest'
import type { Box, Vec3 } from '../../src/contract/vec3.ts'
import { measure, toleranceMetres } from '../../src/glb/measure.ts'

/** A box of 1 × 2 × 0.5 m with its origin at the bottom centre. */
const standing: Box = { min: [-0.5, 0, -0.25], max: [0.5, 2, 0.25] }
const request = { scaled_bbox: [1, 2, 0.5] as Vec3, pivot_point: [0, -0.5, 0] as Vec3 }

describe('a mesh is measured against its request', () => {
  it('passes a mesh that is as requested, on all six figures', () => {
    const report = measure(standing, request)
    expect(report.passes).toBe(true)
    expect([...report.size, ...report.pivot].map(({ actual }) => actual)).toEqual([1, 2, 0.5, 0, -0.5, 0])
  })

  it('names the one axis that is off, and by how much', () => {
    const report = measure(
      { ...standing, max: [0.51, 2, 0.25] },
      { ...request, pivot_point: undefined, scaled_bbox: [1, 2, 0.5] },
    )
    expect(report.size.map(({ within }) => within)).toEqual([false, true, true])
    expect(report.size[0]?.offMetres).toBeCloseTo(0.01)
    expect(report.passes).toBe(false)
  })

  it('says in metres how far an origin is off, as it will be off in the game', () => {
    const report = measure(standing, { ...request, pivot_point: [0, 0, 0] })
    expect(report.pivot.map(({ within }) => within)).toEqual([true, false, true])
    expect(report.pivot[1]?.offMetres).toBeCloseTo(-1)
  })

  it('expects nothing of an automatic axis, and the centre where no pivot was sent', () => {
    const report = measure({ min: [-3, -1, -7], max: [3, 1, 7] }, { scaled_bbox: [-1, 2, -1] })
    expect(report.size.map(({ requested }) => requested)).toEqual([null, 2, null])
    expect(report.passes).toBe(true)
  })

  it('[MEASURE-1] allows a millimetre, or a thousandth of the requested side of that axis', () => {
    expect(toleranceMetres(0.1)).toBe(1e-3)
    expect(toleranceMetres(20)).toBeCloseTo(0.02)
    expect(
      measure({ ...standing, max: [0.5, 2.0019, 0.25] }, { scaled_bbox: [1, 2, 0.5], pivot_point: [0, -0.5, 0] })
        .passes,
    ).toBe(true)
    expect(
      measure({ ...standing, max: [0.5, 2.0031, 0.25] }, { scaled_bbox: [1, 2, 0.5], pivot_point: [0, -0.5, 0] })
        .passes,
    ).toBe(false)
  })

  it('[MEASURE-1] lets no long side excuse a short one: a mast of 20 m may not be a third too thick', () => {
    const mast = measure(
      { min: [-0.034, -10, -0.025], max: [0.034, 10, 0.025] },
      { scaled_bbox: [0.05, 20, 0.05], pivot_point: [0, 0, 0] },
    )
    expect(mast.size.map(({ within }) => within)).toEqual([false, true, true])
    const moved = measure(
      { min: [-0.02, -10, -0.025], max: [0.03, 10, 0.025] },
      { scaled_bbox: [0.05, 20, 0.05], pivot_point: [0, 0, 0] },
    )
    expect(moved.pivot.map(({ within }) => within)).toEqual([false, true, true])
  })

  it('measures the slack of an origin by the mesh’s own side where that axis is automatic', () => {
    const within = [0.0059, 0.0061].map(
      (off) =>
        measure({ min: [-3 + off, -1, -7], max: [3 + off, 1, 7] }, { scaled_bbox: [-1, 2, -1], pivot_point: [0, 0, 0] })
          .pivot[0]?.within,
    )
    expect(within).toEqual([true, false])
  })

  it('measures where a flat mesh lies', () => {
    const report = measure({ min: [-1, -1, 3], max: [1, 1, 3] }, { pivot_point: [0, 0, 0] })
    expect(report.pivot[2]).toMatchObject({ within: false, offMetres: -3 })
  })
})
