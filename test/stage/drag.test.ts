import { describe, expect, it } from 'vitest'
import { beginDrag, isSeen } from '../../src/stage/drag.ts'
import { alongAxis, onPlane, type Ray } from '../../src/stage/ray.ts'

/** A ray straight into the picture from 5 m in front. */
const fromFront = (x: number, y: number): Ray => ({ origin: [x, y, 5], direction: [0, 0, -1] })
const INTO_PICTURE = [0, 0, -1] as const

describe('a handle follows the pointer', () => {
  it('moves along X as far as the pointer does, and not along Y', () => {
    const drag = beginDrag([0.2, 0.4, 0], [0], INTO_PICTURE, fromFront(0.25, 0.4))
    expect(drag(fromFront(0.75, 3))).toEqual([expect.closeTo(0.7), 0.4, 0])
  })

  it('does not jump when it is gripped off-centre', () => {
    const grip = fromFront(0.31, 0.52)
    expect(beginDrag([0.2, 0.4, 0.1], [0], INTO_PICTURE, grip)(grip)).toEqual([expect.closeTo(0.2), 0.4, 0.1])
    expect(beginDrag([0.2, 0.4, 0.1], [0, 1], INTO_PICTURE, grip)(grip)).toEqual([
      expect.closeTo(0.2),
      expect.closeTo(0.4),
      0.1,
    ])
  })

  it('moves in its plane and leaves the third axis exactly as it is', () => {
    const drag = beginDrag([0, 0, 0.3], [0, 1], INTO_PICTURE, fromFront(0, 0))
    expect(drag(fromFront(-0.4, 0.9))).toEqual([expect.closeTo(-0.4), expect.closeTo(0.9), 0.3])
  })

  it('moves freely in the plane of the screen, in an oblique view too', () => {
    const direction = [-1, 0, -1] as const
    const at = (x: number, z: number): Ray => ({ origin: [x + 5, 0.5, z + 5], direction })
    const drag = beginDrag([0, 0.5, 0], [0, 1, 2], direction, at(0, 0))
    const moved = drag(at(0.2, -0.2))
    expect(moved).toEqual([expect.closeTo(0.2), expect.closeTo(0.5), expect.closeTo(-0.2)])
  })
})

const tilted = (degrees: number) =>
  [Math.sin((degrees * Math.PI) / 180), 0, -Math.cos((degrees * Math.PI) / 180)] as const

describe('a handle is offered where dragging it makes sense', () => {
  it('an axis unless it is seen end-on', () => {
    expect([isSeen([2], [0, 0, -1]), isSeen([2], tilted(8)), isSeen([2], tilted(12)), isSeen([0], [0, 0, -3])]).toEqual(
      [false, false, true, true],
    )
  })

  it('a plane unless it is seen edge-on', () => {
    expect([
      isSeen([0, 1], [1, 0, 0]),
      isSeen([0, 1], tilted(82)),
      isSeen([0, 1], tilted(78)),
      isSeen([0, 2], [0, 0, -1]),
    ]).toEqual([false, false, true, false])
  })

  it('the free handle from everywhere', () => {
    expect([isSeen([0, 1, 2], [0, 0, -1]), isSeen([0, 1, 2], [1, 0, 0])]).toEqual([true, true])
  })
})

describe('the pivot stays where it is when the view gives the pointer no meaning', () => {
  it('when the axis is seen end-on', () => {
    expect(alongAxis(fromFront(0.3, 0), [0, 0, 0], [0, 0, 1])).toBeNull()
    expect(beginDrag([0, 0, 0], [2], INTO_PICTURE, fromFront(0, 0))(fromFront(0.3, 0))).toBeNull()
  })

  it('when the plane is seen edge-on', () => {
    expect(onPlane(fromFront(0, 1), [0, 0, 0], [0, 1, 0])).toBeNull()
    expect(beginDrag([0, 0, 0], [0, 2], INTO_PICTURE, fromFront(0, 1))(fromFront(0.3, 1))).toBeNull()
  })

  it('when the place lies behind the eye', () => {
    const away: Ray = { origin: [0, 0, 5], direction: [0, 0, 1] }
    expect(onPlane(away, [0, 0, 0], [0, 0, 1])).toBeNull()
    expect(alongAxis(away, [0, 0, 0], [1, 0, 0])).toBeNull()
  })

  it('and one pixel in a nearly end-on view does not move it by metres', () => {
    const steep: Ray = { origin: [0.1, 0, 5], direction: [0, 0, -1] }
    const axis = [Math.sin(0.07), 0, Math.cos(0.07)] as const
    const [here, beside] = [
      alongAxis(steep, [0, 0, 0], axis),
      alongAxis({ ...steep, origin: [0.101, 0, 5] }, [0, 0, 0], axis),
    ]
    if (here === null || beside === null) throw new Error('An axis seen 4° off end-on can still be dragged.')
    expect(Math.abs(beside - here)).toBeLessThan(0.02)
  })
})
