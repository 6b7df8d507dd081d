import { expect, test } from 'vitest'
import { isLeftOutMessage, leftOutMessage } from '../../src/contract/left-out.ts'

test('[LEFT-1] the page knows the sentence about specks that were left out, and no other', () => {
  expect([0, 1, 2, 30].map(leftOutMessage)).toEqual([
    '',
    'One speck of dust was left out.',
    '2 specks of dust were left out.',
    '30 specks of dust were left out.',
  ])
  expect([1, 2, 30].map(leftOutMessage).every(isLeftOutMessage)).toBe(true)
  expect(['', 'Generating Mesh', 'One speck of dust was left out. <b>'].some(isLeftOutMessage)).toBe(false)
})
