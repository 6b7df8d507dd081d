import { describe, expect, it } from 'vitest'
import { angleAcross, frameAtAngle } from '../../src/session/angle.ts'

describe('dragging across a turntable', () => {
  it('shows the front in its middle and the back at either side', () => {
    expect([200, 100, 300].map((x) => angleAcross(100, 200, x))).toEqual([0, -180, 180])
  })

  it('goes on past a full turn, in both directions', () => {
    const frames = [0, 90, 359.6, 360, 450, -90, -360].map((angleDeg) => frameAtAngle(angleDeg, 36))
    expect(frames).toEqual([0, 9, 35, 0, 9, 27, 0])
  })

  it('always shows the one frame of a still picture', () => {
    expect([0, 144, -1152].map((angleDeg) => frameAtAngle(angleDeg, 1))).toEqual([0, 0, 0])
  })
})
