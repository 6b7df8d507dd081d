import { describe, expect, it } from 'vitest'
import { chosen } from './sheets.ts'

describe('what a contact sheet is of', () => {
  const known = ['generating', 'four-up', 'library-thirty']

  it('is all there is, or what is named, in one order', () => {
    expect(chosen('', known, 'state')).toEqual(known)
    expect(chosen('library-thirty,generating', known, 'state')).toEqual(['generating', 'library-thirty'])
  })

  it('is refused by name where there is no such thing', () => {
    expect(() => chosen('library,four-up', known, 'state')).toThrow(
      'There is no state called library. There are: generating, four-up, library-thirty.',
    )
  })
})
