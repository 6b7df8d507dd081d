import { describe, expect, it } from 'vitest'
import { boxAroundPivot } from '../../src/contract/fit.ts'
import type { Box, Vec3 } from '../../src/contract/vec3.ts'
import { diagnose } from '../../src/glb/diagnose.ts'
import { quarterTurn } from '../../src/glb/quarter-turn.ts'
import { measure } from '../../src/glb/measure.ts'
import { refit } from '../../src/glb/refit.ts'
import { boxAs } from '../../src/glb/solve.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'

const SIZE: Vec3 = [0.4, 0.9, 0.2]
const PIVOT: Vec3 = [0, -0.5, 0.3]
const REQUEST = { scaled_bbox: SIZE, pivot_point: PIVOT }
/** A flat sheet 2x wide and 0.9 m high, its origin in the middle. */
const flat = (x: number): Box => ({ min: [-x, -0.45, 0], max: [x, 0.45, 0] })
const times = (sizes: Vec3, factor: number): Vec3 => [sizes[0] * factor, sizes[1] * factor, sizes[2] * factor]

describe('a delivered mesh', () => {
  it('that is as requested has nothing wrong with it', () => {
    expect(diagnose(boxAroundPivot(SIZE, PIVOT), REQUEST)).toBeNull()
    expect(diagnose(boxAroundPivot([3, 1, 2], [0, 0, 0]), {})).toBeNull()
  })

  it.each([
    ['a hundred times too large', boxAroundPivot(times(SIZE, 100), PIVOT), /100 times too large/],
    ['a hundred times too small', boxAroundPivot(times(SIZE, 0.01), PIVOT), /100 times too small/],
    ['a thousand times too large', boxAroundPivot(times(SIZE, 1000), PIVOT), /1000 times too large/],
    ['with height and depth exchanged', boxAroundPivot([0.4, 0.2, 0.9], PIVOT), /height and depth are swapped/],
    ['with width and depth exchanged', boxAroundPivot([0.2, 0.9, 0.4], PIVOT), /width and depth are swapped/],
    ['with width and height exchanged', boxAroundPivot([0.9, 0.4, 0.2], PIVOT), /width and height are swapped/],
    ['with its pivot mirrored', boxAroundPivot(SIZE, [0, -0.5, -0.3]), /mirrored/],
    ['of another size', boxAroundPivot([0.41, 0.9, 0.2], PIVOT), /pivot differs/],
    ['with another origin', boxAroundPivot(SIZE, [0.1, -0.5, 0.3]), /pivot differs/],
  ] as const)('%s is told from the others, and its correction leads to the request', (_kind, box, what) => {
    const found = diagnose(box, REQUEST)
    expect(found?.what).toMatch(what)
    expect(measure(boxAs(box, found?.correction ?? null), REQUEST).passes).toBe(true)
  })

  it.each([
    ['with Z up', 'height and depth', [0.4, 0.2, 0.9], [0, 0, 1], [0, 1, 0]],
    ['with its front towards X', 'width and depth', [0.2, 0.9, 0.4], [1, 0, 0], [0, 0, 1]],
  ] as const)(
    '%s is turned upright and to the front, not upside down or backwards',
    async (_kind, which, sizes, pointing, towards) => {
      const found = diagnose(boxAroundPivot(sizes, [0, 0, 0]), REQUEST)
      expect(found?.what).toContain(which)
      const m = quarterTurn(found?.correction?.turnAbout ?? null)
      expect(
        [0, 1, 2].map((row) =>
          [0, 1, 2].reduce((sum, column) => sum + (m[column * 4 + row] ?? 0) * (pointing[column] ?? 0), 0),
        ),
      ).toEqual(towards)
    },
  )

  it('with automatic sides is judged by the given ones alone', () => {
    expect(
      diagnose(boxAroundPivot([7, 0.9, 3], [0, 0, 0]), { scaled_bbox: [-1, 0.9, -1], pivot_point: [0, 0, 0] }),
    ).toBeNull()
    expect(
      diagnose(boxAroundPivot([7, 90, 3], [0, 0, 0]), { scaled_bbox: [-1, 0.9, -1], pivot_point: [0, 0, 0] })?.what,
    ).toMatch(/100 times too large/)
  })

  it.each([
    [
      [-1, 0.9, -1],
      [0.9, 1.1, 2],
    ],
    [
      [0.4, 0.9, -1],
      [0.4, 2, 0.9],
    ],
  ] as const)(
    'requested as %j and delivered as %j is not taken for one with axes exchanged, which one given side cannot show',
    (requested, delivered) => {
      expect(
        diagnose(boxAroundPivot(delivered, [0, 0, 0]), { scaled_bbox: requested, pivot_point: [0, 0, 0] })?.what,
      ).toMatch(/pivot differs/)
    },
  )

  it('with two given sides exchanged is recognised by those two', () => {
    expect(
      diagnose(boxAroundPivot([0.9, 0.4, 7], [0, 0, 0]), { scaled_bbox: [0.4, 0.9, -1], pivot_point: [0, 0, 0] })?.what,
    ).toMatch(/width and height are swapped/)
  })

  it('that is flat is said to have no depth, and whatever else is off can be corrected', () => {
    const request = { scaled_bbox: SIZE, pivot_point: [0, 0, 0] as const }
    expect(diagnose(flat(0.2), request)).toEqual({
      what: 'It has no depth, so it cannot be given one.',
      correction: null,
    })
    const found = diagnose(flat(0.3), request)
    expect(found?.what).toMatch(/no depth/)
    expect(measure(boxAs(flat(0.3), found?.correction ?? null), request).size.map(({ within }) => within)).toEqual([
      true,
      true,
      false,
    ])
  })

  it.each(['one mesh as the engine writes it', 'an animation'])(
    'whose axes are swapped is turned in its file (%s)',
    async (kind) => {
      const source = await KINDS_OF_GLB[kind]!()
      const { after: swapped, glb } = await refit(source, { scaled_bbox: [0.4, 0.2, 0.9], pivot_point: PIVOT })
      const found = diagnose(swapped, REQUEST)
      const { after } = await refit(glb, found?.correction ?? {})
      expect(measure(after, REQUEST).passes).toBe(true)
    },
  )
})
