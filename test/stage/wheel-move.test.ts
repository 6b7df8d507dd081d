import { describe, expect, it } from 'vitest'
import { gridStepMetres } from '../../src/stage/scene.ts'
import { wheelMove, type Wheel } from '../../src/stage/wheel-move.ts'

const wheel = (event: Partial<Wheel>) =>
  wheelMove({ deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, shiftKey: false, ...event }, 700)
const factor = (event: Partial<Wheel>) => {
  const move = wheel(event)
  if (move.kind !== 'zoom') throw new Error('This does not zoom.')
  return move.factor
}

describe('a wheel', () => {
  it('zooms by as much as it turned: there and back cancel out, and many small turns equal a large one', () => {
    expect(factor({ deltaY: -100 })).toBeCloseTo(1.127, 3)
    expect(factor({ deltaY: -100 }) * factor({ deltaY: 100 })).toBeCloseTo(1, 12)
    expect(factor({ deltaY: -4 }) ** 25).toBeCloseTo(factor({ deltaY: -100 }), 9)
    expect(factor({ deltaY: 0 })).toBe(1)
  })

  it('means the same in lines and pages, and no single event throws the view away', () => {
    expect(factor({ deltaY: -3, deltaMode: 1 })).toBeCloseTo(factor({ deltaY: -99 }), 9)
    for (const [deltaY, deltaMode] of [
      [-1e6, 0],
      [-40, 1],
      [-1, 2],
    ] as const)
      expect(factor({ deltaY, deltaMode })).toBeLessThan(1.2)
  })

  it('zooms with a pinch by as much as the fingers part', () => {
    expect(factor({ ctrlKey: true, deltaY: -100 * Math.log(1.1) })).toBeCloseTo(1.1, 9)
    expect(factor({ ctrlKey: true, deltaY: -500 })).toBeLessThan(1.3)
  })

  it('pans sideways, and with Shift whichever axis the system reports', () => {
    expect(wheel({ deltaX: 30, deltaY: 5 })).toEqual({ kind: 'pan', rightPx: -30, downPx: -5 })
    expect(wheel({ deltaY: 40, shiftKey: true })).toEqual({ kind: 'pan', rightPx: -40, downPx: 0 })
    expect(wheel({ deltaX: 40, shiftKey: true })).toEqual({ kind: 'pan', rightPx: -40, downPx: 0 })
  })
})

describe('the grid', () => {
  it('has lines 1 mm, 1 cm, 10 cm, 1 m … apart, to suit the box', () => {
    expect([0.004, 0.04, 0.4, 4, 400].map(gridStepMetres)).toEqual(
      [1e-3, 1e-2, 1e-1, 1, 100].map((step) => expect.closeTo(step, 9)),
    )
  })

  it('has between one and ten steps across any box', () => {
    for (let radius = 0.0009; radius < 900; radius *= 1.37) {
      const steps = (2 * radius) / gridStepMetres(radius)
      expect(steps).toBeGreaterThanOrEqual(1 - 1e-9)
      expect(steps).toBeLessThan(10 + 1e-9)
    }
  })
})
