import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxAroundPivot } from '../../src/contract/fit.ts'
import { boxOf, type Vec3 } from '../../src/contract/vec3.ts'
import { bake } from '../../src/engine/bake.ts'
import type { Model } from '../../src/paint/model.ts'

/** A tetrahedron far from its origin, as meshes in pixel units are. */
function tetrahedron(): Model {
  return {
    positions: Float32Array.from([300, -900, -40, 811, -871, 33, 402.5, -123.25, 10, 640, -700, 120.5]),
    normals: Float32Array.from([-0.6, -0.8, 0, 1, 0, 0, 0, 1, 0, 0, 0.6, 0.8]),
    uvs: new Float32Array(8),
    indices: Uint32Array.from([0, 1, 2, 0, 3, 1, 1, 3, 2, 0, 2, 3]),
    texture: { width: 1, height: 1, rgb: new Uint8Array(3) },
  }
}

const metres = fc.double({ min: 0.001, max: 1000, noNaN: true })
const pivot = fc.double({ min: -0.5, max: 0.5, noNaN: true })

describe('baking', () => {
  test('gives every box from a millimetre to a kilometre within a tenth of a millimetre, the pivot at the origin', () => {
    fc.assert(
      fc.property(
        fc.tuple(metres, metres, metres),
        fc.tuple(pivot, pivot, pivot),
        (scaledBbox: Vec3, pivotPoint: Vec3) => {
          const { model } = bake(tetrahedron(), { scaledBbox, pivotPoint })
          const [found, target] = [boxOf(model.positions), boxAroundPivot(scaledBbox, pivotPoint)]
          for (const axis of [0, 1, 2] as const) {
            expect(Math.abs(found!.min[axis] - target.min[axis])).toBeLessThan(1e-4)
            expect(Math.abs(found!.max[axis] - target.max[axis])).toBeLessThan(1e-4)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('rests a mesh with its pivot at the bottom on the floor exactly, not a rounding error above or below it', () => {
    for (const height of [0.001, 0.07, 0.1, 1 / 3, 1.7, 999.9]) {
      expect(
        boxOf(bake(tetrahedron(), { scaledBbox: [1, height, 1], pivotPoint: [0, -0.5, 0] }).model.positions)?.min[1],
      ).toBe(0)
      expect(
        boxOf(bake(tetrahedron(), { scaledBbox: [1, height, 1], pivotPoint: [0, 0.5, 0] }).model.positions)?.max[1],
      ).toBe(0)
    }
  })

  test('keeps normals upright to a stretched surface, and of unit length', () => {
    const { model } = bake(tetrahedron(), { scaledBbox: [511, 776.75, 1605], pivotPoint: [0, 0, 0] })
    // Scale 1, 1 and 10 along z: the normal (0, 0.6, 0.8) leans to (0, 0.6, 0.08).
    const length = Math.hypot(0.6, 0.08)
    expect(model.normals[9]).toBeCloseTo(0, 6)
    expect(model.normals[10]).toBeCloseTo(0.6 / length, 6)
    expect(model.normals[11]).toBeCloseTo(0.08 / length, 6)
    expect(Array.from(model.normals.subarray(0, 3))).toEqual([expect.closeTo(-0.6, 6), expect.closeTo(-0.8, 6), 0])
  })

  test('leaves texture, triangles and the given model alone', () => {
    const before = tetrahedron()
    const { model } = bake(before, { scaledBbox: [1, 2, 3] })
    expect(before).toEqual(tetrahedron())
    expect(model.indices).toEqual(before.indices)
    expect(model.texture).toBe(before.texture)
  })

  test('keeps a flat axis flat and puts it through the origin', () => {
    const flat = tetrahedron()
    for (let k = 2; k < 12; k += 3) flat.positions[k] = 7
    const { model, fit } = bake(flat, { scaledBbox: [1, 1, 1], pivotPoint: [0.1, 0.2, 0.3] })
    expect(boxOf(model.positions)).toMatchObject({
      min: [expect.closeTo(-0.6, 6), expect.closeTo(-0.7, 6), 0],
      max: [expect.closeTo(0.4, 6), expect.closeTo(0.3, 6), 0],
    })
    expect(fit.flatAxes).toEqual([2])
    expect(model.normals.every(Number.isFinite)).toBe(true)
  })
})
