import { describe, expect, it } from 'vitest'
import { frameOfTurn } from '../../src/session/frame-source.ts'
import { turnAcross } from '../../src/session/use-turns.ts'

describe('a turntable that is dragged across', () => {
  it('shows its front in the middle and its back at either side', () => {
    expect([turnAcross(100, 200, 200), turnAcross(100, 200, 100), turnAcross(100, 200, 300)]).toEqual([0, -0.5, 0.5])
  })

  it('goes round and round, however far it is dragged', () => {
    expect([0, 0.25, 0.999, 1, 1.25, -0.25, -1].map((turn) => frameOfTurn(turn, 36))).toEqual([0, 9, 35, 0, 9, 27, 0])
  })

  it('is one picture where there is only one', () => {
    expect([0, 0.4, -3.2].map((turn) => frameOfTurn(turn, 1))).toEqual([0, 0, 0])
  })
})
