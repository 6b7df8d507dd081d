import { describe, expect, it } from 'vitest'
import { boxAroundPivot } from '../../src/contract/fit.ts'
import { naturalOfMesh, naturalOfOutline } from '../../src/contract/natural.ts'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { verdictOf } from '../../src/result/verdict.ts'

const PIVOT: Vec3 = [0, -0.5, 0]
const NATURAL = naturalOfMesh([2.1, 0.725, 0.41])

const verdict = (size: Vec3, scaled_bbox: Vec3, natural: Parameters<typeof verdictOf>[0]['natural'] = NATURAL) =>
  verdictOf({ box: boxAroundPivot(size, PIVOT), request: { scaled_bbox, pivot_point: PIVOT }, natural })

describe('the verdict', () => {
  it('passes a mesh that is as requested in its natural proportions', () => {
    expect(verdict([4.2, 1.45, 0.82], [-1, 1.45, -1])).toEqual({ tone: 'pass', line: 'Size and pivot match' })
    expect(verdict([4.2, 1.45, 0.82], [4.2, 1.45, 0.82])).toEqual({ tone: 'pass', line: 'Size and pivot match' })
  })

  it('says a stretch that was requested to the millimetre', () => {
    expect(verdict([4.2, 1.45, 4.4], [4.2, 1.45, 4.4])).toEqual({ tone: 'warn', line: 'Stretched: 5.4 × too deep' })
  })

  it('says first that a mesh is not what was asked, and what it is instead', () => {
    expect(verdict([420, 145, 82], [4.2, 1.45, 0.82])).toEqual({
      tone: 'bad',
      line: 'Not as requested: it is 100 times too large: centimetres were taken for metres',
    })
    expect(verdict([4.2, 1.45, 1], [4.2, 1.45, 0.82]).line).toBe('Not as requested: its size or pivot differs')
  })

  it('does not call right what cannot be compared', () => {
    expect(verdict([2, 1, 1], [2, 1, 1], naturalOfOutline([2, 1]))).toEqual({
      tone: 'warn',
      line: 'Size and pivot match; its natural depth is not known',
    })
    expect(verdict([2, 1, 1], [2, 1, 1], null)).toEqual({
      tone: 'warn',
      line: 'Size and pivot match; its natural proportions are not known',
    })
  })

  it('asks no natural depth of a mesh that has none', () => {
    expect(verdict([2, 1, 0], [-1, 1, -1], naturalOfMesh([2, 1, 0])).tone).toBe('pass')
  })
})
