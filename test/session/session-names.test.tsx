import { waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import {
  followSessionNames,
  hearSessionNames,
  rememberSessionName,
  sessionName,
} from '../../src/session/session-names.ts'
import { sessionNotes } from '../../src/session/session-notes.ts'

it('names that were kept before there was a table stay, and move into it', async () => {
  localStorage.setItem('plinth.session-names', JSON.stringify([['S_OLD', 'tower.png']]))
  await followSessionNames()
  expect(sessionName('S_OLD')).toBe('tower.png')
  expect(localStorage.getItem('plinth.session-names')).toBeNull()
  expect(await sessionNotes.all()).toMatchObject([{ code: 'S_OLD', name: 'tower.png', starred: false }])
})

it('a session goes by what the upstream calls it, else by what this browser does, else by its code', async () => {
  await followSessionNames()
  expect([sessionName('S_1'), sessionName('SAMPLE_duck')]).toEqual(['S_1', 'Rubber duck'])
  const remembered = rememberSessionName('S_1', 'Mine')
  expect(sessionName('S_1')).toBe('Mine')
  await remembered
  hearSessionNames([{ code: 'S_1', name: 'Ours' }])
  expect(sessionName('S_1')).toBe('Ours')
  hearSessionNames([{ code: 'S_1', name: null }])
  expect(sessionName('S_1')).toBe('Mine')
  // As another tab does.
  await sessionNotes.change(['S_1'], (note) => ({ ...note, name: 'Renamed' }))
  await waitFor(() => expect(sessionName('S_1')).toBe('Renamed'))
})
