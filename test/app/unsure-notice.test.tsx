import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { UnsureNotice } from '../../src/app/cut-out-tools.tsx'
import { sessionNotes } from '../../src/session/session-notes.ts'
import { show } from '../fixtures/served-page.tsx'

afterEach(cleanup)

const GUESS = 'Not sure what the subject is: check the cut-out.'

const shown = (code: string) =>
  show(<UnsureNotice session={{ code, enclosed: null }} onPicture={() => Promise.resolve()} />)

it('a guess is said until it is dismissed, which the browser remembers of that session alone', async () => {
  shown('S_1')
  screen.getByText(GUESS)
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText(GUESS)).toBeNull()
  await waitFor(async () =>
    expect(await sessionNotes.all()).toEqual([expect.objectContaining({ code: 'S_1', cutOutSeen: true })]),
  )
  shown('S_1')
  expect(screen.queryByText(GUESS)).toBeNull()
  shown('S_2')
  screen.getByText(GUESS)
})
