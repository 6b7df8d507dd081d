import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { LATTICE, SNAP_PX, latticeName, snap, spokenPivot } from '../../src/stage/lattice.ts'
import { normalisedPoint, stagePoint } from '../../src/stage/scene.ts'
import { sizeFromFace } from '../../src/stage/size-handles.tsx'

/** Looks straight at the front: 100 px across the box. */
const front = ([x, y]: Vec3) => ({ x: x * 100, y: -y * 100 })

describe('the pivot snaps to the places that artists aim for', () => {
  it('offers 27 places, each with a name of its own', () => {
    expect(new Set(LATTICE.map(latticeName)).size).toBe(27)
    expect(latticeName([0, -0.5, 0])).toBe('bottom centre')
    expect(latticeName([0.5, 0.5, 0.5])).toBe('right top front corner')
    expect(latticeName([0, 0, 0])).toBe('centre')
  })

  it(`snaps within ${SNAP_PX} px on the screen and not beyond`, () => {
    expect(snap([0.07, 0.43, 0], [0, 1], front)).toEqual([0.07, 0.43, 0])
    expect(snap([0.05, 0.45, 0], [0, 1], front)).toEqual([0, 0.5, 0])
  })

  it('moves only the axis that is dragged', () => {
    expect(snap([0.46, 0.2, -0.3], [0], front)).toEqual([0.5, 0.2, -0.3])
  })

  it('is announced by its name, if it has one, and always by numbers', () => {
    expect(spokenPivot([0, -0.5, 0])).toBe('Pivot: bottom centre, 0, -0.5, 0')
    expect(spokenPivot([0.12345, 0, 0])).toBe('Pivot: 0.123, 0, 0')
  })
})

describe('the box stands on the floor', () => {
  const size: Vec3 = [2, 1, 0.5]

  it('has its bottom centre at the origin and its corners where its size says', () => {
    expect(stagePoint(size, [0, -0.5, 0])).toEqual([0, 0, 0])
    expect(stagePoint(size, [0.5, 0.5, 0.5])).toEqual([1, 1, 0.25])
  })

  it('maps every lattice point to the stage and back', () => {
    for (const point of LATTICE)
      expect(normalisedPoint(size, stagePoint(size, point))).toEqual(point.map((value) => expect.closeTo(value)))
  })

  it('grows upwards by the top face and to both sides by the right and front face, within the limits', () => {
    expect(sizeFromFace(1, 0.8)).toBe(0.8)
    expect(sizeFromFace(0, 0.8)).toBe(1.6)
    expect(sizeFromFace(2, -3)).toBe(0.001)
    expect(sizeFromFace(2, 1e6)).toBe(1000)
  })
})
