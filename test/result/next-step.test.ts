import { expect, it } from 'vitest'
import { nextStep } from '../../src/result/next-step.ts'

const RIGHT = { ofDraftSpin: true, older: false, unopenable: false, fault: null, refitted: false }
const CORRECTABLE = { what: 'It is 100 times too large.', correction: { scaled_bbox: [1, 1, 1] } } as const

it('without a mesh of the draft’s spin, the next thing is to generate one', () => {
  expect(nextStep(null)).toBe('generate')
  expect(nextStep({ ...RIGHT, ofDraftSpin: false })).toBe('generate')
  expect(nextStep({ ...RIGHT, older: true })).toBe('generate')
  expect(nextStep({ ...RIGHT, unopenable: true })).toBe('generate')
})

it('with one it is to download it, at whatever size and origin it gets here', () => {
  expect(nextStep(RIGHT)).toBe('download')
  expect(nextStep({ ...RIGHT, refitted: true })).toBe('download')
})

it('a mesh that came wrong is corrected where that can be done, else made anew', () => {
  expect(nextStep({ ...RIGHT, fault: CORRECTABLE })).toBe('correct')
  expect(nextStep({ ...RIGHT, fault: CORRECTABLE, refitted: true })).toBe('download')
  expect(nextStep({ ...RIGHT, fault: { ...CORRECTABLE, correction: null } })).toBe('generate')
})
