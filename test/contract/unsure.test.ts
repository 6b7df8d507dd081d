import { expect, test } from 'vitest'
import { cutOutMessage, isUnsureMessage, leftOutIn, UNSURE_MESSAGE } from '../../src/contract/unsure.ts'

test('[UNSURE-1] the page knows a guess by its sentence, with dust left out and without', () => {
  expect([cutOutMessage(false, 0), cutOutMessage(true, 0)]).toEqual(['', UNSURE_MESSAGE])
  expect([cutOutMessage(true, 0), cutOutMessage(true, 3)].every(isUnsureMessage)).toBe(true)
  const others = ['', cutOutMessage(false, 3), `${UNSURE_MESSAGE} <b>`, `${UNSURE_MESSAGE}!`, 'Generating Mesh']
  expect(others.some(isUnsureMessage)).toBe(false)
})

test('[LEFT-1] dust is told of beside a guess too, and nothing else is', () => {
  const dust = '3 specks of dust were left out.'
  expect([cutOutMessage(true, 3), cutOutMessage(false, 3)].map(leftOutIn)).toEqual([dust, dust])
  expect(['', UNSURE_MESSAGE, 'Generating Mesh', `${dust} <b>`].map(leftOutIn)).toEqual([null, null, null, null])
})
