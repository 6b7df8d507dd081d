import { describe, expect, it } from 'vitest'
import { API_ERROR_KINDS, ApiError, isApiErrorKind } from '../../src/contract/api-error.ts'
import { artistText } from '../../src/contract/artist-text.ts'
import { InvalidInput } from '../../src/contract/problems.ts'

describe('an error in an artist’s words', () => {
  it.each(Object.keys(API_ERROR_KINDS).filter(isApiErrorKind))(
    'of kind %s says in sentences what happened and what to do next',
    (kind) => {
      const { what, next } = artistText(new ApiError(kind, 'The clay is out'))
      for (const sentence of [what, next]) expect(sentence).toMatch(/^[A-Z].*[.!?]$/)
      expect(`${what} ${next}`).not.toContain(kind.includes('_') ? kind : 'ApiError')
    },
  )

  it('keeps the server’s own sentence where it says best what happened', () => {
    expect(artistText(new ApiError('bad_image', 'This picture is 1 × 1 pixels.')).what).toBe(
      'This picture is 1 × 1 pixels.',
    )
    expect(
      artistText(new InvalidInput([{ path: 'pivot_point[1]', text: 'expected a number from -0.5 to 0.5, got 0.6' }]))
        .what,
    ).toBe('At pivot_point[1]: expected a number from -0.5 to 0.5, got 0.6.')
  })

  it('keeps the advice that the server’s own message ends with, and adds none', () => {
    expect(artistText(new ApiError('not_found', 'There is no session S_1 here. Open one from the list.'))).toEqual({
      what: 'There is no session S_1 here.',
      next: 'Open one from the list.',
    })
  })

  it('says that the server cannot be reached when the connection failed, not what the browser calls it', () => {
    expect(artistText(new TypeError('Failed to fetch'))).toMatchObject({
      what: 'Plinth’s server cannot be reached.',
      next: expect.stringContaining('try again'),
    })
  })
})
