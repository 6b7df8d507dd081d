import { describe, expect, it } from 'vitest'
import { naturalOfMesh } from '../../src/contract/natural.ts'
import type { Box, Vec3 } from '../../src/contract/vec3.ts'
import { reportOf, type ReportFacts } from '../../src/result/result-report.ts'

/** A box with its origin in its middle. */
const boxOf = ([w, h, d]: Vec3): Box => ({ min: [-w / 2, -h / 2, -d / 2], max: [w / 2, h / 2, d / 2] })

const FACTS: ReportFacts = {
  result: { request: { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0] } },
  box: boxOf([1, 2, 3]),
  refit: null,
  saved: null,
  natural: naturalOfMesh([1, 2, 3]),
  unit: 'm',
}
const REFIT = { scaled_bbox: [2, 4, 6], pivot_point: [0, 0, 0] } as const

const said = (facts: Partial<ReportFacts>) => {
  const { tone, line, of } = reportOf({ ...FACTS, ...facts })
  return [tone, line, of]
}

describe('only a file’s own vertices are called right', () => {
  it('as it came', () => {
    expect(said({})).toEqual(['pass', 'Size and pivot match', 'a file'])
    expect(said({ box: boxOf([1, 2, 4]) })).toEqual(['bad', 'Not as requested: its size or pivot differs', 'a file'])
  })

  it('and with another size and origin only once it was saved and measured', () => {
    expect(said({ refit: REFIT })).toEqual([
      'plain',
      'Resized for free. Your download uses this size and pivot.',
      'a refit',
    ])
    expect(said({ refit: REFIT, saved: boxOf([2, 4, 6]) })).toEqual(['pass', 'Size and pivot match', 'a file'])
    expect(said({ refit: REFIT, saved: boxOf([2, 4, 5]) })[0]).toBe('bad')
  })

  it('and nothing that is stretched, or whose proportions are unknown', () => {
    const deep = { scaled_bbox: [1, 2, 6], pivot_point: [0, 0, 0] } as const
    expect(said({ refit: deep })).toEqual(['warn', 'Resized for free. Stretched: 2 × too deep.', 'a refit'])
    expect(said({ refit: deep, saved: boxOf([1, 2, 6]) })).toEqual(['warn', 'Stretched: 2 × too deep', 'a file'])
    expect(said({ natural: null })[0]).toBe('warn')
    expect(said({ refit: REFIT, natural: null })).toEqual([
      'warn',
      'Resized for free. Your download uses this size and pivot; its natural proportions are not known.',
      'a refit',
    ])
  })
})

it('a mesh that is turned upright is not called stretched', () => {
  const lying = boxOf([1, 3, 2])
  const upright = { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0], turnAbout: '-X' } as const
  expect(said({ box: lying, natural: naturalOfMesh([1, 3, 2]), refit: upright })[0]).toBe('plain')
})

it('a file of one’s own is measured and not judged', () => {
  const own = { own: new File([], 'chair.glb'), request: {} }
  expect(said({ result: own, unit: 'cm' })).toEqual(['plain', '100 × 200 × 300 cm, as it came', 'a file'])
  expect(reportOf({ ...FACTS, result: own }).judged).toBe(false)
})
