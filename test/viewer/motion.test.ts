import { describe, expect, it } from 'vitest'
import { MOTIONS, STILL_PHASE, poseAt, type MotionName } from '../../src/viewer/motion.ts'

/** 1 m wide and deep, 2 m high, its origin half a metre above its bottom. */
const BOX = { min: [-0.5, -0.5, -0.5], max: [0.5, 1.5, 0.5] } as const
const NAMES = Object.keys(MOTIONS) as MotionName[]
const moments = Array.from({ length: 201 }, (_, step) => step / 200)

describe.each(NAMES)('%s', (motion) => {
  it('begins and ends at rest', () => {
    for (const phase of [0, 1]) {
      const { moveMetres, turnRad } = poseAt(motion, phase, BOX)
      for (const value of moveMetres) expect(value).toBeCloseTo(0, 9)
      for (const value of turnRad) expect(Math.sin(value)).toBeCloseTo(0, 9)
    }
  })

  it('never leaps', () => {
    for (let step = 1; step < moments.length; step++) {
      const [before, after] = [poseAt(motion, moments[step - 1] ?? 0, BOX), poseAt(motion, moments[step] ?? 0, BOX)]
      for (const axis of [0, 1, 2] as const) {
        expect(Math.abs(after.moveMetres[axis] - before.moveMetres[axis])).toBeLessThan(0.12)
        expect(Math.abs(after.turnRad[axis] - before.turnRad[axis])).toBeLessThan(0.12)
      }
    }
  })

  it('shows something when it stands still', () => {
    const { moveMetres, turnRad } = poseAt(motion, STILL_PHASE[motion], BOX)
    expect(Math.hypot(...moveMetres, ...turnRad)).toBeGreaterThan(0.3)
  })
})

describe('what the motions show', () => {
  it('a drop brings the origin to the floor and never below it', () => {
    const heights = moments.map((phase) => 0.5 + poseAt('drop', phase, BOX).moveMetres[1])
    expect(Math.min(...heights)).toBeCloseTo(0, 6)
    expect(0.5 + poseAt('drop', STILL_PHASE.drop, BOX).moveMetres[1]).toBeCloseTo(0, 6)
  })

  it.each(['swing', 'spin'] as const)('in a %s the origin stays where it is', (motion) => {
    for (const phase of moments) expect(poseAt(motion, phase, BOX).moveMetres).toEqual([0, 0, 0])
  })

  it('a mesh whose origin is at its bottom lands as it stood', () => {
    const box = { min: [-0.5, 0, -0.5], max: [0.5, 2, 0.5] } as const
    expect(Math.min(...moments.map((phase) => poseAt('drop', phase, box).moveMetres[1]))).toBeCloseTo(0, 9)
  })
})
